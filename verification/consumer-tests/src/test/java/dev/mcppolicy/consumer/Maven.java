package dev.mcppolicy.consumer;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The Maven that runs this build, with a local repository of its own: it begins with what was downloaded before, by hard
 * links, and without any artifact of ours.
 */
record Maven(Path repository) {

    /** How a run ended, and all that it said. */
    record Run(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    static Maven withRepository(Path repository) throws IOException {
        Path downloads = Path.of(System.getProperty("consumer.downloads"));
        Files.walkFileTree(downloads, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.equals(downloads.resolve("dev/mcppolicy"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(repository.resolve(downloads.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isDownload(file.getFileName().toString())) {
                    link(file, repository.resolve(downloads.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Maven(repository);
    }

    /** Maven keeps books of its own beside the downloads, and writes into them. */
    private static boolean isDownload(String name) {
        return name.endsWith(".jar") || name.endsWith(".pom") || name.endsWith(".sha1");
    }

    private static void link(Path file, Path to) throws IOException {
        try {
            Files.createLink(to, file);
        } catch (FileAlreadyExistsException e) {
            // From an earlier run.
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, to, LinkOption.NOFOLLOW_LINKS);
        }
    }

    Run run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("consumer.maven"), "bin", "mvn").toString());
        command.add("--batch-mode");
        command.add("-Dstyle.color=never");
        command.add("-Dmaven.repo.local=" + repository);
        Path settings = Path.of(System.getProperty("consumer.settings", ""));
        if (Files.isRegularFile(settings)) {
            command.add("--settings");
            command.add(settings.toString());
        }
        command.addAll(List.of(arguments));

        Path log = Files.createTempFile("maven", ".log");
        int exitCode = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String output = Files.readString(log);
        Files.delete(log);
        return new Run(exitCode, output);
    }
}
