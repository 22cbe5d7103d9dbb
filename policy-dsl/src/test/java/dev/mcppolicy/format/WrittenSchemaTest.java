package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirements with a schema are written as they were read. */
class WrittenSchemaTest {
    private static final Policy POLICY = PolicyReader.parse("""
            {"version": "1", "default": "deny", "tools": {"t": {"require": [
              {"schema": {"type": "object", "properties": {"n": {"type": "integer", "maximum": 10},
                "label": {"enum": ["yes", "a: b", null, 1e30]}}}, "on_deny": "Small integers."},
              {"conditions": [{"path": "args.n", "op": "exists", "value": true}],
                "schema": {"required": ["n"], "additionalProperties": false,
                  "properties": {"n": true, "label": true}}}]}}}
            """);

    private static Decision decide(Policy policy, Map<String, ?> arguments) {
        return PolicyEngine.of(policy).decide(ToolCall.of("t", arguments));
    }

    @ParameterizedTest
    @EnumSource(PolicyFormat.class)
    void a_schema_judges_alike_in_both_formats(PolicyFormat format) {
        for (PolicyWriter writer : List.of(
                PolicyWriter.to(format).asJson(), PolicyWriter.to(format).asYaml())) {
            Policy read = PolicyReader.parse(writer.write(POLICY));

            assertThat(decide(read, Map.of("n", 3, "label", "a: b"))).isInstanceOf(Decision.Allow.class);
            assertThat(decide(read, Map.of("n", 11))).isInstanceOfSatisfying(Decision.Deny.class, deny -> assertThat(
                            deny.denial().message())
                    .isEqualTo("Small integers."));
            assertThat(decide(read, Map.of("n", 3, "label", "no"))).isInstanceOf(Decision.Deny.class);
            assertThat(decide(read, Map.of("label", "yes"))).isInstanceOf(Decision.Deny.class);
            assertThat(decide(read, Map.of("n", 3, "other", 1))).isInstanceOf(Decision.Deny.class);
            assertThat(read.tools().get("t").rules()).hasSize(2);
        }
    }
}
