package dev.mcppolicy.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Markdown document of the project: its lines, and the fenced blocks among them. */
public record Document(Path file, List<String> lines, List<Block> blocks) {
    /** The root of the project, found from wherever the tests run. */
    public static final Path ROOT = root();

    private static final String FENCE = "```";

    /** A fenced block: the line of its fence, its language, its text, and the HTML comment in the line before it, if any. */
    public record Block(int line, String language, String comment, String text) {
        /** What the comment says after a word of its own, as {@code given:}; empty if it does not begin with that. */
        String directive(String word) {
            return comment.startsWith(word) ? comment.substring(word.length()).strip() : "";
        }
    }

    /** The documents at the root, and everything under {@code docs}. */
    static List<Document> all() {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document of a name, such as {@code docs/cli.md}. */
    public static Document of(String name) {
        return read(ROOT.resolve(name));
    }

    String name() {
        return ROOT.relativize(file).toString();
    }

    /** The blocks of some languages, in the order of the document. */
    public List<Block> blocks(String... languages) {
        return blocks.stream()
                .filter(block -> List.of(languages).contains(block.language()))
                .toList();
    }

    /** The one Java block that contains a text. */
    Block java(String text) {
        List<Block> found = blocks("java").stream()
                .filter(block -> block.text().contains(text))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " Java blocks of " + name() + " contain `" + text + "`");
        }
        return found.get(0);
    }

    /** The lines below a heading, up to the next heading as high. */
    public List<String> section(String heading) {
        int start = lines.indexOf(heading);
        if (start < 0) {
            throw new AssertionError(name() + " has no heading `" + heading + "`");
        }
        String mark = heading.substring(0, heading.indexOf(' ') + 1);
        return lines.subList(start + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith(mark))
                .toList();
    }

    private static Document read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new Document(file, lines, blocks(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Block> blocks(List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(FENCE)) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).startsWith(FENCE)) {
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
