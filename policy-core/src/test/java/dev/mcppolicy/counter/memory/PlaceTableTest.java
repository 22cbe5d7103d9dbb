package dev.mcppolicy.counter.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Places against a list of who holds them: never too many, and nothing is kept of those that were given back. */
class PlaceTableTest {
    private static final int MOST = 6;
    private static final int MOST_PER_PAYER = 4;
    /** For so long a lease that has ended may still count where there is no room. */
    private static final long LATE_MILLIS = 1_000;

    private record Held(Place place, String payer, long end, Reservation reservation) {}

    private final HighWaterClock clock = new HighWaterClock();
    private final CellTable cells = new CellTable(clock, 100, 100, 100);

    private static Place place(Random random) {
        boolean keyed = random.nextInt(3) > 0;
        PlaceKey key = new PlaceKey(
                "p",
                "s",
                RulePlace.tool("t"),
                Scope.GLOBAL,
                keyed ? new LimitKey.AllArguments() : null,
                null,
                null,
                keyed ? KeyValue.of(List.of(random.nextInt(6))) : null);
        return new Place(key, 1 + random.nextInt(3), 1 + random.nextInt(3_000));
    }

    private static long count(List<Held> held, Place place, long now) {
        return held.stream()
                .filter(each -> each.end() > now && each.place().key().equals(place.key()))
                .count();
    }

    private static long countAtWill(List<Held> held, long now) {
        return held.stream()
                .filter(each -> each.end() > now && each.place().key().isOpenedAtWill())
                .count();
    }

    private static long countAtWill(List<Held> held, String payer, long now) {
        return countAtWill(
                held.stream().filter(each -> each.payer().equals(payer)).toList(), now);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void never_too_many_hold_a_place_and_nothing_is_kept_of_those_that_were_given_back(@ForAll long seed) {
        Random random = new Random(seed);
        PlaceTable table = new PlaceTable(MOST, MOST_PER_PAYER);
        List<Held> held = new ArrayList<>();
        long now = 1_000;
        for (int i = 0; i < 300; i++) {
            now += random.nextInt(300);
            if (!held.isEmpty() && random.nextInt(3) == 0) {
                Held given = held.remove(random.nextInt(held.size()));
                given.reservation().release();
                continue;
            }
            Place place = place(random);
            String payer = random.nextBoolean() ? "a" : "b";
            ReserveRequest request =
                    ReserveRequest.of(List.of()).withPlaces(List.of(place)).withPayer(payer);
            JointCharge attempt = new JointCharge(cells, request, Reservation.empty(), now);
            boolean isFull = count(held, place, now) >= place.max();
            boolean hasRoom = !place.key().isOpenedAtWill()
                    || (countAtWill(held, now) < MOST && countAtWill(held, payer, now) < MOST_PER_PAYER);
            long earlier = now - LATE_MILLIS;
            boolean hadRoom = countAtWill(held, earlier) < MOST && countAtWill(held, payer, earlier) < MOST_PER_PAYER;

            ReserveResult result = table.take(attempt, request.places(), payer, now);

            if (result instanceof Reservation taken) {
                assertThat(isFull).isFalse();
                assertThat(hasRoom).isTrue();
                held.add(new Held(place, payer, now + place.leaseMillis(), taken));
            } else {
                Refusal.Reason reason = ((Refusal) result).reason();
                assertThat(reason == Refusal.Reason.PLACE_TAKEN).isEqualTo(isFull);
                assertThat(reason == Refusal.Reason.PLACES_FULL && hadRoom && hasRoom)
                        .isFalse();
            }
            assertThat(table.held(place.key(), now)).isEqualTo((int) count(held, place, now));
        }

        held.forEach(each -> each.reservation().release());

        assertThat(table.isEmpty()).isTrue();
    }
}
