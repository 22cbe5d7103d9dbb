package dev.mcppolicy.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made from a document is bounded, whatever the document multiplies. */
class BoundedExamplesTest {
    private static final Duration IN_GOOD_TIME = Duration.ofSeconds(20);

    private static String nested(int depth, String repetition) {
        return "(".repeat(depth) + "a" + (repetition + ")").repeat(depth) + repetition;
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "*", "?", "{2}", "{1,3}", "+?"})
    void nested_repetitions_make_no_long_example(String repetition) {
        for (int depth : List.of(5, 12, 38, 150)) {
            String pattern = nested(depth, repetition);
            if (repetition.startsWith("{") && depth > 5) {
                continue;
            }
            List<String> examples = assertTimeoutPreemptively(IN_GOOD_TIME, () -> PatternExamples.of(pattern));
            assertThat(examples).allMatch(example -> example.length() <= 10_000);
        }
        assertThat(PatternExamples.of(nested(3, "+"))).isNotEmpty();
    }

    @Test
    void policies_with_nested_repetitions_are_compared() {
        Policy one = policy(nested(38, "+"));
        Policy other = policy("^" + nested(38, "+"));
        assertTimeoutPreemptively(
                IN_GOOD_TIME, () -> PolicyComparison.between(one, other).report());
    }

    private static Policy policy(String pattern) {
        return PolicyReader.parse(
                "{\"tools\": {\"t\": {\"rules\": [{\"conditions\": [{\"path\": \"args.a\", \"op\": \"regex\","
                        + " \"value\": " + CanonicalJson.write(pattern) + "}]}]}}}");
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void an_example_of_any_pattern_is_bounded(@ForAll long seed) {
        String pattern = pattern(new Random(seed), 12);
        if (catchThrowable(() -> policy(pattern)) != null) {
            return;
        }
        List<String> examples = assertTimeoutPreemptively(IN_GOOD_TIME, () -> PatternExamples.of(pattern));
        assertThat(examples).allMatch(example -> example.length() <= 10_000);
    }

    private static String pattern(Random random, int depth) {
        if (depth == 0) {
            return List.of("a", "[ab]", ".", "\\d", "\\Qab\\E").get(random.nextInt(5));
        }
        String inner = pattern(random, depth - 1);
        return switch (random.nextInt(6)) {
            case 0 ->
                "(" + inner + ")" + List.of("+", "*", "{3}", "{0,9}", "{2,}").get(random.nextInt(5));
            case 1 -> "(?:" + inner + "|" + pattern(random, random.nextInt(depth)) + ")+";
            case 2 -> inner + pattern(random, random.nextInt(depth));
            default -> "(" + inner + ")+";
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','required':['a'],'properties':{'a':{'$ref':'#'}}}",
                "{'type':'object','required':['a','b'],'properties':{'a':{'$ref':'#'},'b':{'$ref':'#'}}}",
                "{'type':'object','required':['l'],'properties':{'l':{'type':'array','minItems':10000,"
                        + "'items':{'type':'array','minItems':10000,'items':{'type':'string','minLength':10000}}}}}",
                "{'type':'object','required':['l'],'properties':{'l':{'type':'array','minItems':20,'items':{'$ref':'#'}}}}",
                "{'type':'object','required':['s'],'properties':{'s':{'type':'string','pattern':'(((a+)+)+)+b'}}}",
                "{'allOf':[{'$ref':'#/$defs/a'},{'$ref':'#/$defs/a'}],'$defs':{'a':{'allOf':[{'$ref':'#/$defs/b'},"
                        + "{'$ref':'#/$defs/b'}]},'b':{'allOf':[{'$ref':'#/$defs/c'},{'$ref':'#/$defs/c'}]},'c':{'not2':1}}}"
            })
    void arguments_of_a_schema_that_multiplies_are_found_or_not_in_good_time(String schema) {
        InputSchema input = InputSchema.parse(schema.replace('\'', '"'));
        for (long seed = 0; seed < 3; seed++) {
            long each = seed;
            assertTimeoutPreemptively(IN_GOOD_TIME, () -> {
                Throwable none = catchThrowable(() -> first(input, each));
                assertThat(none == null || none instanceof IllegalArgumentException)
                        .as("%s", none)
                        .isTrue();
            });
        }
    }

    private static Map<String, @Nullable Object> first(InputSchema input, long seed) {
        Map<String, @Nullable Object> valid = input.valid(seed).findFirst().orElseThrow();
        assertThat(input.admits(valid)).isTrue();
        return input.nearMisses(seed).findFirst().orElseThrow();
    }
}
