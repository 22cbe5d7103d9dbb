package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.HOUR;
import static dev.mcppolicy.counter.memory.Counters.NOON;
import static dev.mcppolicy.counter.memory.Counters.key;
import static dev.mcppolicy.counter.memory.Counters.sliding;

import dev.mcppolicy.counter.Charge;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cells are linearizable in every order of steps that the model checker finds: charges by compare-and-set beside charges
 * of several cells under their locks, corrections, reads, and a cell going out of use.
 */
@Param(name = "units", gen = IntGen.class, conf = "0:3")
public class CellLincheckTest {
    private static final long MAX = 5;

    private final WindowCell calls = new WindowCell(key("calls", HOUR), "", 0, NOON, NOON + 3_600_000);
    private final SlidingCell log = new SlidingCell(key("log", sliding(100)), "", 1, 100, 4, NOON);

    /** The first charge of the log; set with its cell locked, and read without, as a reservation hands it on. */
    private volatile @Nullable LoggedCharge first;

    @Operation
    public long charge(@Param(name = "units") int units) {
        return calls.charge(new Charge(calls.key(), units, MAX));
    }

    /** As {@link JointCharge} does it. */
    @Operation
    public boolean chargeBoth(@Param(name = "units") int units) {
        if (!calls.lock()) {
            return false;
        }
        try {
            if (!log.lock()) {
                return false;
            }
            try {
                return chargeLocked(units);
            } finally {
                log.unlock();
            }
        } finally {
            calls.unlock();
        }
    }

    private boolean chargeLocked(long units) {
        long held = calls.takeBackLocked(1, null);
        boolean fits = log.refreshLocked(NOON) && calls.usedLocked() + units <= MAX && log.usedLocked() + units <= MAX;
        if (!fits) {
            calls.putBackLocked(held, null);
            return false;
        }
        calls.recordLocked(units, NOON);
        LoggedCharge logged = log.recordLocked(units, NOON);
        if (first == null) {
            first = logged;
        }
        return true;
    }

    @Operation
    public void replace(@Param(name = "units") int charged, @Param(name = "units") int actual) {
        calls.replace(charged, actual, null);
    }

    @Operation
    public void replaceFirstOfLog(@Param(name = "units") int actual) {
        log.replace(0, actual, first);
    }

    @Operation
    public long usedCalls() {
        return calls.usedAt(NOON);
    }

    @Operation
    public long usedLog() {
        return log.usedAt(NOON);
    }

    @Operation(runOnce = true)
    public void kill() {
        calls.kill();
    }

    private static void check(int iterations, int invocations) {
        new ModelCheckingOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .check(CellLincheckTest.class);
    }

    @Test
    void cells_are_linearizable_in_every_order_that_is_tried() {
        check(20, 300);
    }

    @Tag("long")
    @Test
    void cells_are_linearizable_in_a_hundred_thousand_orders() {
        check(100, 1_000);
    }
}
