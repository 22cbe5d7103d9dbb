package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.json.internal.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** The loader gives a verdict on every document, and throws nothing but its one exception. */
class LoaderTotalityTest {
    private static final List<String> NAMES = List.of(
            "",
            "*",
            "**",
            "_global",
            "a",
            "A",
            "a.b",
            "a*",
            " ",
            "\ud800",
            "\udc00x",
            "\u0000",
            "a\nb",
            "[",
            "\"",
            "args",
            "state",
            "rules",
            "tools",
            "e\u0301",
            "\u202e",
            "x".repeat(300));
    private static final List<String> KEYS = List.of(
            "version",
            "default",
            "hide",
            "tools",
            "mode",
            "description",
            "all_tools",
            "$schema",
            "rules",
            "require",
            "deny_if",
            "limits",
            "action",
            "reason",
            "rate_limit",
            "conditions",
            "on_deny",
            "name",
            "state",
            "spend",
            "schema",
            "approval_timeout",
            "path",
            "op",
            "value",
            "counter",
            "window",
            "max",
            "scope",
            "amount",
            "increment",
            "increment_from",
            "per_call",
            "daily",
            "when",
            "priority",
            "type",
            "items",
            "$ref",
            "$defs",
            "pattern",
            "properties",
            "required",
            "minimum",
            "$id",
            "additionalItems",
            "definitions");
    private static final List<Object> VALUES = List.of(
            "",
            "1",
            "deny",
            "allow",
            "audit",
            "day",
            "5/hour",
            "5/60",
            "60s",
            "session",
            "args.a",
            "args.a.*.b",
            "args.a[*]",
            "args[\"*\"]",
            "state.a.c",
            "state..c",
            "state._global.c",
            "caller.x",
            ".*",
            "(",
            "(?=a)",
            "eq",
            "in",
            "regex",
            "exists",
            "lt",
            "30m",
            "0",
            0,
            1,
            -1,
            0.5,
            true,
            false,
            1e300,
            "\ud800",
            "#/$defs/a",
            "#",
            "http://json-schema.org/draft-07/schema#",
            "^https://a.b",
            "/a/i",
            "x ",
            "*");

    private static Object value(Random random, int depth) {
        int kind = random.nextInt(depth > 6 ? 1 : 4);
        if (kind <= 1) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        if (kind == 2) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(value(random, depth + 1));
            }
            return list;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            List<String> from = random.nextInt(4) == 0 ? NAMES : KEYS;
            object.put(from.get(random.nextInt(from.size())), value(random, depth + 1));
        }
        return object;
    }

    private static Map<String, Object> state(Random random) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("counter", random.nextInt(4) == 0 ? value(random, 5) : NAMES.get(random.nextInt(NAMES.size())));
        state.put("window", random.nextInt(4) == 0 ? value(random, 5) : "day");
        if (random.nextBoolean()) {
            state.put(random.nextBoolean() ? "increment" : "increment_from", value(random, 5));
        }
        return state;
    }

    private static Map<String, Object> document(Random random) {
        Map<String, Object> document = new LinkedHashMap<>();
        Map<String, Object> tools = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("state", state(random));
            if (random.nextBoolean()) {
                rule.put(
                        "conditions",
                        List.of(Map.of(
                                "path",
                                "state." + NAMES.get(random.nextInt(NAMES.size())) + ".a",
                                "op",
                                "lte",
                                "value",
                                5)));
            }
            if (random.nextBoolean()) {
                rule.put(KEYS.get(random.nextInt(KEYS.size())), value(random, 3));
            }
            tools.put(NAMES.get(random.nextInt(NAMES.size())), Map.of("rules", List.of(rule, value(random, 4))));
        }
        document.put("tools", random.nextInt(8) == 0 ? value(random, 2) : tools);
        for (int i = random.nextInt(4); i > 0; i--) {
            document.put(KEYS.get(random.nextInt(KEYS.size())), value(random, 1));
        }
        return document;
    }

    private static void judge(String text) {
        CheckedPolicy checked = PolicyReader.check(text, "p");
        boolean hasErrors = checked.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
        assertThat(checked.policy() == null).as(text).isEqualTo(hasErrors);
        assertThat(checked.problems()).as(text).extracting(PolicyProblem::code).doesNotContain("unreadable-part");
        if (checked.policy() != null) {
            assertThat(checked.policy().revision()).hasSize(64);
        }
    }

    @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
    void every_document_made_of_the_formats_words_gets_a_verdict(@ForAll Random random) {
        String text = CanonicalJson.write(random.nextInt(4) == 0 ? value(random, 0) : document(random));

        judge(text);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void every_text_gets_a_verdict(@ForAll String text) {
        judge(text);
        assertThatCode(() -> DataDocument.parse(text, "d")).doesNotThrowAnyException();
    }

    @Test
    void nestings_of_any_depth_get_a_verdict() {
        for (String open : List.of("[", "{\"a\":", "{a: ", "- ", "? ", "{\"tools\":[", "\"")) {
            judge(open.repeat(100_000));
        }
        for (String open : List.of("(", "(?:", "[", "(a|", "((a+)+")) {
            judge("{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"a\": {\"require\": [{\"conditions\": "
                    + "[{\"path\": \"args.a\", \"op\": \"regex\", \"value\": \"" + open.repeat(20_000) + "\"}]}]}}}");
        }
    }

    @Test
    void what_a_reader_throws_is_a_problem_of_the_part_that_it_read() {
        ParsedDocument document = new ParsedDocument("p", "{\"a\": {\"b\": 1}}");
        Problems problems = new Problems(document);
        ObjectNode root = (ObjectNode) DocumentParser.parse(document, problems);

        problems.reading(root.child("a"), () -> {
            throw new IllegalStateException("thrown by a test");
        });
        problems.reading(root, () -> {
            throw new StackOverflowError("thrown by a test");
        });

        assertThat(problems.hasErrors()).isTrue();
        assertThat(problems.inOrder())
                .extracting(PolicyProblem::toString)
                .containsExactly(
                        "p:1:1: the reader failed: StackOverflowError"
                                + " (a defect of the reader; report it with the document)",
                        "p:1:7: /a: the reader failed: IllegalStateException"
                                + " (a defect of the reader; report it with the document)");
    }
}
