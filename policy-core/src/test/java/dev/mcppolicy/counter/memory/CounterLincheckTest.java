package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.HOUR;
import static dev.mcppolicy.counter.memory.Counters.NOON;
import static dev.mcppolicy.counter.memory.Counters.charge;
import static dev.mcppolicy.counter.memory.Counters.key;
import static dev.mcppolicy.counter.memory.Counters.sliding;
import static dev.mcppolicy.counter.memory.Counters.take;
import static dev.mcppolicy.counter.memory.Counters.used;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reserving, reading, releasing and settling are linearizable: whatever the threads do, some order of the same steps on
 * one thread gives the same answers. The whole store is put under stress here, its cells to every order of steps in
 * {@link CellLincheckTest}.
 */
@Param(name = "units", gen = IntGen.class, conf = "0:3")
@Param(name = "reservation", gen = IntGen.class, conf = "0:2")
public class CounterLincheckTest {
    private static final CounterKey CALLS = key("calls", HOUR);
    private static final CounterKey SPEND = key("spend", HOUR);
    private static final CounterKey LOG = key("log", sliding(1_000));
    private static final long MAX = 5;
    private static final Place PLACE =
            new Place(new PlaceKey("", "", RulePlace.everyTool(), Scope.GLOBAL, null, null), 1, 1_000);

    /** Settled by one thread at a time: the later of two settlements may return before the earlier has changed a count. */
    private static final String SETTLEMENT = "settlement";

    private final InMemoryCounterStore store = new InMemoryCounterStore(10);
    private final List<Reservation> made = List.of(
            take(store, NOON, charge(CALLS, 1, MAX)),
            take(store, NOON, charge(CALLS, 2, MAX)),
            take(store, NOON, charge(LOG, 3, MAX)));

    private final AtomicReference<@Nullable Reservation> placed = new AtomicReference<>();

    @Operation
    public boolean reserve(@Param(name = "units") int units) {
        return store.reserve(ReserveRequest.of(List.of(charge(CALLS, units, MAX))), NOON) instanceof Reservation;
    }

    @Operation
    public boolean reserveSeveral(@Param(name = "units") int units) {
        return store.reserve(
                        ReserveRequest.of(
                                List.of(charge(SPEND, units, MAX), charge(CALLS, 1, MAX), charge(LOG, 1, MAX))),
                        NOON)
                instanceof Reservation;
    }

    @Operation
    public boolean reserveInAnotherOrder(@Param(name = "units") int units) {
        return store.reserve(ReserveRequest.of(List.of(charge(CALLS, units, MAX), charge(SPEND, 2, MAX))), NOON)
                instanceof Reservation;
    }

    @Operation
    public boolean swap(@Param(name = "units") int units) {
        // A held reservation that nobody else settles; without it, a swap is a reservation of several.
        return store.swap(
                        Reservation.empty(),
                        ReserveRequest.of(List.of(charge(CALLS, units, MAX), charge(SPEND, units, MAX))),
                        NOON)
                instanceof Reservation;
    }

    @Operation(nonParallelGroup = SETTLEMENT)
    public boolean commit(@Param(name = "reservation") int index) {
        boolean wasSettled = made.get(index).isSettled();
        made.get(index).commit();
        return wasSettled;
    }

    @Operation(nonParallelGroup = SETTLEMENT)
    public void release(@Param(name = "reservation") int index) {
        made.get(index).release();
    }

    @Operation(nonParallelGroup = SETTLEMENT)
    public void settle(@Param(name = "reservation") int index, @Param(name = "units") int units) {
        made.get(index).settle(Map.of(index == 2 ? "log" : "calls", BigDecimal.valueOf(units)));
    }

    @Operation
    public boolean takePlace(@Param(name = "units") int units) {
        ReserveRequest request =
                ReserveRequest.of(List.of(charge(CALLS, units, MAX))).withPlaces(List.of(PLACE));
        if (store.reserve(request, NOON) instanceof Reservation taken) {
            placed.set(taken);
            return true;
        }
        return false;
    }

    @Operation(nonParallelGroup = SETTLEMENT)
    public void freePlace() {
        Reservation taken = placed.getAndSet(null);
        if (taken != null) {
            taken.commit();
        }
    }

    @Operation
    public long readCalls() {
        return used(store, CALLS, NOON);
    }

    @Operation
    public long readSpend() {
        return used(store, SPEND, NOON);
    }

    @Operation
    public long readLog() {
        return used(store, LOG, NOON);
    }

    private static void stress(int iterations, int invocations) {
        new StressOptions()
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .threads(3)
                .actorsPerThread(3)
                .check(CounterLincheckTest.class);
    }

    @Test
    void counting_is_linearizable_under_stress() {
        stress(15, 300);
    }

    @Tag("long")
    @Test
    void counting_is_linearizable_under_a_million_runs_of_stress() {
        stress(100, 10_000);
    }
}
