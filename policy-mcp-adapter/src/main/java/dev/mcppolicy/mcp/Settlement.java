package dev.mcppolicy.mcp;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolCall;
import dev.mcppolicy.engine.ToolOutcome;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of one call that was allowed. The first word of how it ended settles the charges and is told to the listeners;
 * any later one is not heard. There are several who may speak, since a client can leave at any moment: while its input is
 * refused, while the handler works, and when the handler has just answered.
 *
 * <p>This class is threadsafe.
 */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEnforcer.class);

    private final PolicyEngine engine;
    private final ToolCall call;
    private final AtomicBoolean settled = new AtomicBoolean();

    Settlement(PolicyEngine engine, ToolCall call) {
        this.engine = engine;
        this.call = call;
    }

    /** The charges stand. */
    void charged(Decision.Allow allow, ToolOutcome outcome) {
        if (settled.compareAndSet(false, true)) {
            allow.reservation().commit();
            engine.finished(call, allow, outcome);
        }
    }

    /** The charges are given back; where the store cannot, they stand, and the log says so. */
    void released(Decision.Allow allow, ToolOutcome outcome) {
        if (settled.compareAndSet(false, true)) {
            release(allow.reservation());
            engine.finished(call, allow, outcome);
        }
    }

    private static void release(Reservation reservation) {
        try {
            reservation.release().whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("charges could not be released, and stand", failure);
                }
            });
        } catch (Throwable e) {
            LOG.warn("charges could not be released, and stand", e);
        }
    }
}
