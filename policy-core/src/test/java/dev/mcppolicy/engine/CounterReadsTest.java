package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditions that read a counter: a snapshot of what it holds for this caller now, before the call is charged. */
class CounterReadsTest {
    private static final String DENIED = "deny DENIED_BY_RULE /tools/t/require/0";
    private static final Draft.Limit CALLS = limit("calls", Window.Calendar.HOUR, "100");

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");

    private PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).build();
    }

    private static String verdict(PolicyEngine engine, Object arguments) {
        return Verdict.of(engine.decide(ToolCall.of("t", arguments)));
    }

    private static String verdictFor(PolicyEngine engine, Caller caller) {
        return Verdict.of(engine.decide(ToolCall.of("t", null, caller)));
    }

    @Test
    void a_counter_is_read_before_the_call_is_charged() {
        PolicyEngine engine = engine(TestPolicy.ofTool(require(where("state.t.calls", "lt", 2)), CALLS));

        assertThat(verdict(engine, null)).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(engine, null)).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(engine, null)).isEqualTo(DENIED);
    }

    @Test
    void a_counter_that_is_missing_or_whose_window_is_over_reads_zero() {
        PolicyEngine engine = engine(TestPolicy.ofTool(
                require(where("state.t.calls", "eq", 0)), require(where("state.t.calls", "exists", true)), CALLS));

        assertThat(verdict(engine, null)).isEqualTo(Verdict.ALLOW);
        clock.set("2026-01-15T12:59:59.999Z");
        assertThat(verdict(engine, null)).isEqualTo(DENIED);
        clock.set("2026-01-15T13:00:00Z");
        assertThat(verdict(engine, null)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_sliding_counter_reads_what_still_counts() {
        Window sliding = new Window.Sliding(Duration.ofHours(1));
        PolicyEngine engine =
                engine(TestPolicy.ofTool(require(where("state.t.calls", "eq", 0)), limit("calls", sliding, "100")));

        assertThat(verdict(engine, null)).isEqualTo(Verdict.ALLOW);
        clock.set("2026-01-15T12:59:59.999Z");
        assertThat(verdict(engine, null)).isEqualTo(DENIED);
        clock.set("2026-01-15T13:00:00Z");
        assertThat(verdict(engine, null)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_counter_of_a_window_that_is_over_does_not_come_back_where_the_clock_steps_back() {
        PolicyEngine engine = engine(TestPolicy.ofTool(denyIf(where("state.t.calls", "eq", 0)), CALLS));
        assertThat(verdict(engine, null)).isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");

        PolicyEngine counting = engine(TestPolicy.ofTool(require(where("state.t.calls", "lt", 1)), CALLS));
        assertThat(verdict(counting, null)).isEqualTo(Verdict.ALLOW);
        clock.set("2026-01-15T13:00:00Z");
        assertThat(verdict(counting, null)).isEqualTo(Verdict.ALLOW);
        clock.set("2026-01-15T11:59:59Z");
        assertThat(verdict(counting, null)).isEqualTo(DENIED);
    }

    @Test
    void an_amount_is_read_exactly() {
        PolicyEngine engine = engine(TestPolicy.ofTool(
                require(where("state.t.spent", "lte", new BigDecimal("0.3"))),
                limit("spent", Window.Calendar.HOUR, "100").of("args.amount")));

        for (int i = 0; i < 3; i++) {
            assertThat(verdict(engine, Map.of("amount", 0.1))).isEqualTo(Verdict.ALLOW);
        }
        assertThat(verdict(engine, Map.of("amount", 0.000_001))).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(engine, Map.of("amount", 0.1))).isEqualTo(DENIED);
    }

    @Test
    void every_caller_reads_its_own_count() {
        PolicyEngine engine =
                engine(TestPolicy.ofTool(require(where("state.t.calls", "lt", 1)), CALLS.per(Scope.GRANT)));

        assertThat(verdictFor(engine, Caller.ofGrant("a"))).isEqualTo(Verdict.ALLOW);
        assertThat(verdictFor(engine, Caller.ofGrant("a"))).isEqualTo(DENIED);
        assertThat(verdictFor(engine, Caller.ofGrant("b"))).isEqualTo(Verdict.ALLOW);
        assertThat(verdictFor(engine, Caller.anonymous())).isEqualTo(Verdict.ALLOW);
        assertThat(verdictFor(engine, Caller.anonymous().withSession("s"))).isEqualTo(DENIED);
    }

    @Test
    void what_a_counter_holds_for_a_caller_it_does_not_know_cannot_be_told() {
        Caller unknown = Caller.ofPrincipal("p");
        Draft.Limit byGrant = CALLS.per(Scope.GRANT);

        assertThat(verdictFor(engine(TestPolicy.ofTool(require(where("state.t.calls", "gte", 0)), byGrant)), unknown))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
        assertThat(verdictFor(engine(TestPolicy.ofTool(denyIf(where("state.t.calls", "gt", 9)), byGrant)), unknown))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        assertThat(verdictFor(engine(TestPolicy.ofTool(approval(where("state.t.calls", "gt", 9)), byGrant)), unknown))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/approval/0");
        PolicyEngine strict = PolicyEngine.builder(
                        TestPolicy.ofTool(require(where("state.t.calls", "gte", 0)), byGrant))
                .strictCallers()
                .build();
        assertThat(verdictFor(strict, Caller.anonymous())).isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
    }

    @Test
    void a_call_that_a_counter_denies_raises_none() {
        PolicyEngine engine = engine(TestPolicy.allowing()
                .tool("t", require(where("state.other.calls", "gt", 0)), limit("own", Window.Calendar.HOUR, "1"))
                .tool("other", CALLS)
                .build());
        for (int i = 0; i < 3; i++) {
            assertThat(verdict(engine, null)).isEqualTo(DENIED);
        }

        Verdict.allow(engine.decide(ToolCall.of("other", null)));

        assertThat(verdict(engine, null)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_limit_that_fails_open_does_not_make_what_a_condition_reads_fail_open() {
        BreakableStore store = new BreakableStore();
        store.onRead = BreakableStore.Fault.THROWS;
        PolicyEngine engine = PolicyEngine.builder(
                        TestPolicy.ofTool(denyIf(where("state.t.calls", "gt", 9)), CALLS.failingOpen()))
                .clock(clock)
                .store(store)
                .build();

        assertThat(verdict(engine, null)).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        assertThat(Verdict.of(engine.decideAsync(ToolCall.of("t", null))
                        .toCompletableFuture()
                        .join()))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
    }
}
