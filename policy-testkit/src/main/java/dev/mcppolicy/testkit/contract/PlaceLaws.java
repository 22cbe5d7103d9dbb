package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static dev.mcppolicy.testkit.contract.StoreLaws.refused;
import static dev.mcppolicy.testkit.contract.StoreLaws.release;
import static dev.mcppolicy.testkit.contract.StoreLaws.settle;
import static dev.mcppolicy.testkit.contract.StoreLaws.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many calls run at once. */
interface PlaceLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SPEND = key("spend", Window.Calendar.DAY);
    long LEASE = 10_000;
    Refusal TAKEN = new Refusal(0, Refusal.Reason.PLACE_TAKEN, Refusal.NEVER);

    Refusal NO_ROOM = new Refusal(0, Refusal.Reason.PLACES_FULL, Refusal.NEVER);

    private static Place place(int max, String grant) {
        return new Place(
                new PlaceKey("policy", "server", RulePlace.tool("tool"), Scope.GRANT, grant, null), max, LEASE);
    }

    private static Place keyed(String value) {
        return keyed(new LimitKey.Paths(List.of(ArgumentPath.parse("args.k"))), value);
    }

    private static Place keyed(LimitKey key, String value) {
        KeyValue of = Objects.requireNonNull(KeyValue.of(List.of(value)));
        return new Place(
                new PlaceKey("policy", "server", RulePlace.tool("tool"), Scope.GLOBAL, key, null, null, of), 1, LEASE);
    }

    private int[] held(Place... places) {
        return store().placesHeld(Stream.of(places).map(Place::key).toList(), now());
    }

    private static ReserveRequest request(Place place, Charge... charges) {
        return ReserveRequest.of(List.of(charges)).withPlaces(List.of(place));
    }

    private ReserveResult run(Place place, Charge... charges) {
        return store().reserve(request(place, charges), now());
    }

    private List<Reservation> renew(Reservation... running) {
        return store().renew(List.of(running), now()).toCompletableFuture().join();
    }

    @Test
    default void no_more_than_the_max_hold_a_place() {
        Reservation first = taken(run(place(2, "a")));
        taken(run(place(2, "a")));

        assertThat(refused(run(place(2, "a")))).isEqualTo(TAKEN);
        taken(run(place(2, "b")));
        first.commit().toCompletableFuture().join();
        taken(run(place(2, "a")));
        assertThat(refused(run(place(2, "a")))).isEqualTo(TAKEN);
    }

    @Test
    default void a_max_that_was_lowered_refuses_and_one_that_was_raised_admits() {
        taken(run(place(2, "a")));
        taken(run(place(2, "a")));

        assertThat(refused(run(place(1, "a")))).isEqualTo(TAKEN);
        taken(run(place(3, "a")));
    }

    @Test
    default void a_place_is_free_however_its_call_was_settled() {
        taken(run(place(1, "a"), new Charge(CALLS, 1, 9)))
                .commit()
                .toCompletableFuture()
                .join();
        release(taken(run(place(1, "a"), new Charge(CALLS, 1, 9))));
        settle(taken(run(place(1, "a"), new Charge(CALLS, 1, 9))), Map.of("calls", BigDecimal.TEN));
        taken(run(place(1, "a"), new Charge(CALLS, 0, 99)));

        assertThat(used(CALLS)).isEqualTo(11);
    }

    @Test
    default void a_second_settlement_takes_no_place_from_another() {
        Hold hold = new Hold(OperationId.random(), NOON + 1_000, Hold.Then.KEEP);
        Reservation first = taken(store().reserve(request(place(1, "a")).withHold(hold), now()));
        Reservation found = Objects.requireNonNull(store().find(hold.id(), now()));
        release(first);
        taken(run(place(1, "a")));

        release(first);
        release(found);
        found.commit().toCompletableFuture().join();

        assertThat(refused(run(place(1, "a")))).isEqualTo(TAKEN);
    }

    @Test
    default void a_full_place_charges_nothing_and_a_limit_that_refuses_takes_no_place() {
        Reservation first = taken(run(place(1, "a"), new Charge(CALLS, 2, 5)));
        assertThat(refused(run(place(1, "a"), new Charge(CALLS, 2, 5)))).isEqualTo(TAKEN);
        assertThat(used(CALLS)).isEqualTo(2);

        assertThat(refused(run(place(1, "b"), new Charge(CALLS, 4, 5))).reason())
                .isEqualTo(Refusal.Reason.LIMIT);
        taken(run(place(1, "b"), new Charge(CALLS, 3, 5)));
        release(first);
        assertThat(used(CALLS)).isEqualTo(3);
    }

    @Test
    default void a_limit_that_no_waiting_helps_is_named_before_a_place_and_a_place_before_a_wait() {
        taken(run(place(1, "a"), new Charge(CALLS, 5, 5)));

        assertThat(refused(run(place(1, "a"), new Charge(CALLS, 1, 5), new Charge(SPEND, 6, 5))))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, Refusal.NEVER));
        assertThat(refused(run(place(1, "a"), new Charge(CALLS, 1, 5)))).isEqualTo(TAKEN);
        assertThat(refused(run(place(1, "b"), new Charge(CALLS, 1, 5))))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 42_000));
    }

    @Test
    default void what_a_request_for_places_would_be_refused_by_is_foretold() {
        assertThat(store().wouldRefuse(request(place(1, "a"), new Charge(CALLS, 5, 5)), now()))
                .isNull();
        taken(run(place(1, "a"), new Charge(CALLS, 5, 5)));

        assertThat(store().wouldRefuse(request(place(1, "a"), new Charge(CALLS, 1, 5)), now()))
                .isEqualTo(TAKEN);
        assertThat(store().wouldRefuse(request(place(1, "a"), new Charge(CALLS, 6, 5)), now()))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, Refusal.NEVER));
        assertThat(store().wouldRefuse(request(place(1, "b"), new Charge(CALLS, 1, 5)), now()))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 42_000));
    }

    @Test
    default void all_places_are_taken_or_none() {
        taken(run(place(1, "b")));
        ReserveRequest both = ReserveRequest.of(List.of()).withPlaces(List.of(place(1, "a"), place(1, "b")));

        assertThat(refused(store().reserve(both, now())))
                .isEqualTo(new Refusal(1, Refusal.Reason.PLACE_TAKEN, Refusal.NEVER));

        taken(run(place(1, "a")));
    }

    @Test
    default void each_value_of_a_key_has_places_of_its_own() {
        taken(run(keyed("1")));

        taken(run(keyed("2")));
        taken(run(keyed(new LimitKey.AllArguments(), "1")));
        assertThat(refused(run(keyed("1")))).isEqualTo(TAKEN);
    }

    @Test
    default void how_many_hold_a_place_is_told() {
        taken(run(place(9, "a")));
        Reservation second = taken(run(place(9, "a")));
        taken(run(keyed("1")));
        assertThat(held(place(9, "a"), place(1, "b"), keyed("1"), keyed("2"))).containsExactly(2, 0, 1, 0);
        assertThat(held()).isEmpty();

        release(second);
        assertThat(held(place(2, "a"))).containsExactly(1);
        at(NOON + LEASE);
        assertThat(held(place(9, "a"), keyed("1"))).containsExactly(0, 0);
    }

    @Test
    default void places_that_callers_can_open_at_will_take_half_of_the_room_at_most() {
        tested().useCapacity(4);
        taken(run(keyed("1")));
        Reservation second = taken(run(keyed("2")));

        assertThat(refused(run(keyed("3")))).isEqualTo(NO_ROOM);
        assertThat(store().wouldRefuse(request(keyed("3")), now())).isEqualTo(NO_ROOM);
        assertThat(refused(run(keyed("1"))))
                .as("a place that is taken comes first")
                .isEqualTo(TAKEN);
        taken(run(place(9, "a")));
        release(second);
        taken(run(keyed("3")));
        assertThat(refused(run(keyed("2")))).isEqualTo(NO_ROOM);
        at(NOON + LEASE);
        taken(run(keyed("2")));
    }

    @Test
    default void a_payer_holds_so_many_places_at_will_and_leaves_the_others_theirs() {
        tested().useCapacity(100, 2);
        taken(store().reserve(request(keyed("1")).withPayer("a"), now()));
        Reservation second = taken(store().reserve(request(keyed("2")).withPayer("a"), now()));

        assertThat(refused(store().reserve(
                                request(keyed("3"), new Charge(CALLS, 1, 5)).withPayer("a"), now())))
                .isEqualTo(NO_ROOM);
        assertThat(used(CALLS)).isZero();
        taken(store().reserve(request(keyed("3")).withPayer("b"), now()));
        taken(store().reserve(request(place(9, "a")).withPayer("a"), now()));
        release(second);
        taken(store().reserve(request(keyed("4")).withPayer("a"), now()));
    }

    @Test
    default void a_limit_that_refuses_is_named_before_a_place_that_finds_no_room() {
        tested().useCapacity(2);
        taken(run(keyed("1"), new Charge(CALLS, 5, 5)));

        assertThat(refused(run(keyed("2"), new Charge(CALLS, 1, 5))))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 42_000));
    }

    @Test
    default void a_clock_that_is_put_back_has_no_lease_run_for_longer_than_from_then() {
        at(NOON + 1_000_000);
        taken(run(place(1, "a")));
        at(NOON);
        store().resetClock(NOON);
        assertThat(refused(run(place(1, "a")))).isEqualTo(TAKEN);

        at(NOON + LEASE);

        taken(run(place(1, "a")));
    }

    @Test
    default void two_places_of_one_key_are_refused_with_an_error() {
        ReserveRequest twice = ReserveRequest.of(List.of()).withPlaces(List.of(place(1, "a"), place(2, "a")));

        assertThatThrownBy(() -> taken(store().reserve(twice, now()))).isInstanceOf(IllegalArgumentException.class);

        taken(run(place(1, "a")));
    }

    @Test
    default void a_lease_that_ends_frees_the_place_and_one_that_is_renewed_does_not() {
        Reservation dead = taken(run(place(2, "a")));
        Reservation alive = taken(run(place(2, "a")));
        at(NOON + LEASE / 2);
        assertThat(renew(alive)).isEmpty();
        at(NOON + LEASE - 1);
        assertThat(refused(run(place(2, "a")))).isEqualTo(TAKEN);

        at(NOON + LEASE);

        taken(run(place(2, "a")));
        assertThat(refused(run(place(2, "a")))).isEqualTo(TAKEN);
        release(dead);
        assertThat(refused(run(place(2, "a"))))
                .as("the place of a call that lost its own")
                .isEqualTo(TAKEN);
        at(NOON + LEASE / 2 + LEASE);
        taken(run(place(2, "a")));
    }

    @Test
    default void to_renew_tells_who_holds_no_place_any_more() {
        Reservation settled = taken(run(place(9, "a")));
        Reservation dead = taken(run(place(9, "a")));
        at(NOON + LEASE / 2);
        Reservation alive = taken(run(place(9, "a")));
        release(settled);
        at(NOON + LEASE);

        assertThat(renew(settled, dead, alive)).containsExactly(settled, dead);
        assertThat(renew()).isEmpty();
    }

    @Test
    default void a_swap_takes_places_too_or_leaves_what_is_held() {
        Reservation held = take(CALLS, 3);
        Reservation other = taken(run(place(1, "a")));

        assertThat(refused(store().swap(held, request(place(1, "a"), new Charge(CALLS, 1, 5)), now())))
                .isEqualTo(TAKEN);
        assertThat(used(CALLS)).isEqualTo(3);
        release(other);
        Reservation running = taken(store().swap(held, request(place(1, "a"), new Charge(CALLS, 1, 5)), now()));

        assertThat(used(CALLS)).isEqualTo(1);
        assertThat(refused(run(place(1, "a")))).isEqualTo(TAKEN);
        release(running);
        taken(run(place(1, "a")));
    }

    @Test
    default void never_more_than_the_max_run_at_once_whatever_the_threads() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        Workers.run(4, 50, () -> {
            if (run(place(2, "a"), new Charge(CALLS, 1, UNBOUNDED)) instanceof Reservation held) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                ran.incrementAndGet();
                running.decrementAndGet();
                held.commit().toCompletableFuture().join();
            }
        });

        assertThat(most.get()).isBetween(1, 2);
        assertThat(used(CALLS)).isEqualTo(ran.get());
        taken(run(place(2, "a")));
        taken(run(place(2, "a")));
    }
}
