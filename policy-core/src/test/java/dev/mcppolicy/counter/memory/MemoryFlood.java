package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Floods a store with new callers, in a process of its own; {@link MemoryTest} reads what it prints. */
final class MemoryFlood {
    private static final int CAPACITY = 200_000;
    private static final int CALLERS = 10_000_000;
    private static final int VICTIMS = 1_000;
    private static final int MAX = 5;
    private static final CounterDefinition CALLS = new CounterDefinition(
            "test", "", RulePlace.tool("t"), "calls", Window.Calendar.HOUR, Scope.GRANT, Scale.WHOLE);

    private MemoryFlood() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        InMemoryCounterStore store = new InMemoryCounterStore(CAPACITY);
        CounterKey.Factory keys = new CounterKey.Factory(CALLS);
        long empty = usedBytes();
        int taken = 0;
        for (int i = 0; i < VICTIMS; i++) {
            taken += take(store, keys.key("victim" + i, null), 3, Counters.NOON);
        }
        System.out.println("taken by victims: " + taken);
        int refusedAsFull = 0;
        int others = 0;
        for (int i = 0; i < CALLERS; i++) {
            String caller = new UUID(0x5EED, i).toString();
            ReserveResult result = store.reserve(
                    ReserveRequest.of(List.of(new Charge(keys.key(caller, null), 1, MAX))), Counters.NOON + i / 10_000);
            if (result instanceof Refusal refusal && refusal.reason() == Refusal.Reason.STORE_FULL) {
                refusedAsFull++;
            } else if (result instanceof Reservation) {
                others++;
            }
            if (i == CAPACITY) {
                long perKey = (usedBytes() - empty) / CAPACITY;
                System.out.println("bytes per key: " + perKey);
            }
        }
        System.out.println("admitted callers: " + others);
        System.out.println("refused as full: " + refusedAsFull);
        int exact = 0;
        for (int i = 0; i < VICTIMS; i++) {
            exact += take(store, keys.key("victim" + i, null), 10, Counters.NOON + 2_000) == MAX - 3 ? 1 : 0;
        }
        System.out.println("victims counted exactly: " + exact);
        long next = Counters.NOON + 3_600_000 + 2_000;
        int room = 0;
        for (int i = 0; i < CAPACITY; i++) {
            room += take(store, keys.key(String.format(Locale.ROOT, "late %d", i), null), 1, next + i / 1_000);
        }
        System.out.println("admitted in the next window: " + room);
    }

    private static int take(CounterStore store, CounterKey key, int times, long now) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += store.reserve(ReserveRequest.of(List.of(new Charge(key, 1, MAX))), now) instanceof Reservation
                    ? 1
                    : 0;
        }
        return taken;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
