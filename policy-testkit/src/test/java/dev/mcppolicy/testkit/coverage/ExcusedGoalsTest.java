package dev.mcppolicy.testkit.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.calls.InputSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which goals need not be shown where the schemas of the tools are known, and that none of them can be. */
class ExcusedGoalsTest {
    private static final String REQUIRED = "the input schema requires it";
    private static final String NO_NULL = "the input schema admits no null there";
    private static final String NOTHING_ELSE = "the input schema admits nothing else there";
    private static final String NO_NUMBER = "the input schema admits no such number";
    private static final String NONE_OUTSIDE = "the input schema admits no value outside";

    private static Policy policy(String condition) {
        return PolicyReader.parse("tools: { t: { rules: [{ name: r, conditions: [" + condition + "] }] } }");
    }

    private static InputSchema schema(String value, boolean isRequired) {
        return InputSchema.parse("{\"type\":\"object\",\"properties\":{\"v\":" + value + "},\"required\":"
                + (isRequired ? "[\"v\"]" : "[]") + "}");
    }

    private static Map<CoverageGoal.Kind, String> excused(Policy policy, Map<String, InputSchema> schemas) {
        Map<CoverageGoal.Kind, String> kinds = new TreeMap<>();
        ExcusedGoals.of(policy, CoverageGoals.of(policy), schemas)
                .forEach((goal, reason) -> kinds.put(goal.kind(), reason));
        return kinds;
    }

    private static Map<CoverageGoal.Kind, String> excused(String condition, String value, boolean isRequired) {
        return excused(policy(condition), Map.of("t", schema(value, isRequired)));
    }

    @Test
    void what_the_schema_requires_is_never_missing_and_what_it_has_one_type_for_is_of_no_other() {
        assertThat(excused("{ path: args.v, op: lte, value: 5 }", "{\"type\":\"integer\"}", true))
                .isEqualTo(Map.of(
                        CoverageGoal.Kind.MISSING, REQUIRED,
                        CoverageGoal.Kind.NULL, NO_NULL,
                        CoverageGoal.Kind.OTHER_KIND, NOTHING_ELSE));
        assertThat(excused("{ path: args.v, op: lte, value: 5 }", "{\"type\":[\"integer\",\"null\"]}", false))
                .isEqualTo(Map.of(CoverageGoal.Kind.OTHER_KIND, NOTHING_ELSE));
        assertThat(excused("{ path: args.v, op: lte, value: 5 }", "{\"type\":[\"integer\",\"string\"]}", false))
                .isEqualTo(Map.of(CoverageGoal.Kind.NULL, NO_NULL));
        assertThat(excused("{ path: args.v, op: lte, value: 5, optional: true }", "{\"type\":\"integer\"}", true))
                .containsEntry(CoverageGoal.Kind.LEFT_OUT, REQUIRED);
    }

    @Test
    void a_bound_that_the_schema_has_as_well_has_no_side_beyond() {
        assertThat(excused("{ path: args.v, op: lte, value: 5 }", "{\"type\":\"number\",\"maximum\":5}", false))
                .containsEntry(CoverageGoal.Kind.OUTSIDE, NO_NUMBER)
                .doesNotContainKey(CoverageGoal.Kind.INSIDE);
        assertThat(excused("{ path: args.v, op: lte, value: 5 }", "{\"type\":\"integer\",\"minimum\":6}", false))
                .containsEntry(CoverageGoal.Kind.INSIDE, NO_NUMBER)
                .doesNotContainKey(CoverageGoal.Kind.OUTSIDE);
        assertThat(excused("{ path: args.v, op: lte, value: 5 }", "{\"type\":\"number\",\"maximum\":5.5}", false))
                .doesNotContainKeys(CoverageGoal.Kind.INSIDE, CoverageGoal.Kind.OUTSIDE);
        assertThat(excused("{ path: args.v, op: lte, value: 5 }", "{\"type\":\"integer\",\"maximum\":5.5}", false))
                .containsEntry(CoverageGoal.Kind.OUTSIDE, NO_NUMBER);
    }

    @Test
    void a_list_that_has_all_that_the_schema_names_has_nothing_outside() {
        assertThat(excused("{ path: args.v, op: in, value: [a, b] }", "{\"enum\":[\"a\",\"b\"]}", false))
                .containsEntry(CoverageGoal.Kind.NOT_IN_LIST, NONE_OUTSIDE);
        assertThat(excused("{ path: args.v, op: in, value: [a, b] }", "{\"enum\":[\"a\",\"c\"]}", false))
                .doesNotContainKey(CoverageGoal.Kind.NOT_IN_LIST);
    }

