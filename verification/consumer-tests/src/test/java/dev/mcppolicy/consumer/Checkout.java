package dev.mcppolicy.consumer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** The sources of the project, copied to where no build has been. */
final class Checkout {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", "node_modules");

    private Checkout() {}

    static Path into(Path directory) throws IOException {
        Files.walkFileTree(Page.PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(from.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(directory.resolve(Page.PROJECT.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!NOT_SOURCES.contains(file.getFileName().toString())) {
                    Files.copy(file, directory.resolve(Page.PROJECT.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return directory;
    }
}
