package dev.mcppolicy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulation against what is known of queues. */
class StoreLoadTest {
    private static final int CALLS = 200_000;
    private static final double SERVICE_MICROS = 100;

    /** So many callers that those who wait change nothing of how often calls come. */
    private static StoreLoad load(double busy, int workers, int stores) {
        int callers = 20_000;
        double seconds = callers * SERVICE_MICROS / 1e6 / (busy * workers * stores);
        return new StoreLoad(100, callers / 100, seconds, SERVICE_MICROS, workers, stores, 0);
    }

    /** The mean wait before a worker whose calls all take alike, by Pollaczek and Khinchine; here the median is below it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.8})
    void a_store_is_as_busy_as_its_load_and_makes_calls_wait_as_the_formula_says(double busy) {
        StoreLoad.Outcome outcome = load(busy, 1, 1).run(CALLS);

        assertThat(outcome.busy()).isCloseTo(busy, within(0.02));
        double meanWait = busy * SERVICE_MICROS / (2 * (1 - busy));
        assertThat(outcome.medianMicros()).isBetween(SERVICE_MICROS, SERVICE_MICROS + meanWait);
        assertThat(outcome.slowMicros()).isGreaterThan(SERVICE_MICROS + meanWait);
    }

    @Test
    void more_than_a_store_can_do_is_not_done() {
        StoreLoad.Outcome outcome = load(3, 1, 1).run(CALLS);

        assertThat(outcome.perSecond()).isCloseTo(1e6 / SERVICE_MICROS, within(50.0));
        assertThat(outcome.busy()).isCloseTo(1, within(0.01));
    }

    @Test
    void two_stores_do_the_work_of_two_and_wait_like_one_at_half_the_load() {
        StoreLoad.Outcome one = load(0.8, 1, 1).run(CALLS);
        StoreLoad.Outcome two =
                new StoreLoad(100, 200, load(0.8, 1, 1).secondsBetweenCalls(), SERVICE_MICROS, 1, 2, 0).run(CALLS);

        assertThat(two.perSecond()).isCloseTo(one.perSecond(), within(one.perSecond() / 50));
        assertThat(two.busy()).isCloseTo(one.busy() / 2, within(0.02));
        assertThat(two.slowMicros()).isLessThan(one.slowMicros());
    }

    @Test
    void the_trip_is_added_to_every_call() {
        StoreLoad near = load(0.5, 1, 1);
        StoreLoad far = new StoreLoad(100, 200, near.secondsBetweenCalls(), SERVICE_MICROS, 1, 1, 1_000);

        assertThat(far.run(CALLS).medianMicros() - near.run(CALLS).medianMicros())
                .isCloseTo(1_000, within(20.0));
    }
}
