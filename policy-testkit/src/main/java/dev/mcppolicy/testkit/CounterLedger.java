package dev.mcppolicy.testkit;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.model.Mode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every counter in force that the calls of one test could touch, so that a change of any of them is seen. */
final class CounterLedger {
    private final CounterStore store;
    private final VirtualClock clock;
    private final Set<CounterKey> keys = new LinkedHashSet<>();

    CounterLedger(CounterStore store, VirtualClock clock) {
        this.store = store;
        this.clock = clock;
    }

    void note(Explanation explanation) {
        for (Explanation.LimitEvaluation limit : explanation.limits()) {
            if (limit.counter() != null && limit.mode() == Mode.ENFORCE) {
                keys.add(limit.counter());
            }
        }
    }

    /** What the counters hold now. */
    Map<CounterKey, BigDecimal> read() {
        List<CounterKey> known = new ArrayList<>(keys);
        long[] units = store.read(known, clock.millis());
        Map<CounterKey, BigDecimal> amounts = new LinkedHashMap<>();
        for (int i = 0; i < units.length; i++) {
            CounterKey key = known.get(i);
            amounts.put(key, key.definition().scale().amountOf(units[i]));
        }
        return amounts;
    }
}
