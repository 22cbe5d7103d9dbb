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
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code explain} shows of rules in shadow mode. */
class ExplainShadowModeTest {
    @Test
    void rules_in_shadow_mode_are_shown_as_such_with_what_they_would_have_decided() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("pay", tool -> tool.require(arg("amount").atMost(5))
                        .named("size")
                        .shadow()
                        .limit(calls().atMost(1).perDay().named("daily").shadow())
                        .limit(calls().atMost(9).perHour().named("hourly")))
                .build();
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(() -> at)
                .listener(event -> {})
                .build();
        ToolCall call = ToolCall.of("pay", Map.of("amount", 6));

        assertThat(ExplanationText.of(new ExplainedCall(call, at, engine.explain(call), true), false))
                .isEqualTo("""
                        pay at 2026-01-01T00:00:00Z by an anonymous caller

                        rules
                          denies   /tools/pay/require/0  size  (shadow mode)
                                   args.amount lte 5: false, found 6

                        limits
                          /tools/pay/limits/0  daily  (shadow mode)
                                   _rate_day, at most 1 per day, scope grant
                                   0 before, 0 after; would take 1
                          /tools/pay/limits/1  hourly
                                   _rate_hour, at most 9 per hour, scope grant
                                   0 before, 1 after

                        decision: allow
                        shadow mode: deny  DENIED_BY_RULE
                          /tools/pay/require/0  size
                        """);
    }
}
