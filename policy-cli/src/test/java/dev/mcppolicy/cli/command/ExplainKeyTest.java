package dev.mcppolicy.cli.command;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.callsAtOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.output.ExplainedCall;
import dev.mcppolicy.cli.output.ExplanationText;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code explain} shows of limits with a key. */
class ExplainKeyTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Policy POLICY = PolicyBuilder.policy("p")
            .denyByDefault()
            .tool("send", tool -> tool.limit(calls().atMost(5).perDay().keyedBy(arg("to"), arg("kind")))
                    .limit(calls().atMost(1).perHour().per(Scope.GLOBAL).keyedByAllArguments()))
            .build();

    private static String explain(Object to, boolean showValues) {
        PolicyEngine engine = PolicyEngine.builder(POLICY).clock(() -> AT).build();
        ToolCall call = ToolCall.of("send", Map.of("to", to, "kind", 5));
        return ExplanationText.of(new ExplainedCall(call, AT, engine.explain(call), showValues), false);
    }

    @Test
    void a_limit_is_shown_with_its_key_and_the_value_where_values_are_shown() {
        assertThat(explain("ann\u0007", true))
                .contains("at most 5 per day, scope grant, for each args.to, args.kind: ann\\u0007, 5\n")
                .contains("at most 1 per hour, scope global, for each args\n");
        assertThat(explain("ann", false))
                .contains("at most 5 per day, scope grant, for each args.to, args.kind\n")
                .doesNotContain("ann");
    }

    @Test
    void calls_at_once_are_shown_with_how_many_places_are_held() {
        PolicyEngine engine = PolicyEngine.builder(PolicyBuilder.policy("p")
                        .denyByDefault()
                        .tool("send", tool -> tool.concurrent(callsAtOnce(2).keyedBy(arg("to"))))
                        .build())
                .clock(() -> AT)
                .build();
        ToolCall call = ToolCall.of("send", Map.of("to", "ann"));
        assertThat(engine.decide(call)).isInstanceOf(Decision.Allow.class);

        assertThat(ExplanationText.of(new ExplainedCall(call, AT, engine.explain(call), true), false))
                .contains("places\n")
                .contains("at most 2 at once, scope grant, for each args.to: ann\n           1 held\n");
        assertThat(ExplanationText.of(
                        new ExplainedCall(call, AT, engine.explain(ToolCall.of("send", Map.of())), false), false))
                .contains(
                        "no place, since the call has no value of `args.to` to count by, or the caller has no grant\n")
                .contains("decision: deny  INVALID_KEY\n");
    }

    @Test
    void a_call_without_a_value_has_no_counter() {
        assertThat(explain(List.of("ann"), true))
                .contains(
                        "no counter, since the call has no value of `args.to, args.kind` to count by, or the caller has "
                                + "no grant\n")
                .contains("decision: deny  INVALID_KEY\n");
        assertThat(explain(Double.NaN, true))
                .contains("no counter, since the call has no value of `args` to count by\n");
    }
}
