package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.ProblemRenderer;
import dev.mcppolicy.format.problem.Severity;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A document that is made to harm its reader gets a verdict, soon and without an exception. */
@Timeout(20)
class HostileDocumentTest {
    private static final int MIB = 1024 * 1024;

    static Stream<String> deepDocuments() {
        int depth = 5_000;
        return Stream.of(
                "[".repeat(depth),
                "{\"a\":".repeat(depth),
                "{a: ".repeat(depth),
                "- ".repeat(depth),
                "[".repeat(depth) + "]".repeat(depth),
                IntStream.range(0, 500).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("deepDocuments")
    void a_document_of_thousands_of_levels_is_refused_at_level_65(String text) {
        assertThat(codes(text)).contains("too-deep").doesNotContain("json-syntax", "yaml-syntax");
    }

    @Test
    void level_64_is_read() {
        String value = "[".repeat(57) + "1" + "]".repeat(57);
        String text = "{\"tools\":{\"a\":{\"rules\":[{\"conditions\":[{\"path\":\"args.x\",\"op\":\"eq\",\"value\":"
                + value + "}]}]}}}";

        assertThat(PolicyReader.check(text, "p").problems()).isEmpty();
        assertThat(codes(text.replace("[1]", "[[1]]"))).containsExactly("too-deep");
    }

    @Test
    void a_document_of_a_hundred_thousand_values_is_read_and_one_more_is_refused() {
        String names =
                IntStream.range(0, 99_998).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(","));

        assertThat(codes("{\"hide\":[" + names + "]}")).isEmpty();
        assertThat(codes("{\"hide\":[" + names + ",\"last\"]}")).containsExactly("too-many-values");
    }

    @Test
    void names_around_many_values_are_refused_before_their_places_take_all_memory() {
        String rules = "{\"action\":\"deny\"}" + ",{\"action\":\"deny\"}".repeat(39_999);
        String tool = "x".repeat(4 * MIB);

        assertThat(codes("{\"tools\":{\"x\":{\"rules\":[" + rules + "]}}}")).doesNotContain("names-too-long");
        assertThat(codes("{\"tools\":{\"" + tool + "\":{\"rules\":[" + rules + "]}}}"))
                .contains("names-too-long");
    }

    @Test
    void names_of_sixty_four_mebibytes_in_all_are_read_and_more_are_refused() {
        String name = "n".repeat(MIB - 1);

        assertThat(codes("{\"" + name + "\":[" + "1,".repeat(61) + "1]}")).doesNotContain("names-too-long");
        assertThat(codes("{\"" + name + "\":[" + "1,".repeat(62) + "1]}")).contains("names-too-long");
    }

    @Test
    void the_first_of_many_members_of_one_name_is_not_looked_for_each_time() {
        String text = "{\"a\":" + " ".repeat(4 * MIB) + "1" + ",\"a\":1".repeat(99_000) + "}";

        assertThat(PolicyReader.check(text, "p").problems())
                .filteredOn(problem -> problem.code().equals("duplicate-key"))
                .hasSize(99_000);
    }

    @Test
    void a_text_beyond_five_mebibytes_is_refused_unread() {
        String longest = "tools: {}\n#" + "x".repeat(5 * MIB - 11);

        assertThat(codes(longest)).containsExactly("denies-nothing");
        assertThat(codes(longest + "x")).containsExactly("too-large");
    }

    static Stream<String> largeDocuments() {
        return Stream.of(
                        "#",
                        "\"",
                        "'",
                        "a",
                        "0",
                        "[",
                        "{",
                        "- ",
                        "? ",
                        "*",
                        "&",
                        "!",
                        "%",
                        "|",
                        ">",
                        ",",
                        ":",
                        ": ",
                        " ",
                        "\n",
                        "\t",
                        "\\",
                        "~",
                        "@",
                        "a: ",
                        "a: b\n",
                        "a\n",
                        "- a\n",
                        "---\n",
                        "...\n",
                        "'a' ",
                        "\"\\u0041",
                        "{}",
                        "1e",
                        "#\n",
                        "[a, ",
                        "{a: b, ",
                        "<<: a\n",
                        "😀",
                        "\u0000")
                .flatMap(part -> Stream.of(
                        part.repeat(200_000 / part.length()), "tools: " + part.repeat(50_000 / part.length())));
    }

    @ParameterizedTest
    @MethodSource("largeDocuments")
    void a_large_document_of_one_thing_gets_a_verdict(String text) {
        assertThat(PolicyReader.check(text, "p").problems()).isNotNull();
    }

    @Test
    void twenty_thousand_mistakes_are_told_in_good_time() {
        String rules = IntStream.range(0, 6_000)
                .mapToObj(i -> "{\"conditions\":[{\"path\":\"state.tool" + i + ".count\",\"op\":\"oq" + i
                        + "\",\"valuf\":1}]," + "\"state\":{\"counter\":\"counter" + i + "\",\"window\":\"mimute\"}}")
                .collect(Collectors.joining(","));

        assertThat(codes("{\"tools\":{\"tool\":{\"rules\":[" + rules + "]}}}")).hasSizeGreaterThan(20_000);
    }

    @Test
    void ten_thousand_counters_of_one_tool_are_read_in_good_time() {
        String rules = IntStream.range(0, 6_000)
                .mapToObj(i -> "{\"conditions\":[{\"path\":\"state.t.c" + i + "\",\"op\":\"gte\",\"value\":0}],"
                        + "\"state\":{\"counter\":\"c" + i + "\",\"window\":\"day\"}}")
                .collect(Collectors.joining(","));

        assertThat(PolicyReader.check("{\"tools\":{\"t\":{\"rules\":[" + rules + "]}}}", "p")
                        .policy())
                .isNotNull();
    }

    @Test
    void ten_thousand_members_of_one_object_are_read_in_good_time() {
        String tools =
                IntStream.range(0, 50_000).mapToObj(i -> "\"t" + i + "\":{}").collect(Collectors.joining(","));

        assertThat(PolicyReader.check("{\"tools\":{" + tools + "}}", "p")
                        .policy()
                        .tools())
                .hasSize(50_000);
    }

    @Test
    void a_message_never_carries_control_characters_to_a_terminal() {
        String text =
                "{\"tools\": {\"\\u001b[31m\": {\"rules\": [{\"\\u202e\\u0007\": 1, \"action\": \"\\u001b]0;x\\u0007\"}]}}}";
        CheckedPolicy checked = PolicyReader.check(text, "p\u001b[0m");

        String shown =
                checked.problems().toString() + ProblemRenderer.plain().render(checked.problems(), checked.document());

        assertThat(shown.chars().filter(c -> (c != '\n' && Character.isISOControl(c)) || c == 0x202e))
                .isEmpty();
    }

    @Test
    void what_a_message_quotes_is_short() {
        String text = "tools: {a: {rules: [{action: " + "x".repeat(100_000) + "}]}}";

        assertThat(PolicyReader.check(text, "p").problems().toString()).hasSizeLessThan(500);
    }

    @Test
    void a_number_in_a_message_is_short() {
        for (String number : List.of("-1e9999", "5." + "0".repeat(900) + "1")) {
            String text = "{\"tools\": {\"t\": {\"rules\": [{\"conditions\": [{\"path\": \"state.t.c\","
                    + " \"op\": \"lt\", \"value\": " + number + "}],"
                    + " \"state\": {\"counter\": \"c\", \"window\": \"day\"}}]}}}";
            assertThat(PolicyReader.check(text, "p").problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.message()).hasSizeLessThan(200));
        }
    }

