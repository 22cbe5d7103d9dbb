package dev.mcppolicy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of the documents. */
record Page(String text) {
    static Page of(String name) {
        return new Page(read(Path.of("../docs").resolve(name)));
    }

    /** The source of a class of tests, to find a page's code in. */
    static String sourceOf(Class<?> tests) {
        return read(
                Path.of("src/test/java", tests.getName().split("\\.")).resolveSibling(tests.getSimpleName() + ".java"));
    }

    /** The fenced blocks of a language, in the order of the page. */
    List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        String fence = "```" + language + "\n";
        for (int at = text.indexOf(fence); at >= 0; at = text.indexOf(fence, at + 1)) {
            blocks.add(text.substring(at + fence.length(), text.indexOf("```\n", at + fence.length())));
        }
        return blocks;
    }

    /** A text with all white space as one blank. */
    static String squeezed(String text) {
        return String.join(" ", text.strip().split("\\s+"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
