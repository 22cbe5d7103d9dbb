package dev.mcppolicy.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of all tests, which the build has compiled. A block that stands in one of them needs no compiling. */
final class TestSources {
    private static final List<Path> FILES = find();
    private static final List<String> SOURCES =
            FILES.stream().map(TestSources::readStripped).toList();

    private TestSources() {}

    /** Whether a block stands in some test, indented in whatever way. */
    static boolean contain(String block) {
        String wanted = stripped(block);
        return SOURCES.stream().anyMatch(source -> source.contains(wanted));
    }

    /** The simple names of the test classes. */
    static List<String> names() {
        return FILES.stream()
                .map(file -> file.getFileName().toString())
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .toList();
    }

    private static List<Path> find() {
        try (Stream<Path> files = Files.walk(Document.ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src/test/java"))
                    .filter(file -> !Document.ROOT.relativize(file).toString().contains("target/"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readStripped(Path file) {
        try {
            return stripped(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stripped(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
