package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events: who hears of a decision, and what a listener that fails can do to it. */
@Timeout(60)
class EventsTest {
    private static final Policy LIMITED =
            TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "2").per(Scope.GRANT));
    private static final ToolCall CALL = ToolCall.of("t", null, Caller.ofGrant("g"));

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final InMemoryCounterStore store = new InMemoryCounterStore(100);
    private final List<DecisionEvent> heard = new ArrayList<>();

    private PolicyEngineBuilder builder(Policy policy) {
        return PolicyEngine.builder(policy).clock(clock).store(store);
    }

    private BigDecimal used(Policy policy) {
        return builder(policy).build().explain(CALL).limits().get(0).used();
    }

    private static void fail(DecisionEvent event) {
        throw new IllegalStateException("the listener is broken at " + event.at());
    }

    @Test
    void a_listener_hears_of_every_decision_with_its_charges_before_and_after() {
        PolicyEngine engine = builder(LIMITED).listener(heard::add).build();

        Decision first = engine.decide(CALL);
        Decision second = engine.decideAsync(CALL).toCompletableFuture().join();
        Decision third = engine.decide(CALL);

        assertThat(heard).extracting(DecisionEvent::decision).containsExactly(first, second, third);
        DecisionEvent event = heard.get(1);
        assertThat(event.at()).isEqualTo(Instant.parse("2026-01-15T12:00:00Z"));
        assertThat(event.call()).isSameAs(CALL);
        assertThat(event.revision()).isEqualTo(LIMITED.revision());
        assertThat(event.latencyNanos())
                .isPositive()
                .isLessThan(Duration.ofMinutes(1).toNanos());
        assertThat(event.charges()).hasSize(1);
        assertThat(event.charges().get(0).before()).isEqualByComparingTo("1");
        assertThat(event.charges().get(0).after()).isEqualByComparingTo("2");
        assertThat(event.charges().get(0).counter().identity()).isEqualTo("g");
        assertThat(heard.get(2).charges()).isEmpty();
    }

    @Test
    void the_latency_is_of_the_deciding_alone() {
        PolicyEngine engine = builder(TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "9")))
                .listener(heard::add)
                .shadow("other", PolicySource.of(LIMITED))
                .build();

        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));
        Decision answer = engine.approve(asked);
        Decision later = engine.decideAsync(CALL).toCompletableFuture().join();

        assertThat(heard).extracting(DecisionEvent::decision).containsExactly(asked, answer, later);
        assertThat(heard).extracting(DecisionEvent::latencyNanos).allSatisfy(nanos -> assertThat(nanos)
                .isPositive()
                .isLessThan(Duration.ofMinutes(1).toNanos()));
    }

    @Test
    void a_listener_hears_of_the_denial_of_a_call_whose_arguments_break() {
        PolicyEngine engine = builder(LIMITED).listener(heard::add).build();
        Map<String, Object> breaking = new HashMap<>() {
            @Override
            public Set<Map.Entry<String, Object>> entrySet() {
                throw new IllegalStateException("the arguments are broken");
            }
        };
        breaking.put("a", 1);

        Decision denied = engine.decide(ToolCall.of("t", breaking));

        assertThat(Verdict.of(denied)).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(heard).extracting(DecisionEvent::decision).containsExactly(denied);
    }

    @Test
    void a_listener_hears_of_the_question_and_of_the_answer() {
        PolicyEngine engine = builder(TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "2")))
                .listener(heard::add)
                .build();

        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));
        Decision answer = engine.approve(asked);

        assertThat(heard).extracting(DecisionEvent::decision).containsExactly(asked, answer);
        assertThat(heard.get(0).charges()).hasSize(1);
        assertThat(heard.get(0).id()).isEqualTo(asked.id()).isNotEmpty();
        assertThat(heard.get(1).answers()).isEqualTo(asked.id());
        assertThat(heard.get(1).call()).isEqualTo(asked.call());
    }

    @Test
    void a_listener_that_throws_changes_no_decision() {
        PolicyEngine engine = builder(LIMITED)
                .listener(EventsTest::fail)
                .listener(event -> {
                    throw new LinkageError();
                })
                .listener(event -> {
                    throw Undeclared.failure();
                })
                .listener(heard::add)
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(heard).hasSize(1);
        assertThat(used(LIMITED)).isEqualByComparingTo("1");
    }

    @Test
    void a_required_listener_that_throws_denies_and_releases() {
        PolicyEngine engine = builder(LIMITED)
                .requiredListener(EventsTest::fail)
                .listener(heard::add)
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(Verdict.of(engine.decideAsync(CALL).toCompletableFuture().join()))
                .isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(used(LIMITED)).isEqualByComparingTo("0");
        assertThat(heard).hasSize(2);
    }

    @Test
    void a_required_listener_that_throws_leaves_a_denial_as_it_is() {
        PolicyEngine engine = builder(TestPolicy.denying().build())
                .requiredListener(EventsTest::fail)
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny NOT_LISTED (default deny)");
    }

    @Test
    void a_question_that_cannot_be_recorded_is_not_asked() {
        Policy asking = TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "2"));
        List<Decision> seen = new ArrayList<>();
        PolicyEngine engine = builder(asking)
                .maxPendingApprovals(1)
                .requiredListener(event -> {
                    seen.add(event.decision());
                    fail(event);
                })
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(used(asking)).isEqualByComparingTo("0");
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        Decision.ApprovalRequired dead = Verdict.approval(seen.get(0));
        assertThat(Verdict.of(engine.approve(dead))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
    }

    @Test
    void an_approved_call_that_cannot_be_recorded_is_denied_and_released() {
        Policy asking = TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.HOUR, "2"));
        PolicyEngine engine = builder(asking)
                .requiredListener(event -> {
                    if (event.decision() instanceof Decision.Allow) {
                        fail(event);
                    }
                })
                .build();
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(used(asking)).isEqualByComparingTo("0");
    }

    @Test
    void a_clock_that_breaks_before_the_listeners_are_told_denies_and_releases() {
        int[] readings = new int[1];
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .store(store)
                .clock(() -> {
                    if (readings[0]++ > 0) {
                        throw new IllegalStateException("the clock is broken");
                    }
                    return clock.instant();
                })
                .listener(heard::add)
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(used(LIMITED)).isEqualByComparingTo("0");
    }

    @Test
    void a_queue_delivers_what_it_took_and_counts_what_it_dropped() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<DecisionEvent> delivered = new ArrayList<>();
        QueuedDecisionListener queue = new QueuedDecisionListener(
                event -> {
                    working.countDown();
                    awaitUninterruptibly(goOn);
                    delivered.add(event);
                },
                2);
        PolicyEngine engine = builder(LIMITED).listener(queue).build();
        Verdict.allow(engine.decide(CALL));
        working.await();
        for (int i = 0; i < 5; i++) {
            assertThat(engine.decide(CALL)).isNotNull();
        }
        assertThat(queue.dropped()).isEqualTo(3);
        goOn.countDown();
        queue.close();

        assertThat(delivered).hasSize(3);
        assertThat(queue.failed()).isZero();
        assertThat(engine.decide(CALL)).isNotNull();
        assertThat(queue.dropped()).isEqualTo(4);
    }

    @Test
    void a_queue_keeps_no_program_alive_and_its_closing_can_be_interrupted() {
        CountDownLatch goOn = new CountDownLatch(1);
        List<Boolean> daemons = new CopyOnWriteArrayList<>();
        QueuedDecisionListener queue = new QueuedDecisionListener(
                event -> {
                    awaitUninterruptibly(goOn);
                    daemons.add(Thread.currentThread().isDaemon());
                },
                2);
        assertThat(builder(LIMITED).listener(queue).build().decide(CALL)).isNotNull();

        Thread.currentThread().interrupt();
        queue.close();
        assertThat(Thread.interrupted()).isTrue();
        goOn.countDown();
        queue.close();
        assertThat(daemons).containsExactly(true);
    }

    @Test
    void a_queue_counts_the_failures_of_its_listener_and_goes_on() {
        List<DecisionEvent> delivered = new ArrayList<>();
        QueuedDecisionListener queue = new QueuedDecisionListener(
                event -> {
                    delivered.add(event);
                    if (delivered.size() == 2) {
                        throw Undeclared.failure();
                    }
                    throw new LinkageError();
                },
                10);
        PolicyEngine engine = builder(LIMITED).listener(queue).build();
        for (int i = 0; i < 3; i++) {
            assertThat(engine.decide(CALL)).isNotNull();
        }
        queue.close();

        assertThat(queue.failed()).isEqualTo(3);
        assertThat(delivered).hasSize(3);
    }

    @Test
    void a_queue_whose_listener_interrupts_its_thread_counts_what_it_no_longer_delivers() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        QueuedDecisionListener queue = new QueuedDecisionListener(
                event -> {
                    working.countDown();
                    awaitUninterruptibly(goOn);
                    Thread.currentThread().interrupt();
                },
                10);
        PolicyEngine engine = builder(LIMITED).listener(queue).build();
        for (int i = 0; i < 3; i++) {
            assertThat(engine.decide(CALL)).isNotNull();
        }
        working.await();
        goOn.countDown();
        queue.close();

        assertThat(queue.dropped()).isEqualTo(2);
    }

    @Test
    void a_listener_can_close_its_own_queue() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        QueuedDecisionListener[] self = new QueuedDecisionListener[1];
        CountDownLatch ready = new CountDownLatch(1);
        self[0] = new QueuedDecisionListener(
                event -> {
                    awaitUninterruptibly(ready);
                    self[0].close();
                    closed.countDown();
                },
                10);
        ready.countDown();
        assertThat(builder(LIMITED).listener(self[0]).build().decide(CALL)).isNotNull();
        closed.await();
        self[0].close();
    }

    @Test
    void a_queue_has_room_for_at_least_one() {
        assertThatThrownBy(() -> new QueuedDecisionListener(heard::add, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
