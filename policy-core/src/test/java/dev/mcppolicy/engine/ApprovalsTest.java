package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Approvals: when a rule asks, what is held meanwhile, and what an answer is worth. */
class ApprovalsTest {
    private static final Policy ALWAYS = TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "2"));

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final InMemoryCounterStore store = new InMemoryCounterStore(100);

    private PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).store(store).build();
    }

    private static String verdict(PolicyEngine engine, Map<String, ?> arguments) {
        return Verdict.of(engine.decide(ToolCall.of("t", arguments)));
    }

    private BigDecimal used(PolicyEngine engine) {
        return engine.explain(ToolCall.of("t", Map.of())).limits().get(0).used();
    }

    @Test
    void an_approval_rule_asks_when_its_conditions_hold() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval(where("args.amount", "gt", 100))));

        assertThat(verdict(engine, Map.of("amount", 101))).isEqualTo("ask /tools/t/approval/0");
        assertThat(verdict(engine, Map.of("amount", 100))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void leaving_an_argument_out_does_not_skip_the_human() {
        Condition large = where("args.amount", "gt", 100);
        Condition small = new Condition.Not(where("args.amount", "lte", 100));
        Condition each = where("args.items[*].price", "gt", 100);
        for (Condition condition : List.of(
                large,
                small,
                each,
                new Condition.Not(small),
                new Condition.AnyOf(List.of(large)),
                new Condition.AllOf(List.of(large)),
                new Condition.Not(new Condition.AnyOf(List.of(where("args.amount", "lte", 100)))))) {
            PolicyEngine engine = engine(TestPolicy.ofTool(approval(condition)));

            assertThat(verdict(engine, Map.of())).as("%s", condition).isEqualTo("ask /tools/t/approval/0");
        }
    }

    @Test
    void one_element_without_the_member_is_enough_to_ask() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval(where("args.items[*].price", "gt", 100))));

        assertThat(verdict(engine, Map.of("items", List.of(Map.of("price", 1), Map.of()))))
                .isEqualTo("ask /tools/t/approval/0");
        assertThat(verdict(engine, Map.of("items", List.of()))).isEqualTo("ask /tools/t/approval/0");
        assertThat(verdict(engine, Map.of("items", List.of(Map.of("price", 1)))))
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void an_approval_rule_that_cannot_tell_denies_before_anything_is_charged() {
        PolicyEngine engine = engine(TestPolicy.ofTool(
                approval(where("args.amount", "gt", 100)), limit("calls", Window.Calendar.HOUR, "2")));

        assertThat(verdict(engine, Map.of("amount", "101"))).isEqualTo("deny CANNOT_EVALUATE /tools/t/approval/0");
        assertThat(used(engine)).isEqualByComparingTo("0");
    }

    /** It was put to the call twice: to see whether it could be told, and whether it fired. */
    @Test
    void an_approval_rule_is_put_to_a_call_once() {
        AtomicInteger times = new AtomicInteger();
        Condition unsteady = new Condition.NamedPredicate("unsteady", arguments -> {
            if (times.incrementAndGet() > 1) {
                throw new IllegalStateException("asked before");
            }
            return true;
        });
        PolicyEngine engine = engine(TestPolicy.ofTool(approval(unsteady)));

        assertThat(verdict(engine, Map.of("a", 1))).isEqualTo("ask /tools/t/approval/0");
        assertThat(times).hasValue(1);
    }

    @Test
    void an_approval_rule_that_cannot_tell_denies_after_one_that_asks() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval(), approval(where("args.amount", "gt", 100))));

        assertThat(verdict(engine, Map.of("amount", "101"))).isEqualTo("deny CANNOT_EVALUATE /tools/t/approval/1");
    }

    @Test
    void the_question_says_what_is_asked() {
        PolicyEngine engine = engine(TestPolicy.ofTool(
                approval().named("large").saying("Ask the owner.").within(Duration.ofMinutes(30))));

        Decision.ApprovalRequired asked =
                Verdict.approval(engine.decide(ToolCall.of("t", Map.of("a", 1), Caller.ofGrant("g"))));

        assertThat(asked.ruleName()).isEqualTo("large");
        assertThat(asked.message()).isEqualTo("Ask the owner.");
        assertThat(asked.timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(asked.expiresAt()).isEqualTo(Instant.parse("2026-01-15T12:30:00Z"));
        assertThat(asked.call().arguments()).isEqualTo(Map.of("a", 1));
        assertThat(asked.call().caller()).isEqualTo(Caller.ofGrant("g"));
        assertThat(asked.toString()).startsWith("ApprovalRequired[/tools/t/approval/0 for ToolCall[t by ");
        Decision.ApprovalRequired plain =
                Verdict.approval(engine(TestPolicy.ofTool(approval())).decide(ToolCall.of("t", null)));
        assertThat(plain.message()).isEqualTo("Requires human approval.");
        assertThat(plain.ruleName()).isEqualTo("approval");
    }

    @Test
    void an_approval_that_cannot_be_told_is_reported_after_every_rule_that_denies() {
        Policy policy = TestPolicy.allowing()
                .tool("t", approval(where("args.amount", "gt", 100)), denyIf(where("args.x", "eq", 1)))
                .everyTool(require(where("args.y", "eq", 1)))
                .build();
        PolicyEngine engine = engine(policy);

        assertThat(verdict(engine, Map.of("amount", "101", "x", 1, "y", 1)))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        assertThat(verdict(engine, Map.of("amount", "101", "x", 2, "y", 2)))
                .isEqualTo("deny DENIED_BY_RULE /all_tools/require/0");
        assertThat(verdict(engine, Map.of("amount", "101", "x", 2, "y", 1)))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/approval/0");
    }

    @Test
    void the_charge_is_held_while_the_human_thinks() {
        PolicyEngine engine = engine(ALWAYS);
        assertThat(verdict(engine, Map.of())).isEqualTo("ask /tools/t/approval/0");
        assertThat(used(engine)).isEqualByComparingTo("1");
        assertThat(verdict(engine, Map.of())).isEqualTo("ask /tools/t/approval/0");

        assertThat(verdict(engine, Map.of())).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
    }

    @Test
    void an_approved_call_is_charged_once_even_at_the_limit() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "1")));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));

        Decision.Allow allowed = Verdict.allow(engine.approve(asked));

        assertThat(used(engine)).isEqualByComparingTo("1");
        allowed.reservation().release();
        assertThat(used(engine)).isEqualByComparingTo("0");
    }

    @Test
    void the_charge_of_an_approved_call_moves_to_the_window_now_current() {
        PolicyEngine engine = engine(
                TestPolicy.ofTool(approval().within(Duration.ofHours(2)), limit("calls", Window.Calendar.HOUR, "1")));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        clock.advance(Duration.ofHours(1));
        assertThat(used(engine)).isEqualByComparingTo("0");

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo(Verdict.ALLOW);

        assertThat(used(engine)).isEqualByComparingTo("1");
    }

    @Test
    void an_approved_call_that_is_refused_after_all_gives_back_what_it_held() {
        Policy policy = TestPolicy.allowing()
                .tool("t", approval().within(Duration.ofHours(2)))
                .everyTool(limit("calls", Window.Calendar.DAY, "9"), limit("hourly", Window.Calendar.HOUR, "1"))
                .build();
        PolicyEngine engine = engine(policy);
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        clock.advance(Duration.ofHours(1));
        Verdict.allow(engine.decide(ToolCall.of("other", null)));
        assertThat(used(engine)).isEqualByComparingTo("2");

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny LIMIT_EXCEEDED /all_tools/limits/1");

        assertThat(used(engine)).isEqualByComparingTo("1");
    }

    @Test
    void an_approved_call_does_not_see_its_own_charge_and_sees_every_other() {
        Policy policy = TestPolicy.allowing()
                .tool("t", approval(), require(where("state._global.a", "eq", 1)))
                .everyTool(limit("a", Window.Calendar.HOUR, "9"), limit("b", Window.Calendar.HOUR, "9"))
                .build();
        PolicyEngine engine = engine(policy);
        Verdict.allow(engine.decide(ToolCall.of("other", null)));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void an_approved_call_is_denied_when_others_have_used_the_new_window_up() {
        Policy policy = TestPolicy.allowing()
                .tool("t", approval().within(Duration.ofHours(2)))
                .everyTool(limit("calls", Window.Calendar.HOUR, "1"))
                .build();
        PolicyEngine engine = engine(policy);
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        clock.advance(Duration.ofHours(1));
        Verdict.allow(engine.decide(ToolCall.of("other", null)));

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny LIMIT_EXCEEDED /all_tools/limits/0");
    }

    @Test
    void an_approved_call_is_judged_again_without_its_own_held_charge() {
        Policy policy = TestPolicy.allowing()
                .tool("t", require(where("state._global.calls", "lt", 1)), approval())
                .everyTool(limit("calls", Window.Calendar.HOUR, "5"))
                .build();
        PolicyEngine engine = engine(policy);
        Decision.ApprovalRequired first = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        assertThat(Verdict.of(engine.approve(first))).isEqualTo(Verdict.ALLOW);
        clock.advance(Duration.ofHours(1));
        Decision.ApprovalRequired second = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        Verdict.allow(engine.decide(ToolCall.of("other", null)));

        assertThat(Verdict.of(engine.approve(second))).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        assertThat(engine.explain(ToolCall.of("other", null)).limits().get(0).used())
                .isEqualByComparingTo("1");
    }

    @Test
    void a_charge_held_in_a_window_that_is_over_is_not_credited_to_the_next() {
        Policy policy = TestPolicy.allowing()
                .tool(
                        "t",
                        require(where("state._global.calls", "lt", 1)),
                        approval().within(Duration.ofHours(2)))
                .everyTool(limit("calls", Window.Calendar.HOUR, "5"))
                .build();
        PolicyEngine engine = engine(policy);
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        clock.advance(Duration.ofHours(1));
        Verdict.allow(engine.decide(ToolCall.of("other", null)));

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
    }

    /** The store has seen the next window, and counts there whatever the engine's clock says. */
    @Test
    void a_charge_held_in_a_window_that_is_over_is_not_credited_where_the_clock_steps_back_into_it() {
        for (Window window : List.of(Window.Calendar.HOUR, new Window.Sliding(Duration.ofHours(1)))) {
            Policy policy = TestPolicy.allowing()
                    .tool(
                            "t",
                            require(where("state._global.calls", "lt", 1)),
                            approval().within(Duration.ofHours(2)))
                    .everyTool(limit("calls", window, "5"))
                    .build();
            PolicyEngine engine = engine(policy);
            Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));
            clock.advance(Duration.ofHours(1));
            Verdict.allow(engine.decide(ToolCall.of("other", null)));
            clock.advance(Duration.ofHours(-1));

            assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        }
    }

    @Test
    void a_charge_held_in_a_sliding_window_is_credited_until_it_leaves_the_window() {
        Window sliding = new Window.Sliding(Duration.ofHours(1));
        Policy policy = TestPolicy.allowing()
                .tool(
                        "t",
                        require(where("state._global.calls", "lt", 1)),
                        approval().within(Duration.ofHours(2)))
                .everyTool(limit("calls", sliding, "5"))
                .build();
        PolicyEngine engine = engine(policy);
        Decision.ApprovalRequired soon = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        clock.advance(Duration.ofMinutes(59));
        Verdict.allow(engine.approve(soon));
        clock.advance(Duration.ofHours(1));
        Decision.ApprovalRequired late = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        clock.advance(Duration.ofHours(1));
        Verdict.allow(engine.decide(ToolCall.of("other", null)));

        assertThat(Verdict.of(engine.approve(late))).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
    }

    @Test
    void an_approval_is_used_once() {
        PolicyEngine engine = engine(ALWAYS);
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        Verdict.allow(engine.approve(asked));

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
        assertThat(Verdict.of(engine.decline(asked))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
        assertThat(used(engine)).isEqualByComparingTo("1");
    }

    @Test
    void a_declined_call_is_denied_and_released() {
        PolicyEngine engine = engine(ALWAYS);
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));

        Denial denial = Verdict.denial(engine.decline(asked));

        assertThat(denial.code()).isEqualTo(DenialCode.APPROVAL_DECLINED);
        assertThat(denial.rule().value()).isEqualTo("/tools/t/approval/0");
        assertThat(denial.message()).isEqualTo("The approval was declined");
        assertThat(denial.revision()).isEqualTo(ALWAYS.revision());
        assertThat(used(engine)).isEqualByComparingTo("0");
    }

    @Test
    void a_call_that_times_out_is_denied_and_released() {
        PolicyEngine engine = engine(ALWAYS);
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));

        assertThat(Verdict.of(engine.timeOut(asked))).isEqualTo("deny APPROVAL_TIMED_OUT /tools/t/approval/0");
        assertThat(used(engine)).isEqualByComparingTo("0");
    }

    @Test
    void an_approval_at_the_instant_it_expires_is_too_late() {
        PolicyEngine engine = engine(ALWAYS);
        Decision.ApprovalRequired early = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        Decision.ApprovalRequired late = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(Verdict.of(engine.approve(early))).isEqualTo(Verdict.ALLOW);
        clock.advance(Duration.ofMillis(1));

        assertThat(Verdict.of(engine.approve(late))).isEqualTo("deny APPROVAL_TIMED_OUT /tools/t/approval/0");
        assertThat(used(engine)).isEqualByComparingTo("1");
    }

    @Test
    void an_approval_is_void_once_the_policy_has_changed() {
        ReplaceablePolicy source = new ReplaceablePolicy(ALWAYS);
        PolicyEngine engine =
                PolicyEngine.builder(source).clock(clock).store(store).build();
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", null)));
        source.replace(TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "3")));

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
        assertThat(used(engine)).isEqualByComparingTo("0");
    }

    @Test
    void pending_approvals_are_bounded_per_caller() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "100")));
        ToolCall ours = ToolCall.of("t", null, Caller.ofPrincipal("p"));
        Decision.ApprovalRequired first = Verdict.approval(engine.decide(ours));
        for (int i = 1; i < 8; i++) {
            Verdict.approval(engine.decide(ours));
        }

        Denial denial = Verdict.denial(engine.decide(ours));
        assertThat(denial.code()).isEqualTo(DenialCode.LIMIT_EXCEEDED);
        assertThat(denial.rule().value()).isEqualTo("/tools/t/approval/0");
        assertThat(denial.message()).isEqualTo("Too many approvals are pending");
        assertThat(used(engine)).isEqualByComparingTo("8");

        // A session or client of the same principal is no other caller; a grant of the same name is.
        assertThat(Verdict.of(engine.decide(
                        ToolCall.of("t", null, Caller.ofPrincipal("p").withSession("s")))))
                .isEqualTo("deny LIMIT_EXCEEDED /tools/t/approval/0");
        Verdict.approval(engine.decide(ToolCall.of("t", null, Caller.ofGrant("p"))));
        Verdict.denial(engine.timeOut(first));
        Verdict.approval(engine.decide(ours));
    }

    @Test
    void an_expired_approval_gives_its_place_up() {
        PolicyEngine engine = PolicyEngine.builder(ALWAYS)
                .clock(clock)
                .store(store)
                .maxPendingApprovals(1)
                .build();
        Verdict.approval(engine.decide(ToolCall.of("t", null)));
        assertThat(verdict(engine, Map.of())).isEqualTo("deny LIMIT_EXCEEDED /tools/t/approval/0");
        clock.advance(Duration.ofMinutes(5));

        assertThat(verdict(engine, Map.of())).isEqualTo("ask /tools/t/approval/0");
    }

    @Test
    void a_call_that_a_limit_refuses_takes_no_place_among_the_pending() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(
                        approval(), limit("calls", Window.Calendar.HOUR, "1").per(Scope.GRANT)))
                .clock(clock)
                .store(store)
                .maxPendingApprovals(2)
                .build();
        ToolCall call = ToolCall.of("t", null, Caller.ofGrant("g"));
        Verdict.approval(engine.decide(call));
        for (int i = 0; i < 3; i++) {
            assertThat(Verdict.of(engine.decide(call))).isEqualTo("deny LIMIT_EXCEEDED /tools/t/limits/0");
        }
    }

    @Test
    void a_denied_call_is_not_put_to_a_human() {
        PolicyEngine engine = engine(TestPolicy.ofTool(approval(), denyIf(where("args.amount", "gt", 5))));

        assertThat(verdict(engine, Map.of("amount", 6))).isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        assertThat(verdict(engine, Map.of("amount", 5))).isEqualTo("ask /tools/t/approval/0");
    }

    @Test
    void the_tools_own_approval_is_named_before_that_of_every_tool() {
        PolicyEngine engine = engine(TestPolicy.allowing()
                .tool("t", approval(where("args.a", "eq", 1)))
                .everyTool(approval())
                .build());

        assertThat(verdict(engine, Map.of("a", 1))).isEqualTo("ask /tools/t/approval/0 /all_tools/approval/0");
        assertThat(verdict(engine, Map.of("a", 2))).isEqualTo("ask /all_tools/approval/0");
    }
}
