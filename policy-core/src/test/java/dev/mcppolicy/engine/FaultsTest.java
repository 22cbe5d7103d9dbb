package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.BreakableStore.Fault;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault at every seam, one by one: the decision is a denial, and nothing stays charged that should not. */
class FaultsTest {
    private static final Policy LIMITED = TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "10"));
    private static final Policy FAILING_OPEN =
            TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "10").failingOpen());
    private static final Policy READING =
            TestPolicy.ofTool(require(where("state.t.calls", "lt", 100)), limit("calls", Window.Calendar.HOUR, "10"));
    private static final Policy ASKING = TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "10"));
    private static final ToolCall CALL = ToolCall.of("t", Map.of("amount", 5));

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final BreakableStore store = new BreakableStore();

    private PolicyEngine engine(Policy policy) {
        return builder(policy).build();
    }

    private PolicyEngineBuilder builder(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).store(store);
    }

    /** What the counter of the tool holds in fact. */
    private BigDecimal used() {
        clock.heal();
        store.onRead = Fault.NONE;
        Explanation now = engine(LIMITED).explain(CALL);
        return now.limits().get(0).used();
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED", "ANSWERS_NULL", "LOSES_ANSWER"})
    void a_store_that_fails_to_charge_denies(Fault fault) {
        store.onReserve = fault;

        assertThat(Verdict.of(engine(LIMITED).decide(CALL))).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED", "ANSWERS_NULL", "LOSES_ANSWER"})
    void a_store_that_fails_to_charge_denies_asynchronously_too(Fault fault) {
        store.onReserve = fault;

        Decision decision =
                engine(LIMITED).decideAsync(CALL).toCompletableFuture().join();

        assertThat(Verdict.of(decision)).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED", "ANSWERS_NULL", "LOSES_ANSWER"})
    void a_store_that_fails_to_read_denies(Fault fault) {
        store.onRead = fault;

        assertThat(Verdict.of(engine(READING).decide(CALL))).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        assertThat(Verdict.of(
                        engine(READING).decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        assertThat(used()).isEqualByComparingTo("0");
    }

    @Test
    void a_store_that_throws_before_it_gives_a_stage_is_unavailable() {
        var thrower = new ThrowingStages();
        PolicyEngine engine =
                PolicyEngine.builder(READING).clock(clock).store(thrower).build();

        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        engine = PolicyEngine.builder(LIMITED).clock(clock).store(thrower).build();
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
    }

    @Test
    void a_broken_clock_denies_even_where_a_limit_may_fail_open() {
        PolicyEngine engine = engine(FAILING_OPEN);
        clock.fail();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(used()).isEqualByComparingTo("0");
    }

    @Test
    void a_broken_clock_denies_where_counters_are_read() {
        PolicyEngine engine = engine(READING);
        clock.fail();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(used()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED", "ANSWERS_NULL"})
    void a_call_that_the_store_failed_keeps_no_place_among_the_pending_approvals(Fault fault) {
        PolicyEngine engine = builder(ASKING).maxPendingApprovals(1).build();
        store.onReserve = fault;
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        store.onReserve = Fault.NONE;

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("ask /tools/t/approval/0");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED", "ANSWERS_NULL"})
    void a_store_that_fails_to_swap_denies_the_approved_call(Fault fault) {
        PolicyEngine engine = engine(ASKING);
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));
        store.onSwap = fault;

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        // Whether the store moved the charge before it failed is not known, so it stands.
        assertThat(used()).isEqualByComparingTo("1");
    }

    @Test
    void a_broken_clock_denies_the_approved_call_and_releases_it() {
        PolicyEngine engine = engine(ASKING);
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));
        clock.fail();

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(used()).isEqualByComparingTo("0");
    }

    /** What was held stayed charged where the clock failed once the approval was found to be in time. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_clock_that_breaks_while_an_approved_call_is_judged_denies_it_and_releases_it(boolean async) {
        AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        PolicyEngine engine = PolicyEngine.builder(ASKING)
                .store(store)
                .clock(() -> {
                    if (left.getAndDecrement() <= 0) {
                        throw new IllegalStateException("the clock is broken");
                    }
                    return clock.instant();
                })
                .build();
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));
        left.set(1);

        Decision denied =
                async ? engine.approveAsync(asked).toCompletableFuture().join() : engine.approve(asked);
        assertThat(Verdict.of(denied)).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(used()).isEqualByComparingTo("0");
    }

    @Test
    void an_approved_call_whose_limits_all_fail_open_passes_without_the_store() {
        PolicyEngine engine = engine(TestPolicy.ofTool(
                approval(), limit("calls", Window.Calendar.HOUR, "10").failingOpen()));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));
        store.onSwap = Fault.THROWS;

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo(Verdict.ALLOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"THROWS", "THROWS_ERROR", "THROWS_UNDECLARED"})
    void a_store_whose_driver_breaks_on_release_leaves_the_denial_a_denial(Fault fault) {
        store.onReplace = fault;
        DecisionListener full = event -> {
            if (!(event.decision() instanceof Decision.ApprovalRequired)) {
                throw new IllegalStateException("the log is full");
            }
        };
        PolicyEngine engine = builder(LIMITED).requiredListener(full).build();
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny INTERNAL_ERROR (engine)");

        PolicyEngine asking = builder(ASKING).requiredListener(full).build();
        Decision.ApprovalRequired declined = Verdict.approval(asking.decide(CALL));
        assertThat(Verdict.of(asking.decline(declined))).isEqualTo("deny APPROVAL_DECLINED /tools/t/approval/0");
        store.onReplace = Fault.NONE;
        Decision.ApprovalRequired approved =
                Verdict.approval(asking.decide(ToolCall.of(CALL.tool(), Map.of("not", "declined"), CALL.caller())));
        store.onReplace = fault;
        assertThat(Verdict.of(asking.approve(approved))).isEqualTo("deny INTERNAL_ERROR (engine)");
    }

    /** A source that has a policy for the engine's beginning, and breaks afterwards. */
    private static final class BreakingSource implements PolicySource {
        private boolean known;

        @Override
        public Policy current() {
            if (known) {
                throw new LinkageError("the source is broken");
            }
            known = true;
            return LIMITED;
        }

        @Override
        public Subscription subscribe(Consumer<? super Policy> listener) {
            return () -> {};
        }
    }

    @Test
    void a_source_that_breaks_with_an_error_lists_no_tool() {
        assertThat(PolicyEngine.builder(new BreakingSource()).build().lists("t"))
                .isFalse();
    }

    @Test
    void a_source_that_breaks_denies_and_the_listeners_hear_of_it() {
        List<Decision> heard = new ArrayList<>();
        PolicyEngine silent = PolicyEngine.builder(new BreakingSource()).build();
        PolicyEngine heardOf = PolicyEngine.builder(new BreakingSource())
                .listener(event -> heard.add(event.decision()))
                .build();

        for (PolicyEngine engine : List.of(silent, heardOf)) {
            assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
            assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                    .isEqualTo("deny INTERNAL_ERROR (engine)");
        }
        assertThat(heard).hasSize(2);
    }

    @Test
    void a_clock_that_breaks_with_an_error_stops_no_tool_that_has_run() {
        AtomicBoolean broken = new AtomicBoolean();
        InstantSource breaking = () -> {
            if (broken.get()) {
                throw new LinkageError("the clock is broken");
            }
            return clock.instant();
        };
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .clock(breaking)
                .listener(event -> {})
                .build();
        Decision.Allow allowed = Verdict.allow(engine.decide(CALL));
        broken.set(true);

        assertThatCode(() -> engine.finish(CALL, allowed, ToolOutcome.RETURNED)).doesNotThrowAnyException();
    }
}
