package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.ProblemRenderer;
import dev.mcppolicy.format.problem.Severity;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a document, its reader gives a verdict whose places lie in the document. */
class MutatedDocumentTest {
    private static final List<String> PARTS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            "\"",
            "'",
            "|",
            ">",
            "- ",
            "? ",
            "#",
            "&a ",
            "*a",
            "!",
            "!%20 ",
            "!!str ",
            "%",
            "@",
            "`",
            "~",
            "<<",
            "---\n",
            "...\n",
            "\n",
            "\r\n",
            "\t",
            "  ",
            "\\",
            "\\u00",
            "\u0000",
            "\uFEFF",
            "\uD800",
            "😀",
            "010",
            "1e20000000",
            "-",
            "null",
            "true",
            ".inf",
            "args.",
            "state.",
            "tools",
            "rules",
            "conditions",
            "state",
            "schema",
            "$ref",
            "#/",
            "op",
            "regex",
            "((a{9}){9}){9}",
            "*",
            "value",
            "rate_limit",
            "5/hour",
            "spend",
            "limits");

    private static final List<String> SEEDS = Stream.concat(Corpus.entries(Corpus.GOOD), Corpus.entries(Corpus.BAD))
            .map(Corpus.Entry::document)
            .toList();

    @Test
    void a_changed_document_gets_a_verdict() {
        tryMutations(20_000, 20261121);
    }

    @Test
    @Tag("long")
    void a_document_changed_in_a_million_ways_gets_a_verdict() {
        tryMutations(1_000_000, 4);
    }

    private static void tryMutations(int tries, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < tries; i++) {
            String text = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            assertThatCode(() -> judge(text)).as(text).doesNotThrowAnyException();
        }
    }

    private static void judge(String text) {
        CheckedPolicy checked = PolicyReader.check(text, "p");
        boolean hasErrors = checked.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
        assertThat(checked.policy() == null).isEqualTo(hasErrors);
        for (PolicyProblem problem : checked.problems()) {
            int length = checked.document().line(problem.line()).orElseThrow().length();
            assertThat(problem.column()).isBetween(1, length + 1 + (text.endsWith("\n") ? 1 : 0));
            ProblemRenderer.coloured().render(problem, checked.document());
        }
    }

    private static String mutate(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            int end = Math.min(changed.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> changed.delete(at, end);
                case 1 -> changed.insert(at, PARTS.get(random.nextInt(PARTS.size())));
                case 2 -> changed.replace(at, end, PARTS.get(random.nextInt(PARTS.size())));
                default -> changed.insert(random.nextInt(changed.length() + 1), changed.substring(at, end));
            }
        }
        return changed.toString();
    }
}
