package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.atOnce;
import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Places of calls that run: for how long they are held, and that they are given back in every case. */
@Timeout(60)
class RunningPlacesTest {
    private static final ToolCall CALL = ToolCall.of("t", Map.of("k", "a"));
    private static final String FULL = "deny CONCURRENCY_EXCEEDED /tools/t/concurrent/0";
    private static final Duration LEASE = Duration.ofSeconds(1);

    /** A store that says when it is asked to renew, and fails to do so so many times. */
    private static final class RenewingStore extends ForwardingCounterStore {
        private final Semaphore renewals = new Semaphore(0);
        private final AtomicInteger failures;

        RenewingStore(int failures) {
            super(new InMemoryCounterStore(100));
            this.failures = new AtomicInteger(failures);
        }

        @Override
        public CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
            renewals.release();
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the store is broken");
            }
            return super.renew(running, nowMillis);
        }

        void awaitRenewals(int times) {
            try {
                assertThat(renewals.tryAcquire(times, 30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");

    private PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).build();
    }

    private static int held(PolicyEngine engine) {
        return engine.explain(CALL).places().get(0).held();
    }

    @Test
    void a_guarded_call_is_renewed_at_each_third_of_its_lease_while_it_runs_and_no_longer() {
        RenewingStore store = new RenewingStore(0);
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(atOnce(1).leasedFor(LEASE)))
                .clock(clock)
                .store(store)
                .build();

        String result = engine.guard(
                CALL,
                guarded -> {
                    for (int i = 0; i < 3; i++) {
                        store.awaitRenewals(1);
                        clock.advance(LEASE.dividedBy(2));
                    }
                    store.awaitRenewals(1);
                    return Verdict.of(engine.decide(CALL));
                },
                denial -> "denied");

        assertThat(result)
                .as("a call beside one that has run for longer than the lease")
                .isEqualTo(FULL);
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_renewal_that_fails_is_tried_again() {
        RenewingStore store = new RenewingStore(2);
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(atOnce(1).leasedFor(LEASE)))
                .clock(clock)
                .store(store)
                .build();
        CompletableFuture<String> tool = new CompletableFuture<>();
        CompletableFuture<String> result = engine.guardAsync(CALL, guarded -> tool, denial -> "denied");
        clock.advance(LEASE.minusMillis(1));

        store.awaitRenewals(4);
        clock.advance(LEASE.minusMillis(1));

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(FULL);
        tool.complete("done");
        assertThat(result).isCompletedWithValue("done");
        assertThat(held(engine)).isZero();
    }

    @Test
    void places_in_shadow_mode_are_renewed_too() {
        RenewingStore store = new RenewingStore(0);
        PolicyEngine engine = PolicyEngine.builder(
                        TestPolicy.ofTool(atOnce(1).leasedFor(LEASE).shadow()))
                .clock(clock)
                .shadowStore(store)
                .listener(event -> {})
                .build();

        engine.guard(
                CALL,
                guarded -> {
                    store.awaitRenewals(2);
                    return null;
                },
                denial -> null);

        assertThat(held(engine)).isZero();
    }

    @Test
    void a_tool_that_settles_while_it_runs_holds_its_place_until_it_has_ended() {
        Policy policy = TestPolicy.ofTool(
                atOnce(1), limit("spent", Window.Calendar.DAY, "100").by("10"));
        PolicyEngine engine = engine(policy);

        engine.guard(
                CALL,
                guarded -> {
                    guarded.settle("spent", BigDecimal.valueOf(3));
                    guarded.settle("spent", BigDecimal.valueOf(4));
                    assertThat(held(engine)).isOne();
                    assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(FULL);
                    return null;
                },
                denial -> null);

        assertThat(held(engine)).isZero();
        assertThat(engine.explain(CALL).limits().get(0).used()).isEqualByComparingTo("3");
    }

    /** A client that calls and leaves, again and again, must not have more run at once than one that stays. */
    @Test
    void law_15_holds_for_a_call_that_is_cancelled_while_its_tool_runs_on() {
        PolicyEngine engine = engine(TestPolicy.ofTool(atOnce(1), limit("spent", Window.Calendar.DAY, "100")));
        CompletableFuture<String> tool = new CompletableFuture<>();
        CompletableFuture<String> result =
                engine.guardAsync(CALL, guarded -> tool.minimalCompletionStage(), denial -> "denied");

        result.cancel(true);
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(FULL);
        tool.complete("done");

        assertThat(held(engine)).isZero();
        assertThat(engine.explain(CALL).limits().get(0).used()).isEqualByComparingTo("1");
    }

    @Test
    void a_call_that_is_cancelled_before_its_tool_is_entered_holds_no_place() {
        BreakableStore store = new BreakableStore();
        store.slow = true;
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(atOnce(1)))
                .clock(clock)
                .store(store)
                .build();
        CompletableFuture<String> result =
                engine.guardAsync(CALL, guarded -> CompletableFuture.completedFuture("ran"), denial -> "denied");

        result.cancel(true);
        store.answer();

        assertThat(held(engine)).isZero();
    }

    @Test
    void an_answer_of_the_store_that_comes_too_late_holds_no_place() {
        BreakableStore store = new BreakableStore();
        store.slow = true;
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(atOnce(1)))
                .clock(clock)
                .store(store)
                .storeTimeout(Duration.ofMillis(1))
                .build();
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/concurrent/0");

        store.answer();

        assertThat(held(engine)).isZero();
    }

    @Test
    void a_required_listener_that_fails_leaves_no_place_held() {
        PolicyEngine engine = PolicyEngine.builder(
                        TestPolicy.ofTool(atOnce(1), atOnce(1).per(Scope.GRANT).shadow()))
                .clock(clock)
                .requiredListener(event -> {
                    throw new IllegalStateException("the listener is broken");
                })
                .build();

        assertThat(Verdict.denial(engine.decide(CALL)).code().name()).isEqualTo("INTERNAL_ERROR");

        assertThat(engine.explain(CALL).places())
                .allSatisfy(look -> assertThat(look.held()).isZero());
    }

    /** How a tool may end. */
    private static String run(Random random, GuardedCall guarded) {
        switch (random.nextInt(6)) {
            case 0 -> throw new IllegalStateException("thrown");
            case 1 -> throw new ToolNotExecutedException("not executed");
            case 2 -> guarded.notExecuted();
            case 3 -> guarded.failed();
            case 4 -> guarded.settle("calls", BigDecimal.valueOf(random.nextInt(3)));
            default -> {}
        }
        return "ran";
    }

    @Test
    void law_15_never_more_than_the_max_of_living_calls_hold_a_place_and_none_that_has_ended()
            throws InterruptedException {
        Policy policy = TestPolicy.allowing()
                .tool(
                        "t",
                        atOnce(2),
                        atOnce(1).keyedBy("args.k"),
                        atOnce(3).per(Scope.GRANT).shadow(),
                        limit("calls", Window.Calendar.DAY, "1000000"))
                .build();
        InMemoryCounterStore store = new InMemoryCounterStore(100);
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(clock)
                .store(store)
                .shadowStore(store)
                .listener(event -> {})
                .build();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        for (int t = 0; t < 4; t++) {
            Random random = new Random(t);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    ToolCall call = ToolCall.of("t", Map.of("k", random.nextInt(3)));
                    try {
                        makeOne(engine, call, random, running, most, ran);
                    } catch (RuntimeException e) {
                        // The tool threw, or its result was cancelled.
                    }
                    begun.countDown();
                }
            });
            threads.add(thread);
            thread.start();
        }
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most.get()).isBetween(1, 2);
        assertThat(ran.get()).isPositive();
        for (Object key : List.of(0, 1, 2)) {
            assertThat(engine.explain(ToolCall.of("t", Map.of("k", key))).places())
                    .hasSize(3)
                    .allSatisfy(look -> assertThat(look.held()).isZero());
        }
    }

    private static void makeOne(
            PolicyEngine engine,
            ToolCall call,
            Random random,
            AtomicInteger running,
            AtomicInteger most,
            AtomicInteger ran) {
        switch (random.nextInt(4)) {
            case 0 -> engine.guard(call, guarded -> counted(random, guarded, running, most, ran), denial -> "denied");
            case 1 ->
                engine.guardAsync(
                                call,
                                guarded ->
                                        CompletableFuture.completedFuture(counted(random, guarded, running, most, ran)),
                                denial -> "denied")
                        .join();
            case 2 -> {
                CompletableFuture<String> tool = new CompletableFuture<>();
                CompletableFuture<String> result = engine.guardAsync(
                        call,
                        guarded -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            return tool.minimalCompletionStage();
                        },
                        denial -> "denied");
                boolean entered = !result.isDone();
                result.cancel(true);
                if (entered) {
                    ran.incrementAndGet();
                    running.decrementAndGet();
                }
                tool.complete("done");
            }
            default -> {
                if (engine.decide(call) instanceof Decision.Allow allow) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    ran.incrementAndGet();
                    running.decrementAndGet();
                    ToolOutcome[] outcomes = ToolOutcome.values();
                    engine.finish(call, allow, outcomes[random.nextInt(outcomes.length)]);
                }
            }
        }
    }

    private static String counted(
            Random random, GuardedCall guarded, AtomicInteger running, AtomicInteger most, AtomicInteger ran) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        ran.incrementAndGet();
        try {
            return run(random, guarded);
        } finally {
            running.decrementAndGet();
        }
    }
}
