package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.schema.JsonSchema;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 13: a call's judgement ends within the bound on its work, whatever the arguments. */
class BoundedWorkTest {
    private static final Duration IN_GOOD_TIME = Duration.ofSeconds(10);

    private static final String GROUP =
            "{\"required\":[\"type\",\"children\"],\"properties\":{\"type\":{\"const\":\"%s\"},"
                    + "\"children\":{\"items\":{\"$ref\":\"#/$defs/expr\"}}}}";
    private static final String FILTER_TREE = "{\"$defs\":{\"expr\":{\"oneOf\":[" + String.format(GROUP, "and") + ","
            + String.format(GROUP, "or") + "," + String.format(GROUP, "not")
            + ",{\"required\":[\"field\"]}]}},\"properties\":{\"filter\":{\"$ref\":\"#/$defs/expr\"}},"
            + "\"required\":[\"filter\"]}";

    private static PolicyEngine engine(String schema) {
        return PolicyEngine.of(PolicyReader.parse("{\"tools\": {\"t\": {\"rules\": [{\"schema\": " + schema + "}]}}}"));
    }

    private static String verdict(PolicyEngine engine, Map<String, ?> arguments) {
        Decision decision = assertTimeoutPreemptively(IN_GOOD_TIME, () -> engine.decide(ToolCall.of("t", arguments)));
        return decision instanceof Decision.Deny deny ? deny.denial().code().toString() : "allow";
    }

