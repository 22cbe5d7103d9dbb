package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of arguments against a tool's own schema: bounded, by RE2, and never by another tool's schema. */
class InputCheckTest {
    private static final Map<String, Object> EXPRESSION =
            Map.of("oneOf", List.of(group("and"), group("or"), group("not"), Map.of("required", List.of("field"))));

    private static Map<String, Object> group(String type) {
        return Map.of(
                "required",
                List.of("type", "children"),
                "properties",
                Map.of("type", Map.of("const", type), "children", Map.of("items", Map.of("$ref", "#/$defs/expr"))));
    }

    private static @Nullable String problem(Map<String, Object> schema, Map<String, ?> arguments) {
        InputCheck.OfTool check = InputCheck.asTheSdk().of("t", schema);
        return assertTimeoutPreemptively(Duration.ofSeconds(10), () -> check.problem(arguments, WorkLimits.DEFAULT));
    }

    @Test
    void what_is_wrong_is_said_with_its_place_and_without_the_value() {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "a",
                        Map.of("type", "string"),
                        "l",
                        Map.of("items", Map.of("maximum", 5)),
                        "e",
                        Map.of("enum", List.of(1))),
                "required",
                List.of("a"),
                "additionalProperties",
                false);
        assertThat(problem(schema, Map.of("a", "x", "l", List.of(1, 5), "e", 1.0)))
                .isNull();
        assertThat(problem(schema, Map.of())).isEqualTo("`a` is required");
        assertThat(problem(schema, Map.of("a", 77))).isEqualTo("/a: must be of type string");
        assertThat(problem(schema, Map.of("a", "x", "l", List.of(1, 77)))).isEqualTo("/l/1: does not meet `maximum`");
        assertThat(problem(schema, Map.of("a", "x", "e", 77))).isEqualTo("/e: is none of the values allowed");
        assertThat(problem(schema, Map.of("a", "x", "b", 77))).isEqualTo("/b: is not allowed");
    }

    @Test
    void a_recursive_schema_is_judged_however_deep_the_arguments() {
        Map<String, Object> schema = Map.of(
                "$defs", Map.of("expr", EXPRESSION), "properties", Map.of("filter", Map.of("$ref", "#/$defs/expr")));
        Map<String, Object> filter = Map.of("field", "f");
        for (int i = 0; i < 30; i++) {
            filter = Map.of("type", "or", "children", List.of(filter));
        }
        assertThat(problem(schema, Map.of("filter", filter))).isNull();
        assertThat(problem(schema, Map.of("filter", Map.of("type", "or", "children", List.of(Map.of())))))
                .isEqualTo("/filter: does not meet exactly one alternative of `oneOf`");
    }

    @Test
    void a_pattern_that_would_backtrack_ends() {
        Map<String, Object> schema =
                Map.of("properties", Map.of("s", Map.of("type", "string", "pattern", "^(.*?,){11}P")));
        assertThat(problem(schema, Map.of("s", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20".repeat(2))))
                .isEqualTo("/s: does not meet `pattern`");
    }

    @Test
    void what_takes_too_much_work_is_wrong() {
        Map<String, Object> schema = Map.of("properties", Map.of("s", Map.of("pattern", "[a-z]{1,1000}@")));
        assertThat(problem(schema, Map.of("s", "a".repeat(1_000_000))))
                .isEqualTo("checking the arguments against the tool's schema takes too much work");
    }

    @Test
    void two_schemas_with_one_id_are_two_schemas() {
        Map<String, Object> first = Map.of("$id", "https://example.org/input", "required", List.of("a"));
        Map<String, Object> second = Map.of("$id", "https://example.org/input", "required", List.of("b"));
        assertThat(problem(first, Map.of("a", 1))).isNull();
        assertThat(problem(second, Map.of("a", 1))).isEqualTo("`b` is required");
        assertThat(problem(first, Map.of("b", 1))).isEqualTo("`a` is required");
    }

    @Test
    void a_schema_of_an_older_dialect_is_read_as_such() {
        Map<String, Object> schema = Map.of(
                "$schema",
                "http://json-schema.org/draft-07/schema#",
                "definitions",
                Map.of("n", Map.of("$id", "#n", "type", "integer")),
                "properties",
                Map.of(
                        "a",
                        Map.of("$ref", "#/definitions/n", "maximum", 5),
                        "b",
                        Map.of("$ref", "#n"),
                        "l",
                        Map.of("items", List.of(Map.of("type", "integer")), "additionalItems", false)),
                "dependencies",
                Map.of("a", List.of("b")));
        assertThat(problem(schema, Map.of("a", 7, "b", 1))).isNull();
        assertThat(problem(schema, Map.of("a", 7))).isEqualTo("`b` is required");
        assertThat(problem(schema, Map.of("b", "x"))).isEqualTo("/b: must be of type integer");
        assertThat(problem(schema, Map.of("l", List.of(1)))).isNull();
        assertThat(problem(schema, Map.of("l", List.of(1, 2)))).isEqualTo("/l/1: is not allowed");
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_that_cannot_be_checked_is_refused_when_the_tool_is_wrapped(Kind kind) {
        Policy policy = Policies.connections(1);
        Tool tool = Tool.builder("t", Map.of("properties", Map.of("s", Map.of("pattern", "^(?!.*drop)"))))
                .build();
        Recorder recorder = new Recorder();
        assertThatThrownBy(() -> kind.wrapped(PolicyEnforcer.builder(policy).build(), tool, recorder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the input schema of `t` cannot be checked: `/properties/s/pattern`: ")
                .hasMessageEndingWith("(mend the schema, or build the enforcer with `inputValidator` or"
                        + " `withoutInputValidation`)");
        assertThat(kind.wrapped(
                        PolicyEnforcer.builder(policy).withoutInputValidation().build(), tool, recorder))
                .isNotNull();
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("$ref", "https://example.org/other"),
                Map.of("$ref", "#/$defs/none"),
                Map.of("$ref", "#"),
                Map.of("type", "text"),
                Map.of("required", "a"),
                Map.of("$schema", "http://json-schema.org/draft-04/schema#"),
                Map.of("properties", Map.of("a", Map.of("$id", "https://example.org/part"))))) {
            assertThatThrownBy(() -> InputCheck.asTheSdk().of("t", bad))
                    .as("%s", bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the input schema of `t` cannot be checked: ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_the_schema_does_not_admit_is_told_and_not_run(Kind kind) {
        Tool tool = Tool.builder("t", Map.of("properties", Map.of("n", Map.of("type", "integer"))))
                .build();
        Recorder recorder = new Recorder();
        CallToolResult result = kind.wrapped(
                        PolicyEnforcer.builder(Policies.allowAll()).build(), tool, recorder)
                .apply(Recorder.request("t", Map.of("n", "secret")));
        assertThat(recorder.requests).isEmpty();
        assertThat(ResultAssert.text(result))
                .isEqualTo("Tool (t) input validation failed: /n: must be of type integer");
    }
}
