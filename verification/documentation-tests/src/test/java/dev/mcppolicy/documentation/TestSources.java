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
    private static final List<String> SOURCES = read();

    private TestSources() {}

    /** Whether a block stands in some test, indented in whatever way. */
    static boolean contain(String block) {
        String wanted = stripped(block);
        return SOURCES.stream().anyMatch(source -> source.contains(wanted));
    }

    private static List<String> read() {
        try (Stream<Path> files = Files.walk(Document.ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src/test/java"))
                    .map(TestSources::readStripped)
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
