package dev.mcppolicy.dsl;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.argumentsMatch;
import static dev.mcppolicy.dsl.Terms.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.format.UnwritablePolicyException;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.condition.Condition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema in Java is the schema of a file: it judges alike, is refused alike and is written back. */
class SchemaTermTest {
    private static final String SCHEMA =
            "{ \"required\": [\"order\"], \"properties\": { \"n\": { \"maximum\": 5 } }, \"type\": \"object\" }";
    private static final Policy POLICY = PolicyBuilder.policy("p")
            .denyByDefault()
            .tool("refund", tool -> tool.require(
                            argumentsMatch(SCHEMA), arg("order").exists())
                    .orDeny("Name the order."))
            .build();

    @Test
    void a_call_passes_whose_arguments_match() {
        assertThat(denialOf(POLICY, Map.of("order", "1", "n", 5))).isEqualTo("none");
        assertThat(denialOf(POLICY, Map.of("order", "1", "n", 6))).isEqualTo("DENIED_BY_RULE /tools/refund/require/0");
        assertThat(denialOf(POLICY, Map.of())).isEqualTo("DENIED_BY_RULE /tools/refund/require/0");
        assertThat(denialOf(POLICY, Map.of("order", "1", "n", new BigDecimal("4.9999999999999999999"))))
                .as("a number that the validator would round")
                .isEqualTo("CANNOT_EVALUATE /tools/refund/require/0");
    }

    @Test
    void a_schema_that_does_not_match_can_be_denied() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("refund", tool -> tool.denyIf(not(argumentsMatch(SCHEMA))))
                .build();

        assertThat(denialOf(policy, Map.of("order", "1"))).isEqualTo("none");
        assertThat(denialOf(policy, Map.of())).isEqualTo("DENIED_BY_RULE /tools/refund/deny_if/0");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_is_read_back_as_the_same_conditions(PolicyFormat format) {
        for (PolicyWriter writer : List.of(
                PolicyWriter.to(format).asJson(), PolicyWriter.to(format).asYaml())) {
            Policy read = PolicyReader.parse(writer.write(POLICY));

            assertThat(conditions(read)).containsExactlyInAnyOrderElementsOf(conditions(POLICY));
            assertThat(denialOf(read, Map.of("order", "1", "n", 6))).startsWith("DENIED_BY_RULE");
            assertThat(denialOf(read, Map.of("order", "1", "n", 5))).isEqualTo("none");
        }
    }

    @Test
    void the_portable_form_has_no_schema() {
        assertThatThrownBy(() ->
                        PolicyWriter.to(PolicyFormat.POLICYLAYER).portable().write(POLICY))
                .isInstanceOf(UnwritablePolicyException.class)
                .hasMessage("/tools/refund/require/0 (schema): a schema is an extension of the format, and "
                        + "the portable form is asked for");
    }

    @Test
    void schemas_that_say_the_same_are_equal_however_they_are_laid_out() {
        assertThat(argumentsMatch("type: object\nmaxProperties: 1.0\n"))
                .isEqualTo(argumentsMatch("{\"maxProperties\":1,\"type\":\"object\"}"))
                .isNotEqualTo(argumentsMatch("{\"maxProperties\":2,\"type\":\"object\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "true",
                "{ \"type\": ",
                "{ \"type\": \"objekt\" }",
                "{ \"type\": \"object\", \"type\": \"string\" }",
                "{ \"$ref\": \"https://example.org/schema\" }",
                "{ \"$ref\": \"#\" }",
                "{ \"properties\": { \"a\": { \"pattern\": \"(?=a)\" } } }"
            })
    void what_is_no_schema_is_refused_at_the_call(String schema) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> argumentsMatch(schema))
                .withMessageStartingWith("the schema cannot be used: schema:1:");
    }

    private static List<Condition> conditions(Policy policy) {
        return policy.tools().get("refund").rules().stream()
                .flatMap(rule -> ((Require) rule).conditions().stream())
                .toList();
    }

    private static String denialOf(Policy policy, Map<String, ?> arguments) {
        Decision decision =
                PolicyEngine.builder(policy).build().decide(ToolCall.of("refund", arguments, Caller.ofGrant("agent")));
        return decision instanceof Decision.Deny deny
                ? deny.denial().code() + " " + deny.denial().rule()
                : "none";
    }
}
