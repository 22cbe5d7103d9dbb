package dev.mcppolicy.cli.command;

import static dev.mcppolicy.dsl.Terms.caller;
import static dev.mcppolicy.dsl.Terms.during;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.output.ExplainedCall;
import dev.mcppolicy.cli.output.ExplanationText;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code explain} shows of conditions that look at who calls and at the time. */
class ExplainCallerAndTimeTest {
    private static final Instant AT = Instant.parse("2026-01-15T12:00:00.250Z");
    private static final Policy POLICY = PolicyBuilder.policy("p")
            .denyByDefault()
            .tool("send", tool -> tool.require(
                            during(LocalTime.of(9, 0), LocalTime.of(17, 0), ZoneId.of("Europe/Berlin")))
                    .require(caller("attributes.team").is("red")))
            .build();

    private static String explain(boolean showValues) {
        PolicyEngine engine = PolicyEngine.builder(POLICY).clock(() -> AT).build();
        Caller by = Caller.ofGrant("desk").withAttributes(Map.of("team", "blue"));
        ToolCall call = ToolCall.of("send", Map.of(), by);
        return ExplanationText.of(new ExplainedCall(call, AT, engine.explain(call), showValues), false);
    }

    @Test
    void the_instant_is_shown_whether_or_not_values_are() {
        for (boolean showValues : new boolean[] {false, true}) {
            assertThat(explain(showValues))
                    .contains(
                            "during every day 09:00 to 17:00 Europe/Berlin: true, found \"2026-01-15T12:00:00.250Z\"");
        }
    }

    @Test
    void what_is_known_of_the_caller_is_shown_as_values_are() {
        assertThat(explain(true)).contains("caller.attributes.team eq \"red\": false, found \"blue\"");
        assertThat(explain(false)).contains("caller.attributes.team eq \"red\": false, found a string");
    }
}
