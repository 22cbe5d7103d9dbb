package dev.mcppolicy.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Markdown document of the project, and the fenced blocks in it. */
record Document(Path file, List<Block> blocks) {
    /** The root of the project, found from wherever the tests run. */
    static final Path ROOT = root();

    /** A fenced block: its language, its text, and the HTML comment in the line before it, if any. */
    record Block(int line, String language, String comment, String text) {}

    /** The README and everything under {@code docs}. */
    static List<Document> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return ROOT.relativize(file).toString();
    }

    List<Block> blocks(String... languages) {
        return blocks.stream()
                .filter(block -> List.of(languages).contains(block.language()))
                .toList();
    }

    private static Document read(Path file) {
        try {
            return new Document(file, blocks(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Block> blocks(List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).startsWith("```")) {
                end++;
            }
            String before = i == 0 ? "" : lines.get(i - 1).strip();
            String comment = before.startsWith("<!--") && before.endsWith("-->")
                    ? before.substring(4, before.length() - 3).strip()
                    : "";
            blocks.add(new Block(
                    i + 1, lines.get(i).substring(3).strip(), comment, String.join("\n", lines.subList(i + 1, end))));
            i = end;
        }
        return blocks;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CHANGELOG.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
