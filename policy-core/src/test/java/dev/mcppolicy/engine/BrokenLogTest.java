package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
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

    /** No other test throws it, so that the log has not just said one of its kind. */
    private static final class Unheard extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

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
        return PolicyEngine.builder(policy).clock(new ManualClock("2026-01-15T12:00:00Z"));
    }

    @Test
    void a_defect_that_cannot_be_logged_is_denied_all_the_same() {
        PolicyEngine engine = PolicyEngine.builder(LIMITED)
                .clock(() -> {
                    throw new Unheard();
                })
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny INTERNAL_ERROR (engine)");
        assertThat(refusedLines).isEqualTo(1);
    }

    @Test
    void a_listener_that_throws_changes_no_decision_though_that_cannot_be_logged() {
        PolicyEngine engine = builder(LIMITED)
                .listener(event -> {
                    throw new Unheard();
                })
                .build();

        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo(Verdict.ALLOW);
        assertThat(refusedLines).isEqualTo(1);
    }
}
