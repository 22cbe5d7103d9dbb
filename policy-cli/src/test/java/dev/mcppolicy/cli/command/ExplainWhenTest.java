package dev.mcppolicy.cli.command;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.calls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.output.ExplainedCall;
import dev.mcppolicy.cli.output.ExplanationText;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code explain} shows of rules for some calls. */
class ExplainWhenTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Policy POLICY = PolicyBuilder.policy("p")
            .denyByDefault()
            .tool("send", tool -> tool.require(arg("size").atMost(5))
                    .when(arg("to").is("boss"))
                    .limit(calls().atMost(5)
                            .perDay()
                            .per(Scope.GLOBAL)
                            .when(arg("to").is("boss"))))
            .build();

    private static String explain(Object to) {
        PolicyEngine engine = PolicyEngine.builder(POLICY).clock(() -> AT).build();
        ToolCall call = ToolCall.of("send", Map.of("to", to, "size", 5));
        return ExplanationText.of(new ExplainedCall(call, AT, engine.explain(call), true), false);
    }

    @Test
    void a_rule_that_is_not_for_the_call_is_shown_with_what_says_so() {
        assertThat(explain("team"))
                .contains("  skipped  /tools/send/require/0")
                .contains("           args.to eq \"boss\": false, found \"team\"\n")
                .contains("           not charged: the call is none that the limit is for\n");
    }

    @Test
    void a_rule_that_is_for_the_call_is_shown_with_its_when_first() {
        assertThat(explain("boss"))
                .contains("  passes   /tools/send/require/0")
                .contains(
                        "           args.to eq \"boss\": true, found \"boss\"\n           args.size lte 5: true, found 5\n")
                .contains("           0 before, 1 after\n");
    }

    @Test
    void what_cannot_be_told_is_said_of_the_limit_too() {
        assertThat(explain(List.of("boss")))
                .contains("           not charged: it cannot be told whether the limit is for the call\n")
                .contains("decision: deny  CANNOT_EVALUATE\n");
    }
}