    private static Map<String, Object> nested(int depth, String leaf) {
        Map<String, Object> filter = Map.of(leaf, "f");
        for (int i = 0; i < depth; i++) {
            filter = Map.of("type", List.of("and", "or", "not").get(i % 3), "children", List.of(filter));
        }
        return Map.of("filter", filter);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 14, 30})
    void a_filter_tree_is_simply_judged_however_deep(int depth) {
        PolicyEngine engine = engine(FILTER_TREE);
        assertThat(verdict(engine, nested(depth, "field"))).isEqualTo("allow");
        assertThat(verdict(engine, nested(depth, "other"))).isEqualTo("DENIED_BY_RULE");
    }

    @Test
    void two_branches_that_lead_back_through_one_member_are_judged_once_each() {
        String schema =
                "{\"$defs\":{\"n\":{\"anyOf\":[{\"properties\":{\"c\":{\"$ref\":\"#/$defs/n\"}},\"required\":[\"a\"]},"
                        + "{\"properties\":{\"c\":{\"$ref\":\"#/$defs/n\"}},\"required\":[\"b\"]}]}},\"$ref\":\"#/$defs/n\"}";
        Map<String, Object> arguments = Map.of();
        for (int i = 0; i < 60; i++) {
            arguments = Map.of("c", arguments);
        }
        assertThat(verdict(engine(schema), arguments)).isEqualTo("DENIED_BY_RULE");
    }

    @Test
    void many_alternatives_for_many_elements_pass_the_bound_and_are_denied() {
        StringBuilder schema = new StringBuilder("{\"properties\":{\"l\":{\"items\":{\"anyOf\":[{\"const\":0}");
        IntStream.range(1, 100)
                .forEach(i -> schema.append(",{\"const\":").append(i).append('}'));
        schema.append("]}}}}");
        Denial denial = denial(engine(schema.toString()), Map.of("l", Collections.nCopies(9_000, 99)));
        assertThat(denial.code()).isEqualTo(DenialCode.CANNOT_EVALUATE);
        assertThat(denial.message())
                .isEqualTo("Rule \"/tools/t/rules/0\" cannot be evaluated for these arguments "
                        + "(`schema` takes too much work)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\\s\\S]{0,1000}secret", "a.{0,1000}z", "[a-z]{1,1000}@", "(a?){500}z", "(?:\\w+\\s?){1,100}x"})
    void a_long_pattern_on_a_long_text_passes_the_bound_and_is_denied(String pattern) {
        PolicyEngine engine =
                PolicyEngine.of(PolicyReader.parse("{\"version\":\"1\",\"default\":\"allow\",\"tools\":{\"t\":"
                        + "{\"deny_if\":[{\"conditions\":[{\"path\":\"args.s\",\"op\":\"regex\",\"value\":"
                        + CanonicalJson.write(pattern) + "}],\"on_deny\":\"No secrets.\"}]}}}"));
        Denial denial = denial(engine, Map.of("s", "a".repeat(1_000_000)));
        assertThat(denial.code()).isEqualTo(DenialCode.CANNOT_EVALUATE);
        assertThat(denial.message()).isEqualTo("No secrets. (`args.s regex` takes too much work)");
        assertThat(verdict(engine, Map.of("s", "b".repeat(1_000)))).isEqualTo("allow");
    }

    @Test
    void a_pattern_of_a_schema_counts_as_any_other() {
        PolicyEngine engine = engine("{\"properties\":{\"s\":{\"type\":\"string\",\"pattern\":\"[a-z]{1,1000}@\"}}}");
        assertThat(verdict(engine, Map.of("s", "a".repeat(1_000_000)))).isEqualTo("CANNOT_EVALUATE");
        assertThat(verdict(engine, Map.of("s", "a".repeat(2_000)))).isEqualTo("DENIED_BY_RULE");
    }

    @Test
    void text_that_may_be_a_number_counts_beside_each_value_of_an_enum() {
        String lists = IntStream.range(0, 9_000).mapToObj(i -> "[" + i + "]").collect(Collectors.joining(","));
        PolicyEngine engine = engine("{\"properties\":{\"l\":{\"enum\":[" + lists + "]}}}");
        for (String text : List.of("1".repeat(1_000_000), " ".repeat(1_000_000) + "1")) {
            assertThat(verdict(engine, Map.of("l", List.of(text)))).isEqualTo("CANNOT_EVALUATE");
        }
        assertThat(verdict(engine, Map.of("l", List.of("x".repeat(1_000_000))))).isEqualTo("DENIED_BY_RULE");
        assertThat(verdict(engine, Map.of("l", List.of(8_999)))).isEqualTo("allow");
    }

    @Test
    void a_multiple_is_told_without_writing_the_quotient_out() {
        List<String> numbers = List.of(
                "0",
                "0.00",
                "1",
                "-3",
                "7",
                "0.5",
                "-0.25",
                "1e2",
                "300",
                "1.10",
                "1e-9",
                "12345678901234567890.5",
                "1e20");
        for (String divisor : numbers) {
            BigDecimal by = new BigDecimal(divisor);
            if (by.signum() > 0) {
                JsonSchema schema = JsonSchema.of(Map.of("multipleOf", by));
                for (String number : numbers) {
                    BigDecimal value = new BigDecimal(number);
                    assertThat(schema.test(value, Work.within(WorkLimits.DEFAULT), "schema"))
                            .as("%s of %s", number, divisor)
                            .isEqualTo(Truth.of(value.remainder(by).signum() == 0));
                }
            }
        }
        JsonSchema fine = JsonSchema.of(Map.of("items", Map.of("multipleOf", new BigDecimal("1e-9999"))));
        JsonSchema whole = JsonSchema.of(Map.of("items", Map.of("type", "integer", "enum", List.of(1))));
        Object large = Collections.nCopies(9_000, new BigDecimal("1e9999"));
        Object long0 = Collections.nCopies(900, new BigDecimal("1" + "0".repeat(900)).setScale(90));
        assertTimeoutPreemptively(IN_GOOD_TIME, () -> {
            assertThat(fine.problem(large, WorkLimits.DEFAULT)).isNull();
            assertThat(whole.problem(long0, WorkLimits.DEFAULT)).contains("values allowed");
        });
    }

    @Test
    void parts_that_cost_more_than_an_evaluation_count_for_more() {
        String lengths = "{\"properties\":{\"s\":{\"allOf\":["
                + String.join(",", Collections.nCopies(5_000, "{\"minLength\":1000000}")) + "]}}}";
        verdict(engine(lengths), Map.of("s", "a".repeat(1_040_000)));
        String unique = "{\"properties\":{\"l\":{\"allOf\":["
                + String.join(",", Collections.nCopies(5_000, "{\"uniqueItems\":true}")) + "]}}}";
        assertThat(verdict(
                        engine(unique),
                        Map.of("l", IntStream.range(0, 9_000).boxed().toList())))
                .isEqualTo("CANNOT_EVALUATE");
        String names =
                "{\"allOf\":[" + String.join(",", Collections.nCopies(5_000, "{\"additionalProperties\":true}")) + "]}";
        Map<String, Object> wide = new HashMap<>();
        IntStream.range(0, 9_000).forEach(i -> wide.put("n" + i, i));
        assertThat(verdict(engine(names), wide)).isEqualTo("CANNOT_EVALUATE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"anyOf\":[{\"minimum\":1},{\"maximum\":-1},{\"type\":\"integer\"},{\"exclusiveMinimum\":1}]}",
                "{\"anyOf\":[{\"enum\":[1]},{\"const\":2},{\"enum\":[3,4]},{\"multipleOf\":1}]}"
            })
    void doubles_that_are_hundreds_of_digits_long_count_for_more_than_an_evaluation(String items) {
        PolicyEngine engine = engine("{\"properties\":{\"l\":{\"items\":" + items + "}}}");
        List<Double> few = new ArrayList<>();
        List<Double> many = new ArrayList<>();
        for (int i = 1; i <= 9_000; i++) {
            few.add(i / 7.0e7);
            many.add(i / 7.0e300);
        }
        assertThat(verdict(engine, Map.of("l", few))).isEqualTo("DENIED_BY_RULE");
        assertThat(verdict(engine, Map.of("l", List.of(1 / 7.0e300)))).isEqualTo("DENIED_BY_RULE");
        String matching = "{\"properties\":{\"l\":{\"items\":{\"anyOf\":[" + items + ",{\"type\":\"number\"}]}}}}";
        assertThat(verdict(engine(matching), Map.of("l", few))).isEqualTo("allow");
        assertThat(verdict(engine(matching), Map.of("l", many))).isEqualTo("CANNOT_EVALUATE");
    }

    /** Each of the names was looked for in each of the objects, and nothing was counted. */
    @ParameterizedTest
    @ValueSource(strings = {"\"dependentRequired\":{%s}:[\"z\"]", "\"dependentSchemas\":{%s}:false"})
    void of_many_dependencies_those_are_looked_at_whose_names_are_there(String form) {
        String[] parts = form.split("%s}", 2);
        String names = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"n" + i + "\"" + parts[1])
                .collect(Collectors.joining(","));
        PolicyEngine engine = engine("{\"properties\":{\"l\":{\"items\":{" + parts[0] + names + "}}}}}");
        assertThat(verdict(engine, Map.of("l", Collections.nCopies(4_000, Map.of("other", 1)))))
                .isEqualTo("allow");
        assertThat(verdict(engine, Map.of("l", List.of(Map.of("other", 1), Map.of("n19999", 1)))))
                .isEqualTo("DENIED_BY_RULE");
    }

    @Test
    void a_list_is_read_once_for_all_the_lists_that_it_may_be_and_its_long_doubles_count() {
        String lists = IntStream.range(0, 9)
                .mapToObj(i -> IntStream.range(0, 1_000)
                        .mapToObj(j -> j == 999 ? "\"x" + i + "\"" : (j + 1) + "e-300")
                        .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(","));
        PolicyEngine engine = engine("{\"properties\":{\"l\":{\"items\":{\"enum\":[" + lists + "]}}}}");
        List<Object> one = new ArrayList<>();
        IntStream.range(0, 999).forEach(j -> one.add(Double.parseDouble((j + 1) + "e-300")));
        one.add("x8");
        List<Object> other = new ArrayList<>(one);
        other.set(999, "x9");
        assertThat(verdict(engine, Map.of("l", List.of(other)))).isEqualTo("DENIED_BY_RULE");
        List<Object> equal = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> equal.add(new ArrayList<>(one)));
        assertThat(verdict(engine, Map.of("l", equal))).isEqualTo("allow");
        IntStream.range(4, 9).forEach(i -> equal.add(new ArrayList<>(one)));
        assertThat(verdict(engine, Map.of("l", equal))).isEqualTo("CANNOT_EVALUATE");
    }

    private static Denial denial(PolicyEngine engine, Map<String, ?> arguments) {
        Decision decision = assertTimeoutPreemptively(IN_GOOD_TIME, () -> engine.decide(ToolCall.of("t", arguments)));
        return ((Decision.Deny) decision).denial();
    }

    /** Schemas whose definitions refer to each other at will, and arguments as deep as they may be. */
    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void law_13_a_schema_of_circles_ends_within_the_bound(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Object> schema;
        JsonSchema compiled;
        for (; ; ) {
            schema = circles(random);
            try {
                compiled = JsonSchema.of(schema);
                break;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessage("it refers to itself without end");
            }
        }
        JsonSchema circles = compiled;
        for (int i = 0; i < 5; i++) {
            Object value = tree(random, 62, new int[] {5_000});
            Work work = Work.within(WorkLimits.DEFAULT);
            Truth outcome = assertTimeoutPreemptively(IN_GOOD_TIME, () -> circles.test(value, work, "schema"));
            assertThat(outcome == Truth.CANNOT_TELL)
                    .as("%s under %s", value, schema)
                    .isEqualTo(work.passedBy() != null);
        }
    }

    private static Map<String, Object> circles(Random random) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            definitions.put("d" + i, part(random, 3, true));
        }
        return Map.of("$defs", definitions, "$ref", "#/$defs/d0");
    }

    private static Map<String, Object> part(Random random, int depth, boolean steps) {
        Object inner = depth == 0
                ? Map.of(random.nextBoolean() ? "$ref" : "$dynamicRef", "#/$defs/d" + random.nextInt(4))
                : part(random, depth - 1, random.nextBoolean());
        Object other = depth == 0
                ? Map.of("$ref", "#/$defs/d" + random.nextInt(4))
                : part(random, random.nextInt(depth), random.nextBoolean());
        if (steps) {
            return switch (random.nextInt(5)) {
                case 0 -> Map.of("items", inner);
                case 1 -> Map.of("contains", inner, "unevaluatedItems", other);
                case 2 -> Map.of("additionalProperties", inner);
                case 3 -> Map.of("properties", Map.of("a", inner, "b", other), "unevaluatedProperties", other);
                default -> Map.of("patternProperties", Map.of("a|b", inner, "^[ab]+$", other));
            };
        }
        return switch (random.nextInt(5)) {
            case 0 -> Map.of("anyOf", List.of(inner, other, Map.of("type", "integer")));
            case 1 -> Map.of("oneOf", List.of(inner, other, inner));
            case 2 -> Map.of("allOf", List.of(inner, other));
            case 3 -> Map.of("not", inner);
            default -> Map.of("if", inner, "then", other, "else", inner);
        };
    }

    /** A value of so many levels, in which each level is wide where parts are left. */
    private static @Nullable Object tree(Random random, int depth, int[] left) {
        if (depth == 0 || --left[0] < 0) {
            return random.nextInt(3);
        }
        int width = random.nextInt(6) == 0 ? 3 : 1;
        if (random.nextBoolean()) {
            return IntStream.range(0, width)
                    .mapToObj(i -> tree(random, depth - 1, left))
                    .toList();
        }
        Map<String, Object> object = new HashMap<>();
        for (int i = 0; i < width; i++) {
            object.put(List.of("a", "b", "ab").get(i), tree(random, depth - 1, left));
        }
        return object;
    }
}
