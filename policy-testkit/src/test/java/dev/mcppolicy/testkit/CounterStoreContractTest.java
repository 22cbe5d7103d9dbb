package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.Window;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract finds the faults that stores are known for. */
class CounterStoreContractTest {

    @Test
    void a_store_that_charges_one_counter_after_the_other_is_found() {
        assertThat(TestRun.of(OneAfterTheOther.class).failures())
                .containsKeys(
                        "charges_are_taken_together_or_not_at_all",
                        "charges_in_opposite_orders_stay_together_and_do_not_wait_in_a_circle");
    }

    @Test
    void a_store_that_looks_before_it_charges_is_found() {
        assertThat(TestRun.of(LooksBeforeItCharges.class).failures())
                .containsKeys("of_more_unit_charges_than_max_exactly_max_pass_whatever_the_threads");
    }

    @Test
    void a_store_that_follows_every_clock_is_found() {
        assertThat(TestRun.of(FollowsEveryClock.class).failures())
                .containsKeys("a_clock_that_steps_back_opens_no_budget_twice");
    }

    @Test
    void a_store_that_counts_in_doubles_is_found() {
        assertThat(TestRun.of(CountsInDoubles.class).failures())
                .containsKeys("units_beyond_the_integers_of_a_double_are_exact");
    }

    @Test
    void a_store_that_joins_the_parts_of_a_key_is_found() {
        assertThat(TestRun.of(JoinsTheParts.class).failures())
                .containsKeys("keys_that_differ_in_any_part_never_collide");
    }

    @Test
    void a_store_that_credits_what_its_window_does_not_hold_is_found() {
        assertThat(TestRun.of(CreditsByTheCallersClock.class).failures())
                .containsKeys("a_read_credits_what_is_held_in_the_window_now_current_and_nothing_else");
    }

    @Test
    void a_store_that_forgets_live_counters_is_found() {
        assertThat(TestRun.of(ForgetsLiveCounters.class).failures())
                .containsKeys("no_flood_of_keys_resets_a_live_counter");
    }

    @Test
    void a_store_without_fault_passes_whole() {
        assertThat(TestRun.of(InMemoryCounterStoreTest.class).failures()).isEmpty();
    }

    /** A store that hands everything on, to be spoilt in one place. */
    private abstract static class Spoilt implements CounterStore {
        final CounterStore store;

        Spoilt(CounterStore store) {
            this.store = store;
        }

        @Override
        public ReserveResult reserve(List<Charge> charges, long nowMillis) {
            return store.reserve(charges, nowMillis);
        }

        @Override
        public ReserveResult swap(Reservation held, List<Charge> charges, long nowMillis) {
            return store.swap(held, charges, nowMillis);
        }

        @Override
        public long[] read(List<CounterKey> keys, long nowMillis) {
            return store.read(keys, nowMillis);
        }

        @Override
        public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
            return store.readCrediting(held, keys, nowMillis);
        }

        @Override
        public void reset(CounterKey key) {
            store.reset(key);
        }

