package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Window;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decisions and what they are made of are values. */
class DecisionValuesTest {
    private static final PolicyEngine ASKING = PolicyEngine.builder(
                    TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "5")))
            .clock(new ManualClock("2026-01-15T12:00:00Z"))
            .build();

    private static Decision.ApprovalRequired copy(Decision.ApprovalRequired asked) {
        return new Decision.ApprovalRequired(
                asked.id(),
                asked.call(),
                new ArrayList<>(asked.rules()),
                asked.timeout(),
                asked.expiresAt(),
                new ArrayList<>(asked.charges()),
                asked.revision());
    }

    @Test
    void no_value_has_state_that_changes() {
        for (Class<?> value : List.of(
                ToolCall.class,
                Caller.class,
                Denial.class,
                Decision.Allow.class,
                Decision.Deny.class,
                Decision.ApprovalRequired.class,
                DecisionEvent.class)) {
            assertThat(Arrays.stream(value.getDeclaredFields())
                            .filter(field -> !Modifier.isStatic(field.getModifiers())))
                    .as("%s", value)
                    .allSatisfy(DecisionValuesTest::isFinal);
        }
    }

    private static void isFinal(Field field) {
        assertThat(Modifier.isFinal(field.getModifiers())).as("%s", field).isTrue();
    }

    @Test
    void an_equal_copy_of_a_question_is_the_question() {
        Decision.ApprovalRequired asked = Verdict.approval(ASKING.decide(ToolCall.of("t", Map.of())));
        Decision.ApprovalRequired copy = copy(asked);
        assertThat(copy).isEqualTo(asked).hasSameHashCodeAs(asked);
        assertThat(copy.charges())
                .singleElement()
                .extracting(DecisionEvent.Charged::after)
                .isNotNull();

        Verdict.allow(ASKING.approve(copy));

        assertThat(Verdict.of(ASKING.approve(asked))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
    }

    @Test
    void a_question_of_another_engine_or_of_nobody_is_void() {
        PolicyEngine other = PolicyEngine.builder(
                        TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "5")))
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();
        Decision.ApprovalRequired asked = Verdict.approval(other.decide(ToolCall.of("t", Map.of())));
        Decision.ApprovalRequired explained =
                Verdict.approval(other.explain(ToolCall.of("t", Map.of())).decision());

        assertThat(Verdict.of(ASKING.approve(asked))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
        assertThat(Verdict.of(other.approve(explained))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
        assertThat(Verdict.of(other.approve(asked))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void the_charges_of_an_allowed_call_cannot_be_changed() {
        Decision.Allow allow =
                Verdict.allow(PolicyEngine.of(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "5")))
                        .decide(ToolCall.of("t", Map.of())));
        List<Charge> charges = allow.reservation().charges();

        assertThatThrownBy(charges::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void calls_are_equal_by_tool_arguments_and_caller() {
        ToolCall call = ToolCall.of("t", new HashMap<>(Map.of("a", List.of(1))), Caller.ofGrant("g"));

        assertThat(call.frozen(JsonLimits.DEFAULT)).isEqualTo(call).hasSameHashCodeAs(call);
        assertThat(ToolCall.of("u", call.arguments(), call.caller())).isNotEqualTo(call);
        assertThat(ToolCall.of("t", Map.of("a", List.of(2)), call.caller())).isNotEqualTo(call);
        assertThat(ToolCall.of("t", call.arguments())).isNotEqualTo(call);
        assertThat(ToolCall.of("t", Map.of("a", new Object())).frozen(JsonLimits.DEFAULT))
                .isNotEqualTo(ToolCall.of("t", null));
    }

    @Test
    void a_denial_is_worded_for_agents_and_for_programs() {
        Denial denial = new Denial(
                DenialCode.LIMIT_EXCEEDED, RuleId.pointer("tools", "t"), "calls", "No more", null, null, "r1", true);
        Denial later = denial.withRetryAfter(Duration.ofMillis(41_001));

        assertThat(denial.text()).isEqualTo("[POLICY DENIED] No more");
        assertThat(later.text(PolicyFormat.INTERCEPT))
                .isEqualTo("[INTERCEPT POLICY DENIED] No more. Retry after 42 seconds.");
        assertThat(denial.withRetryAfter(Duration.ofSeconds(1)).text())
                .isEqualTo("[POLICY DENIED] No more. Retry after 1 second.");
        assertThat(denial.facts().toString()).isEqualTo("{code=LIMIT_EXCEEDED, rule=/tools/t, policyRevision=r1}");
        assertThat(later.facts()).containsEntry("retryAfterSeconds", 42L);
    }
}