    @Test
    void where_a_schema_says_nothing_nothing_is_excused() {
        Policy policy = policy("{ path: args.v, op: lte, value: 5 }");

        assertThat(excused(policy, Map.of())).isEmpty();
        assertThat(excused(policy, Map.of("another", schema("{\"type\":\"integer\"}", true))))
                .isEmpty();
        assertThat(excused(policy, Map.of("t", InputSchema.parse("{}")))).isEmpty();
    }

    @Test
    void a_rule_for_several_tools_is_excused_by_all_of_them_or_not_at_all() {
        String rules = "rules: [{ name: r, conditions: [{ path: args.v, op: lte, value: 5 }] }]";
        Policy named = PolicyReader.parse("default: deny\ngroups: { g: { tools: [a, b], " + rules + " } }");
        Policy byPattern = PolicyReader.parse("default: deny\ngroups: { g: { tools: [a, 'b*'], " + rules + " } }");
        Policy everyTool = PolicyReader.parse("tools: { '*': { " + rules + " }, a: {}, b: {} }");
        InputSchema strict = schema("{\"type\":\"integer\"}", true);
        Map<String, InputSchema> both = Map.of("a", strict, "b", strict);

        assertThat(excused(named, both)).containsEntry(CoverageGoal.Kind.MISSING, REQUIRED);
        assertThat(excused(named, Map.of("a", strict))).isEmpty();
        assertThat(excused(named, Map.of("a", strict, "b", schema("{\"type\":\"integer\"}", false))))
                .doesNotContainKey(CoverageGoal.Kind.MISSING)
                .containsKey(CoverageGoal.Kind.NULL);
        assertThat(excused(byPattern, both)).isEmpty();
        assertThat(excused(everyTool, both)).isEmpty();
    }

    @Test
    void no_call_that_the_schema_admits_shows_what_is_excused() {
        List<String> values = List.of(
                "{}",
                "{\"type\":\"integer\"}",
                "{\"type\":\"number\",\"minimum\":0,\"maximum\":5}",
                "{\"type\":\"integer\",\"minimum\":6}",
                "{\"type\":[\"integer\",\"null\"]}",
                "{\"type\":[\"integer\",\"string\"]}",
                "{\"type\":\"string\"}",
                "{\"enum\":[\"a\",\"b\"]}",
                "{\"enum\":[1,5,\"5\",null]}",
                "{\"const\":5}",
                "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}");
        List<String> comparisons = List.of(
                "op: lte, value: 5",
                "op: gt, value: 5",
                "op: lt, value: 0.5",
                "op: eq, value: 5",
                "op: eq, value: a",
                "op: in, value: [a, b]",
                "op: in, value: [1, 5]",
                "op: not_in, value: [a, x]",
                "op: regex, value: '^a'",
                "op: exists, value: true",
                "op: lte, value: 5, as: decimal",
                "op: lte, value: 5, optional: true");
        Random random = new Random(7);
        Set<CoverageGoal.Kind> kinds = new HashSet<>();
        for (String value : values) {
            for (String comparison : comparisons) {
                Policy policy = policy("{ path: args.v, " + comparison + " }");
                InputSchema schema = schema(value, random.nextBoolean());
                Set<CoverageGoal> excused = ExcusedGoals.of(policy, CoverageGoals.of(policy), Map.of("t", schema))
                        .keySet();
                CoverageRecorder recorder = CoverageRecorder.of(policy);
                schema.valid(random.nextLong()).limit(40).forEach(arguments -> recorder.tester()
                        .call("t")
                        .withArgs(arguments)
                        .decision()
                        .as("shown"));

                assertThat(recorder.report().missed())
                        .as("%s by %s", comparison, value)
                        .containsAll(excused);
                excused.forEach(goal -> kinds.add(goal.kind()));
            }
        }

        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        CoverageGoal.Kind.MISSING,
                        CoverageGoal.Kind.NULL,
                        CoverageGoal.Kind.OTHER_KIND,
                        CoverageGoal.Kind.LEFT_OUT,
                        CoverageGoal.Kind.INSIDE,
                        CoverageGoal.Kind.OUTSIDE,
                        CoverageGoal.Kind.NOT_IN_LIST);
    }
}