        @Override
        public void resetClock(long nowMillis) {
            store.resetClock(nowMillis);
        }
    }

    static class OneAfterTheOther extends InMemoryCounterStoreTest {
        @Override
        protected CounterStore newStore() {
            return new Spoilt(super.newStore()) {
                @Override
                public ReserveResult reserve(List<Charge> charges, long nowMillis) {
                    ReserveResult last = Reservation.empty();
                    for (Charge charge : charges) {
                        last = store.reserve(List.of(charge), nowMillis);
                        if (last instanceof Refusal refusal) {
                            return new Refusal(charges.indexOf(charge), refusal.reason(), refusal.retryAfterMillis());
                        }
                    }
                    return last;
                }
            };
        }
    }

    static class LooksBeforeItCharges extends InMemoryCounterStoreTest {
        @Override
        protected CounterStore newStore() {
            return new Spoilt(super.newStore()) {
                @Override
                @SuppressWarnings("ThreadPriorityCheck") // lets another thread in between look and charge
                public ReserveResult reserve(List<Charge> charges, long nowMillis) {
                    List<Charge> unbounded = new ArrayList<>();
                    for (Charge charge : charges) {
                        long used = store.read(List.of(charge.key()), nowMillis)[0];
                        Thread.yield();
                        if (used > charge.maxUnits() - charge.units()) {
                            return new Refusal(charges.indexOf(charge), Refusal.Reason.LIMIT, Refusal.NEVER);
                        }
                        unbounded.add(new Charge(charge.key(), charge.units(), Long.MAX_VALUE));
                    }
                    return store.reserve(unbounded, nowMillis);
                }
            };
        }
    }

    static class FollowsEveryClock extends InMemoryCounterStoreTest {
        @Override
        protected CounterStore newStore() {
            return new Spoilt(super.newStore()) {
                @Override
                public ReserveResult reserve(List<Charge> charges, long nowMillis) {
                    store.resetClock(nowMillis);
                    return store.reserve(charges, nowMillis);
                }

                @Override
                public long[] read(List<CounterKey> keys, long nowMillis) {
                    store.resetClock(nowMillis);
                    return store.read(keys, nowMillis);
                }
            };
        }
    }

    static class CountsInDoubles extends InMemoryCounterStoreTest {
        @Override
        protected CounterStore newStore() {
            return new Spoilt(super.newStore()) {
                @Override
                public long[] read(List<CounterKey> keys, long nowMillis) {
                    long[] units = store.read(keys, nowMillis);
                    for (int i = 0; i < units.length; i++) {
                        units[i] = (long) (double) units[i];
                    }
                    return units;
                }
            };
        }
    }

    static class JoinsTheParts extends InMemoryCounterStoreTest {
        private static CounterKey joined(CounterKey key) {
            CounterDefinition parts = key.definition();
            String text = parts.namespace() + ":" + parts.server() + ":" + parts.tool() + ":" + parts.counter() + ":"
                    + key.identity() + ":" + key.session();
            return CounterKey.of(
                    new CounterDefinition("", "", null, text, parts.window(), parts.scope(), parts.scale()),
                    null,
                    null);
        }

        @Override
        protected CounterStore newStore() {
            return new Spoilt(super.newStore()) {
                @Override
                public ReserveResult reserve(List<Charge> charges, long nowMillis) {
                    return store.reserve(
                            charges.stream()
                                    .map(each -> new Charge(joined(each.key()), each.units(), each.maxUnits()))
                                    .toList(),
                            nowMillis);
                }

                @Override
                public long[] read(List<CounterKey> keys, long nowMillis) {
                    return store.read(keys.stream().map(JoinsTheParts::joined).toList(), nowMillis);
                }
            };
        }
    }

    static class CreditsByTheCallersClock extends InMemoryCounterStoreTest {
        @Override
        protected CounterStore newStore() {
            return new Spoilt(super.newStore()) {
                @Override
                public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
                    long[] units = store.read(keys, nowMillis);
                    for (Charge charge : held.charges()) {
                        boolean running = nowMillis < NOON + MINUTE
                                || charge.key().definition().window() != Window.Calendar.MINUTE;
                        if (running && !held.isSettled() && keys.contains(charge.key())) {
                            units[keys.indexOf(charge.key())] -= charge.units();
                        }
                    }
                    return units;
                }
            };
        }
    }

    static class ForgetsLiveCounters extends InMemoryCounterStoreTest {
        @Override
        protected CounterStore newStore(int capacity) {
            return new Spoilt(super.newStore(1_000_000)) {
                private final List<CounterKey> known = new ArrayList<>();

                @Override
                public ReserveResult reserve(List<Charge> charges, long nowMillis) {
                    charges.forEach(charge -> known.add(charge.key()));
                    while (known.size() > capacity) {
                        store.reset(known.remove(0));
                    }
                    return store.reserve(charges, nowMillis);
                }
            };
        }
    }
}
