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
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is held under a name, told again, and settled by whoever knows it. */
interface HoldLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SPEND = key("spend", Window.Calendar.DAY);
    long DEADLINE = NOON + 10_000;

    private static ReserveRequest held(Hold.Then then, Charge... charges) {
        return ReserveRequest.of(List.of(charges)).withHold(new Hold(OperationId.random(), DEADLINE, then));
    }

    private static OperationId nameOf(ReserveRequest request) {
        return Objects.requireNonNull(request.hold(), "held").id();
    }

    private Reservation found(ReserveRequest request) {
        Reservation found = store().find(nameOf(request), now());
        assertThat(found).as("what is held").isNotNull();
        return Objects.requireNonNull(found, "found");
    }

    private void assertNothingIsFound(ReserveRequest request) {
        assertThat(store().find(nameOf(request), now())).isNull();
    }

    @Test
    default void a_request_sent_again_is_answered_as_the_first_time_and_takes_nothing() {
        ReserveRequest request = held(Hold.Then.KEEP, new Charge(CALLS, 3, 5), new Charge(SPEND, 2, 2));
        take(CALLS, 1);

        Reservation first = taken(store().reserve(request, now()));
        take(CALLS, 1);
        Reservation again = taken(store().reserve(request, now()));

        assertThat(again.charges()).isEqualTo(first.charges());
        assertThat(again.before(0)).isEqualTo(first.before(0)).isEqualTo(1);
        assertUsed(Map.of(CALLS, 5L, SPEND, 2L));
    }

    @Test
    default void a_request_sent_again_after_it_was_settled_takes_nothing() {
        ReserveRequest request = held(Hold.Then.KEEP, new Charge(CALLS, 3, 5));
        release(taken(store().reserve(request, now())));

        release(taken(store().reserve(request, now())));

        assertThat(used(CALLS)).isZero();
        assertNothingIsFound(request);
    }

    @Test
    default void a_request_that_was_refused_is_judged_anew() {
        ReserveRequest request = held(Hold.Then.KEEP, new Charge(CALLS, 3, 5));
        Reservation other = take(CALLS, 4);
        refused(store().reserve(request, now()));
        assertNothingIsFound(request);
        release(other);

        taken(store().reserve(request, now()));

        assertThat(used(CALLS)).isEqualTo(3);
    }

    @Test
    default void a_name_stands_for_one_request() {
        ReserveRequest request = held(Hold.Then.KEEP, new Charge(CALLS, 3, 5));
        taken(store().reserve(request, now()));
        ReserveRequest other = ReserveRequest.of(List.of(new Charge(CALLS, 1, 5)))
                .withHold(Objects.requireNonNull(request.hold(), "held"));

        assertThatThrownBy(() -> taken(store().reserve(other, now()))).isInstanceOf(IllegalArgumentException.class);

        assertThat(used(CALLS)).isEqualTo(3);
    }

    @Test
    default void what_is_held_is_found_by_its_name_until_somebody_settles_it() {
        ReserveRequest request = held(Hold.Then.KEEP, new Charge(CALLS, 3, 5), new Charge(SPEND, 2, 5));
        assertNothingIsFound(request);
        Reservation first = taken(store().reserve(request, now()));

        Reservation found = found(request);
        assertThat(found.charges()).isEqualTo(first.charges());
        assertThat(found.before(0)).isZero();
        settle(found, Map.of("spend", BigDecimal.ONE));

        assertUsed(Map.of(CALLS, 3L, SPEND, 1L));
        assertNothingIsFound(request);
    }

    @Test
    default void of_several_who_settle_one_is_obeyed() {
        ReserveRequest request = held(Hold.Then.KEEP, new Charge(CALLS, 3, 5));
        Reservation first = taken(store().reserve(request, now()));
        Reservation second = found(request);
        Reservation third = found(request);

        release(second);
        release(first);
        settle(third, Map.of("calls", BigDecimal.TEN));
        assertThat(used(CALLS)).isZero();

        take(CALLS, 4);
        release(third);
        assertThat(used(CALLS)).isEqualTo(4);
    }

    @Test
    default void what_was_committed_is_not_released_by_another() {
        ReserveRequest request = held(Hold.Then.RELEASE, new Charge(CALLS, 3, 5));
        Reservation first = taken(store().reserve(request, now()));
        Reservation second = found(request);

        second.commit().toCompletableFuture().join();
        release(first);
        at(DEADLINE);

        assertThat(used(CALLS)).isEqualTo(3);
    }

    @Test
    default void at_its_deadline_the_store_keeps_what_was_to_be_kept() {
        assertLeftAtTheDeadline(3, Hold.Then.KEEP);
    }

    @Test
    default void at_its_deadline_the_store_releases_what_was_to_be_released() {
        assertLeftAtTheDeadline(0, Hold.Then.RELEASE);
    }

    private void assertLeftAtTheDeadline(long left, Hold.Then then) {
        ReserveRequest request = held(then, new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5));
        Reservation first = taken(store().reserve(request, now()));
        at(DEADLINE - 1);
        assertThat(used(CALLS)).isEqualTo(3);
        assertThat(store().find(nameOf(request), now())).isNotNull();

        at(DEADLINE);

        assertUsed(Map.of(CALLS, left, SPEND, left));
        assertNothingIsFound(request);
        settle(first, Map.of("calls", BigDecimal.ONE));
        assertUsed(Map.of(CALLS, left, SPEND, left));
    }

    @Test
    default void room_that_a_deadline_makes_is_there_for_the_next() {
        taken(store().reserve(held(Hold.Then.RELEASE, new Charge(SPEND, 5, 5)), now()));
        refuse(new Charge(SPEND, 1, 5));

        at(DEADLINE);

        take(new Charge(SPEND, 5, 5));
    }

    @Test
    default void a_request_whose_deadline_is_past_takes_nothing() {
        ReserveRequest request = held(Hold.Then.KEEP, new Charge(CALLS, 3, 5));
        at(DEADLINE);

        assertThatThrownBy(() -> taken(store().reserve(request, now()))).isInstanceOf(IllegalArgumentException.class);

        assertThat(used(CALLS)).isZero();
    }

    @Test
    default void what_is_found_is_swapped_once_and_the_new_charge_has_a_name_of_its_own() {
        ReserveRequest request = held(Hold.Then.RELEASE, new Charge(CALLS, 3, 5));
        Reservation first = taken(store().reserve(request, now()));
        ReserveRequest next = held(Hold.Then.KEEP, new Charge(CALLS, 4, 5));

        taken(store().swap(found(request), next, now()));

        assertThatThrownBy(() -> taken(store().swap(first, ReserveRequest.of(next.charges()), now())))
                .isInstanceOf(IllegalStateException.class);
        release(first);
        assertNothingIsFound(request);
        assertThat(used(CALLS)).isEqualTo(4);
        release(found(next));
        assertThat(used(CALLS)).isZero();
    }

    @Test
    default void a_swap_sent_again_is_answered_as_the_first_time() {
        Reservation held = take(CALLS, 3);
        ReserveRequest next = held(Hold.Then.KEEP, new Charge(CALLS, 4, 5));

        taken(store().swap(held, next, now()));
        taken(store().swap(held, next, now()));

        assertThat(used(CALLS)).isEqualTo(4);
    }

    @Test
    default void a_deadline_credits_nothing_to_a_swap() {
        ReserveRequest request = held(Hold.Then.KEEP, new Charge(SPEND, 3, 5));
        Reservation first = taken(store().reserve(request, now()));
        at(DEADLINE);

        assertThatThrownBy(() -> taken(store().swap(first, ReserveRequest.of(List.of(new Charge(SPEND, 3, 5))), now())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store().readCrediting(first, List.of(SPEND), now())).containsExactly(3);
    }
}
