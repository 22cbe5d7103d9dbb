package dev.mcppolicy.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of all tests, which the build has compiled and runs. */
final class TestSources {
    private static final Map<Path, String> SOURCES = read();
    private static final List<String> SQUEEZED =
            SOURCES.values().stream().map(TestSources::squeezed).toList();

    private TestSources() {}

    /** The text of each test class and of each class beside one, by its file. */
    static Map<Path, String> all() {
        return SOURCES;
    }

    /** The simple names of the test classes. */
    static List<String> names() {
        return SOURCES.keySet().stream()
                .map(file -> file.getFileName().toString())
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .toList();
    }

    /** Whether a block stands in some test, whatever its white space; its class may be nested there. */
    static boolean contain(String block) {
        String wanted = squeezed(block);
        return SQUEEZED.stream().anyMatch(source -> source.contains(wanted));
    }

    private static Map<Path, String> read() {
        try (Stream<Path> files = Files.walk(Document.ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src/test/java"))
                    .filter(file -> !Document.ROOT.relativize(file).toString().contains("target/"))
                    .collect(Collectors.toMap(file -> file, TestSources::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String squeezed(String text) {
        return text.replace("static class", "class").replaceAll("\\s", "");
    }
}
