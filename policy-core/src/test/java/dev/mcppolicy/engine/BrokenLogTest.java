package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.engine.BreakableStore.Fault;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that throws at whoever writes to it, as one does that must not lose a line on a disk that is full. */
class BrokenLogTest {
    private static final Policy LIMITED = TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "9"));
    private static final ToolCall CALL = ToolCall.of("t", null);
    private static final List<Logger> LOGS =
            List.of(Logger.getLogger(PolicyEngine.class.getName()), Logger.getLogger(Reservation.class.getName()));

    private final BreakableStore store = new BreakableStore();
    private int refusedLines;

    private final Handler full = new Handler() {
        @Override
        public void publish(LogRecord line) {
            refusedLines++;
            throw new IllegalStateException("the disk is full");
        }

        @Override
        public void flush() {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void fill() {
        LOGS.forEach(log -> {
            log.setLevel(Level.WARNING);
            log.addHandler(full);
        });
    }

    @AfterEach
    void empty() {
        LOGS.forEach(log -> {
            log.removeHandler(full);
            log.setLevel(null);
        });
    }

    private PolicyEngineBuilder builder(Policy policy) {
        return PolicyEngine.builder(policy)
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .store(store);
    }

    @Test
    void a_failure_that_cannot_be_logged_is_the_denial_it_would_have_been() {
        store.onReserve = Fault.THROWS;

        assertThat(Verdict.of(builder(LIMITED).build().decide(CALL)))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        assertThat(Verdict.of(builder(LIMITED)
                        .build()
                        .decideAsync(CALL)
                        .toCompletableFuture()
                        .join()))
                .isEqualTo("deny STORE_UNAVAILABLE /tools/t/limits/0");
        assertThat(refusedLines).isEqualTo(2);
    }

    @Test
    void a_defect_that_cannot_be_logged_is_denied_all_the_same() {
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .clock(() -> {
                    throw new IllegalStateException("the clock is broken");
                })
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(refusedLines).isEqualTo(1);
    }

    @Test
    void a_listener_that_throws_changes_no_decision_though_that_cannot_be_logged() {
        PolicyEngine engine = builder(LIMITED)
                .listener(event -> {
                    throw new IllegalStateException();
                })
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(refusedLines).isEqualTo(1);
    }

    @Test
    void a_queue_goes_on_though_its_listeners_failures_cannot_be_logged() {
        List<DecisionEvent> delivered = new ArrayList<>();
        QueuedDecisionListener queue = new QueuedDecisionListener(
                event -> {
                    delivered.add(event);
                    throw new IllegalStateException();
                },
                10);
        PolicyEngine engine = builder(LIMITED).listener(queue).build();
        Verdict.allow(engine.decide(CALL));
        Verdict.allow(engine.decide(CALL));
        queue.close();

        assertThat(delivered).hasSize(2);
        assertThat(refusedLines).isEqualTo(2);
    }

    @Test
    void what_goes_wrong_in_audit_mode_concerns_no_charge_in_force_though_it_cannot_be_logged() {
        BreakableStore audited = new BreakableStore();
        audited.onReplace = Fault.THROWS;
        PolicyEngine engine = builder(TestPolicy.ofTool(
                        limit("calls", Window.Calendar.HOUR, "9"),
                        limit("tried", Window.Calendar.HOUR, "9").audited()))
                .auditStore(audited)
                .listener(event -> {})
                .build();

        Verdict.allow(engine.decide(CALL)).reservation().release();

        assertThat(engine.explain(CALL).limits().get(0).used()).isEqualByComparingTo("0");
        assertThat(refusedLines).isEqualTo(1);
    }
}
