package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Documents with what is expected of each, many to a file:
 *
 * <pre>
 * ### what the document is
 * the document, in which ⟨7⟩ stands for the character of that hexadecimal code
 * ---&gt;
 * the lines expected
 * </pre>
 */
final class Corpus {
    static final List<String> BAD = List.of(
            "bad-syntax",
            "bad-scalars",
            "bad-envelope",
            "bad-policylayer",
            "bad-conditions",
            "bad-intercept",
            "bad-when",
            "bad-schemas",
            "bad-modes",
            "bad-groups",
            "bad-nested",
            "bad-compared",
            "bad-callers",
            "bad-times",
            "bad-decimals",
            "bad-limits",
            "bad-places");
    static final List<String> GOOD = List.of(
            "good-policylayer",
            "good-intercept",
            "good-when",
            "good-yaml",
            "good-modes",
            "good-groups",
            "good-nested",
            "good-compared",
            "good-callers",
            "good-times",
            "good-decimals",
            "good-limits",
            "good-places",
            "warnings");

    private static final String TITLE = "### ";
    private static final String ARROW = "--->";

    private Corpus() {}

    /** One document and what is expected of it. */
    record Entry(String file, String title, String document, List<String> expected) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Entry> entries(List<String> files) {
        return files.stream().flatMap(file -> entries(file).stream());
    }

    static List<Entry> entries(String file) {
        List<Entry> entries = new ArrayList<>();
        for (String part : ("\n" + text(file)).split("\n" + TITLE, -1)) {
            if (!part.isEmpty()) {
                entries.add(entry(file, part));
            }
        }
        return entries;
    }

    private static Entry entry(String file, String part) {
        int titleEnd = part.indexOf('\n');
        int arrow = part.indexOf("\n" + ARROW, titleEnd);
        String document = arrow < titleEnd + 1 ? "" : part.substring(titleEnd + 1, arrow);
        List<String> expected = part.substring(arrow + 1 + ARROW.length())
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
        return new Entry(file, part.substring(0, titleEnd), unescape(document), expected);
    }

    /** What came of a document, as the corpus writes it. */
    static List<String> outcome(CheckedPolicy checked) {
        List<String> lines = new ArrayList<>();
        for (PolicyProblem problem : checked.problems()) {
            String place =
                    problem.toString().substring(problem.file().length() + 1).strip();
            lines.add((problem.severity() == Severity.ERROR ? "! " : "? ") + problem.code() + " " + place);
        }
        if (checked.policy() != null) {
            ModelText.of(checked.policy()).forEach(line -> lines.add(VisibleText.of(line)));
        }
        return lines;
    }

    static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int open = text.indexOf('⟨'); open >= 0; open = text.indexOf('⟨', at)) {
            int close = text.indexOf('⟩', open);
            out.append(text, at, open).append(Character.toChars(Integer.parseInt(text.substring(open + 1, close), 16)));
            at = close + 1;
        }
        return out.append(text.substring(at)).toString();
    }

    private static String text(String file) {
        try (InputStream in = Corpus.class.getResourceAsStream("/corpus/" + file + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
