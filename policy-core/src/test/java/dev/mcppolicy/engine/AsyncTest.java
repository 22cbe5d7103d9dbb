package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deciding without blocking: the same decisions, and what becomes of a store that is slow, failing or late. */
@Timeout(60)
class AsyncTest {
    private static final Policy LIMITED = TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "2"));
    private static final ToolCall CALL = ToolCall.of("t", Map.of("a", 1));

    private final BreakableStore store = new BreakableStore();

    private PolicyEngineBuilder builder(Policy policy) {
        return PolicyEngine.builder(policy)
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .store(store);
    }

    private BigDecimal used(Policy policy) {
        return builder(policy).build().explain(CALL).limits().get(0).used();
    }

    private static CompletableFuture<Decision> decide(PolicyEngine engine) {
        return engine.decideAsync(CALL).toCompletableFuture();
    }

    @Test
    void a_slow_store_blocks_nobody() {
        store.slow = true;
        Policy policy = TestPolicy.ofTool(
                require(where("state.t.calls", "lt", 2)), approval(), limit("calls", Window.Calendar.HOUR, "2"));
        CompletableFuture<Decision> decision = decide(builder(policy).build());
        assertThat(decision).isNotDone();

        store.answer();

        assertThat(Verdict.of(decision.join())).isEqualTo("ask /tools/t/approval/0");
    }

    @Test
    void a_call_that_needs_no_store_is_decided_at_once() {
        store.slow = true;
        assertThat(Verdict.of(decide(builder(TestPolicy.ofTool()).build()).join()))
                .isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(
                        decide(builder(TestPolicy.denying().build()).build()).join()))
                .isEqualTo("deny NOT_LISTED (default deny)");
        assertThat(Verdict.of(decide(builder(TestPolicy.ofTool(require(where("args.a", "eq", 2))))
                                .build())
                        .join()))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        assertThat(Verdict.of(PolicyEngine.builder(new ReplaceablePolicy(null))
                        .build()
                        .decideAsync(CALL)
                        .toCompletableFuture()
                        .join()))
                .isEqualTo("deny NO_POLICY (no policy)");
    }

    @Test
    void a_store_that_does_not_answer_in_time_denies_and_what_it_took_late_is_released() {
        store.slow = true;
        PolicyEngine engine =
                builder(LIMITED).storeTimeout(Duration.ofMillis(20)).build();

        assertThat(Verdict.of(decide(engine).join())).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        store.answer();

        store.slow = false;
        assertThat(used(LIMITED)).isEqualByComparingTo("0");
        assertThat(Verdict.of(decide(engine).join())).isEqualTo(Verdict.ALLOW);
        assertThat(used(LIMITED)).isEqualByComparingTo("1");
    }

    /** The JDK's one thread for time-outs ran listeners and handlers, so one that blocked ended all time-outs. */
    @Test
    void who_blocks_after_a_time_out_holds_up_no_other_time_out() throws InterruptedException {
        store.slow = true;
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        PolicyEngine blocking = builder(LIMITED)
                .storeTimeout(Duration.ofMillis(20))
                .listener(event -> {
                    entered.countDown();
                    awaited(released);
                })
                .build();
        CompletableFuture<Decision> blocked = decide(blocking);
        entered.await();
        try {
            PolicyEngine other =
                    builder(LIMITED).storeTimeout(Duration.ofMillis(20)).build();
            assertThat(decide(other))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .extracting(Verdict::of)
                    .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
            assertThat(blocked).isNotDone();
        } finally {
            released.countDown();
        }
        assertThat(Verdict.of(blocked.join())).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_store_timeout_is_at_least_a_millisecond_and_no_more_than_can_be_waited() {
        PolicyEngineBuilder builder = builder(LIMITED);
        for (Duration timeout : List.of(Duration.ofNanos(999_999), Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> builder.storeTimeout(timeout))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("store timeout must be at least 1 millisecond, not " + timeout);
        }
        Duration endless = Duration.ofMillis(Long.MAX_VALUE).plusNanos(1);
        assertThatThrownBy(() -> builder.storeTimeout(endless))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("store timeout must be at most 9223372036854775807 milliseconds, not " + endless);

        assertThat(decide(builder(LIMITED).storeTimeout(Duration.ofMillis(1)).build()))
                .isNotNull();
        PolicyEngine patient =
                builder.storeTimeout(Duration.ofMillis(Long.MAX_VALUE)).build();
        store.slow = true;
        CompletableFuture<Decision> decision = decide(patient);
        store.answer();
        assertThat(Verdict.of(decision.join())).isEqualTo(Verdict.ALLOW);
    }

    /** The second time was taken for an answer after the time-out, and gave back what the call had been charged. */
    @Test
    void a_stage_that_answers_twice_gives_nothing_back() {
        CounterStore twice = new ThrowingStages() {
            @Override
            public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
                ReserveResult result = store.inner.reserve(request, nowMillis);
                return new CompletableFuture<>() {
                    @Override
                    public CompletableFuture<ReserveResult> whenComplete(
                            BiConsumer<? super ReserveResult, ? super Throwable> action) {
                        action.accept(result, null);
                        action.accept(result, null);
                        action.accept(null, new IllegalStateException("the answer is lost"));
                        return this;
                    }
                };
            }
        };
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .store(twice)
                .build();

        assertThat(Verdict.of(decide(engine).join())).isEqualTo(Verdict.ALLOW);

        assertThat(used(LIMITED)).isEqualByComparingTo("1");
    }

    @Test
    void a_late_refusal_and_a_late_failure_change_nothing() {
        PolicyEngine engine =
                builder(LIMITED).storeTimeout(Duration.ofMillis(20)).build();
        Verdict.allow(engine.decide(CALL));
        Verdict.allow(engine.decide(CALL));
        store.slow = true;
        assertThat(Verdict.of(decide(engine).join())).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        assertThat(Verdict.of(decide(engine).join())).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        store.onReserve = BreakableStore.Fault.THROWS;
        store.answer();

        assertThat(used(LIMITED)).isEqualByComparingTo("2");
    }

    @Test
    void a_store_that_does_not_read_in_time_denies_before_anything_is_charged() {
        store.slow = true;
        Policy policy =
                TestPolicy.ofTool(require(where("state.t.calls", "lt", 2)), limit("calls", Window.Calendar.HOUR, "2"));
        PolicyEngine engine =
                builder(policy).storeTimeout(Duration.ofMillis(20)).build();

        assertThat(Verdict.of(decide(engine).join())).isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        store.answer();

        assertThat(used(LIMITED)).isEqualByComparingTo("0");
    }

    @Test
    void a_limit_may_fail_open_alone_and_not_for_others() {
        Draft.Limit open = limit("open", Window.Calendar.HOUR, "2").failingOpen();
        Draft.Limit closed = limit("closed", Window.Calendar.HOUR, "2");
        store.onReserve = BreakableStore.Fault.THROWS;

        for (boolean async : new boolean[] {true, false}) {
            PolicyEngine opening = builder(TestPolicy.ofTool(open)).build();
            PolicyEngine both = builder(TestPolicy.ofTool(open, closed)).build();
            assertThat(Verdict.of(async ? decide(opening).join() : opening.decide(CALL)))
                    .isEqualTo(Verdict.ALLOW);
            assertThat(Verdict.of(async ? decide(both).join() : both.decide(CALL)))
                    .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/1");
        }
        PolicyEngine asking = builder(TestPolicy.ofTool(approval(), open)).build();
        assertThat(Verdict.of(asking.decide(CALL))).isEqualTo("ask /tools/t/approval/0");
    }
}
