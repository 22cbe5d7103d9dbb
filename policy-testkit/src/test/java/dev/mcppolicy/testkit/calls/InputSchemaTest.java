package dev.mcppolicy.testkit.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.format.PolicyReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of a tool's arguments, and the arguments made from it. */
class InputSchemaTest {
    private static final InputSchema CONNECTION = InputSchema.parse("""
            { "type": "object",
              "properties": {
                "connection_name": { "type": "string", "minLength": 1, "maxLength": 32 },
                "provider_type": { "type": "string", "enum": ["Bitbucket", "GitHub", "GitLab"] },
                "tags": { "type": "object", "additionalProperties": { "type": "string" } },
                "retries": { "type": "integer", "minimum": 0, "maximum": 5 },
                "hosts": { "type": "array", "items": { "$ref": "#/$defs/host" }, "maxItems": 3 } },
              "required": ["connection_name", "provider_type"],
              "additionalProperties": false,
              "$defs": { "host": { "type": "string", "pattern": "^[a-z]+\\\\.example$" } } }
            """);

    private static List<Map<String, Object>> valid(long seed) {
        return CONNECTION.valid(seed).limit(500).toList();
    }

    @Provide
    Arbitrary<Map<String, Object>> connections() {
        return Arbitraries.longs()
                .map(seed -> CONNECTION.valid(seed).findFirst().orElseThrow());
    }

    @Property(tries = 200)
    void a_property_testing_library_drives_it_by_its_seeds(@ForAll("connections") Map<String, Object> arguments) {
        assertThat(CONNECTION.admits(arguments)).isTrue();
    }

    @Test
    void the_same_seed_makes_the_same_arguments_and_another_seed_others() {
        assertThat(valid(1)).isEqualTo(valid(1)).isNotEqualTo(valid(2));
    }

    @Test
    void arguments_meet_every_choice_bound_and_gap() {
        assertThat(valid(3)).allMatch(CONNECTION::admits);
        assertThat(shown("provider_type")).containsExactlyInAnyOrder("Bitbucket", "GitHub", "GitLab");
        assertThat(shown("retries")).contains("0", "5", "1", "4", "missing");
        assertThat(valid(3).stream().map(each -> ((String) each.get("connection_name")).length()))
                .contains(1, 32);
        assertThat(valid(3).stream().map(each -> each.get("hosts")).filter(Objects::nonNull))
                .contains(List.of("a.example"));
    }

    private static Set<String> shown(String name) {
        return valid(3).stream()
                .map(each -> each.containsKey(name) ? String.valueOf(each.get(name)) : "missing")
                .collect(Collectors.toSet());
    }

    @Test
    void near_misses_are_not_admitted_for_every_reason() {
        List<Map<String, Object>> misses = CONNECTION.nearMisses(4).limit(500).toList();

        assertThat(misses).noneMatch(CONNECTION::admits);
        assertThat(misses)
                .anyMatch(each -> !each.containsKey("provider_type"))
                .anyMatch(each -> each.containsKey("not a property"))
                .anyMatch(each -> "6".equals(String.valueOf(each.get("retries"))))
                .anyMatch(each -> "-1".equals(String.valueOf(each.get("retries"))))
                .anyMatch(each -> each.get("connection_name") instanceof String name && name.length() == 33)
                .anyMatch(each -> each.get("connection_name") instanceof String name && name.isEmpty())
                .anyMatch(each -> each.get("tags") instanceof Map<?, ?> tags && tags.containsValue(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"properties\":{\"a\":{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"string\",\"maxLength\":3}]}}}",
                "{\"anyOf\":[{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"const\":5}}},{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"number\",\"exclusiveMinimum\":0,\"exclusiveMaximum\":1}}}]}",
                "{\"type\":\"object\",\"allOf\":[{\"required\":[\"n\"]},{\"properties\":{\"n\":{\"type\":\"integer\",\"multipleOf\":5,\"minimum\":7}}}]}",
                "{\"type\":\"object\",\"properties\":{\"list\":{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":2,\"items\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":3}}},\"required\":[\"list\"]}",
                "{\"type\":\"object\",\"properties\":{\"child\":{\"$ref\":\"#\"},\"v\":{\"type\":[\"integer\",\"null\"]}}}"
            })
    void what_is_made_is_admitted_and_what_just_misses_is_not(String text) {
        InputSchema schema = InputSchema.parse(text);

        assertThat(schema.valid(1).limit(100)).allMatch(schema::admits);
        assertThat(schema.nearMisses(1).limit(100)).noneMatch(schema::admits);
    }

    @Test
    void a_keyword_that_is_not_understood_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputSchema.of(Map.of("properties", Map.of("a", Map.of("not", Map.of())))))
                .withMessage("the keyword `not` is not understood");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputSchema.of(Map.of("$ref", "https://example.com/schema")))
                .withMessage("`https://example.com/schema` is no JSON pointer within the schema");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputSchema.parse("[]"))
                .withMessage("a tool's input schema is an object");
    }

    @Test
    void a_reference_by_anchor_is_refused_as_it_is_not_followed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputSchema.parse("""
                        { "properties": { "a": { "$ref": "#item" } },
                          "$defs": { "item": { "$anchor": "item", "type": "string" } } }
                        """))
                .withMessage("`#item` is no JSON pointer within the schema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dependencies", "additionalItems"})
    void a_keyword_of_older_schemas_that_restricts_is_refused_by_name(String keyword) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputSchema.of(Map.of("properties", Map.of("a", Map.of(keyword, Map.of())))))
                .withMessage("the keyword `" + keyword + "` is not understood");
    }

    @Test
    void a_schema_for_each_place_of_a_list_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InputSchema.of(
                        Map.of("properties", Map.of("a", Map.of("items", List.of(Map.of("type", "string")))))))
                .withMessage("the keyword `items` with a list of schemas is not understood");
    }

    @Test
    void a_property_may_be_called_like_a_keyword() {
        InputSchema schema = InputSchema.of(Map.of("properties", Map.of("not", Map.of("type", "string"))));

        assertThat(schema.admits(Map.of("not", "x"))).isTrue();
        assertThat(schema.admits(Map.of("not", 1))).isFalse();
    }

    @Test
    void a_schema_that_admits_nothing_says_so() {
        InputSchema nothing = InputSchema.of(Map.of("type", "string"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> nothing.valid(1).findFirst())
                .withMessage("no arguments were found that the schema admits");
    }

    @Test
    void calls_hold_the_policys_bounds_where_the_schema_admits_them() {
        CallGenerator generator =
                CallGenerator.of(PolicyReader.parse("""
                        tools:
                          pay:
                            rules: [{ conditions: [{ path: args.amount, op: lte, value: 500 }] }]
                        """)).withInputSchema("pay", InputSchema.parse("""
                        { "type": "object", "required": ["amount", "to"],
                          "properties": { "amount": { "type": "integer" }, "to": { "type": "string" } } }
                        """));
        List<ToolCall> calls = generator
                .calls(1)
                .filter(call -> call.tool().equals("pay"))
                .limit(500)
                .toList();

        assertThat(calls.stream()
                        .map(call -> String.valueOf(call.argumentsAsObject().get("amount"))))
                .contains("499", "500", "501")
                .doesNotContain("500.1");
        assertThat(calls)
                .filteredOn(call -> call.argumentsAsObject().get("to") instanceof String)
                .hasSizeGreaterThan(350);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator.withInputSchema("paying", CONNECTION))
                .withMessage("the policy does not name `paying` (there are `a tool that no policy names`, `pay`)");
    }
}