    @Test
    void the_patterns_of_a_document_are_bounded_together_and_refused_once() {
        // Each comes to 18 027 steps.
        assertThat(errors(patterns(27, "(a{1000}){9}"))).isEmpty();
        assertThat(errors(patterns(28, "(a{1000}){9}"))).containsExactly("patterns-too-large");
        assertThat(errors(patterns(20_000, "(a{1000}){9}"))).containsExactly("patterns-too-large");
        assertThat(errors(patterns(20_000, "^abc$"))).isEmpty();
    }

    private static String patterns(int count, String pattern) {
        return "{\"tools\":{\"t\":{\"rules\":[{\"conditions\":["
                + IntStream.range(0, count)
                        .mapToObj(i -> "{\"path\":\"args.a" + i + "\",\"op\":\"regex\",\"value\":\"" + pattern + "\"}")
                        .collect(Collectors.joining(","))
                + "]}]}}}";
    }

    @Test
    void a_pattern_in_a_schema_counts_twice() {
        assertThat(errors(schemaWithPatterns(13))).isEmpty();
        assertThat(errors(schemaWithPatterns(14))).containsExactly("patterns-too-large");
    }

    private static String schemaWithPatterns(int count) {
        return "{\"tools\":{\"t\":{\"rules\":[{\"schema\":{\"properties\":{"
                + IntStream.range(0, count)
                        .mapToObj(i -> "\"a" + i + "\":{\"pattern\":\"(a{1000}){9}\"}")
                        .collect(Collectors.joining(","))
                + "}}}]}}}";
    }

    private static List<String> codes(String text) {
        return PolicyReader.check(text, "p").problems().stream()
                .map(PolicyProblem::code)
                .toList();
    }

    private static List<String> errors(String text) {
        return PolicyReader.check(text, "p.yaml").problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(PolicyProblem::code)
                .toList();
    }

    @Test
    void rules_that_are_compared_with_each_other_cost_no_more_than_a_document_may() {
        StringBuilder text = new StringBuilder("hide: [");
        for (int i = 0; i < 4_000; i++) {
            text.append("\"*x").append(i).append("y*\", ");
        }
        text.append("z]\ntools:\n  \"*\":\n    rules:\n");
        for (int i = 0; i < 4_000; i++) {
            text.append("      - conditions: [{path: args.a, op: neq, value: ")
                    .append(i)
                    .append("}]\n");
        }
        for (int i = 0; i < 4_000; i++) {
            text.append("  t").append(i).append(": {}\n");
        }

        assertTimeout(
                Duration.ofSeconds(30), () -> assertThat(codes(text.toString())).isEmpty());
    }
}
