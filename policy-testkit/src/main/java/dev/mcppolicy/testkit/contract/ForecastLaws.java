package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static dev.mcppolicy.testkit.contract.StoreLaws.sessionKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store says that it would refuse is what it refuses, and saying so changes nothing. */
interface ForecastLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SLIDING = key("sliding", new Window.Sliding(Duration.ofMinutes(1)));

    @Test
    default void a_sliding_window_says_how_long_it_would_refuse() {
        take(new Charge(SLIDING, 2, 3));
        at(now() + 10_000);
        take(new Charge(SLIDING, 1, 3));

        assertThat(wouldRefuse(new Charge(SLIDING, 1, 3))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 50_000));
        assertThat(wouldRefuse(new Charge(SLIDING, 3, 3))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 60_000));
    }

    @Test
    default void a_forecast_takes_no_charge_and_no_room() {
        tested().useCapacity(1);

        assertThat(wouldRefuse(new Charge(CALLS, 3, 3))).isNull();
        assertThat(used(CALLS)).isZero();
        take(new Charge(SLIDING, 3, 3));
        assertThat(wouldRefuse(new Charge(CALLS, 3, 3)))
                .isEqualTo(new Refusal(0, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        assertUsed(Map.of(CALLS, 0L, SLIDING, 3L));
    }

    @Test
    default void what_would_be_refused_is_what_is_refused() {
        Random random = new Random(17);
        for (int i = 0; i < 200; i++) {
            compareNext(random);
        }
    }

    @Test
    default void what_would_be_refused_for_want_of_room_is_what_is_refused() {
        tested().useCapacity(3);
        Random random = new Random(18);
        for (int i = 0; i < 200; i++) {
            compareNext(random);
        }
    }

    private void compareNext(Random random) {
        if (random.nextInt(3) == 0) {
            at(now() + random.nextInt(40_000));
        }
        Charge[] charges = charges(random);
        Refusal foretold = wouldRefuse(charges);
        ReserveResult result = reserve(charges);
        assertThat(result instanceof Refusal ? result : null).isEqualTo(foretold);
    }

    private static Charge[] charges(Random random) {
        List<CounterKey> keys = new ArrayList<>(List.of(
                CALLS,
                SLIDING,
                key("seconds", new Window.Seconds(7)),
                key("burst", new Window.Sliding(Duration.ofSeconds(5))),
                key("hour", Window.Calendar.HOUR),
                sessionKey("a"),
                sessionKey("b")));
        Collections.shuffle(keys, random);
        return keys.subList(0, 1 + random.nextInt(4)).stream()
                .map(key -> new Charge(key, random.nextInt(4), 3 + random.nextInt(2) - random.nextInt(2)))
                .toArray(Charge[]::new);
    }

    private @Nullable Refusal wouldRefuse(Charge... charges) {
        return store().wouldRefuse(ReserveRequest.of(List.of(charges)), now());
    }
}
