package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static dev.mcppolicy.testkit.contract.StoreLaws.refused;
import static dev.mcppolicy.testkit.contract.StoreLaws.sessionKey;
import static dev.mcppolicy.testkit.contract.StoreLaws.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.limit.Window;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a store does that is full; skipped for stores that have no capacity. */
interface CapacityLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SPEND = key("spend", Window.Calendar.DAY);

    @Test
    default void a_full_store_refuses_new_counters_and_keeps_the_old_ones() {
        tested().useCapacity(2);
        take(new Charge(CALLS, 5, 5));
        take(new Charge(SPEND, 5, 10));

        Refusal refusal = refuse(new Charge(SPEND, 1, 10), new Charge(key("new"), 1, 10));

        assertThat(refusal).isEqualTo(new Refusal(1, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        assertUsed(Map.of(CALLS, 5L, SPEND, 5L, key("new"), 0L));
        take(new Charge(SPEND, 5, 10));
        assertThat(refuse(new Charge(CALLS, 1, 5)).reason()).isEqualTo(Refusal.Reason.LIMIT);
    }

    @Test
    default void a_call_that_finds_room_for_some_of_its_counters_takes_none() {
        tested().useCapacity(2);
        take(CALLS, 1);

        assertThat(refuse(new Charge(key("a"), 1, 10), new Charge(key("b"), 1, 10))
                        .reason())
                .isEqualTo(Refusal.Reason.STORE_FULL);

        take(SPEND, 1);
    }

    @Test
    default void no_flood_of_keys_resets_a_live_counter() {
        tested().useCapacity(100);
        take(new Charge(CALLS, 5, 5));

        for (int i = 0; i < 1_000; i++) {
            assertThat(reserve(new Charge(key("flood " + i), 1, 5))).isNotNull();
        }

        assertThat(refuse(new Charge(CALLS, 1, 5)).reason()).isEqualTo(Refusal.Reason.LIMIT);
        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void windows_that_are_over_make_room() {
        tested().useCapacity(2);
        take(CALLS, 1);
        take(key("other"), 1);
        assertThat(refuse(new Charge(key("new"), 1, 5)).reason()).isEqualTo(Refusal.Reason.STORE_FULL);

        at(NOON + 2 * MINUTE);

        take(key("new"), 1);
        take(key("newer"), 1);
    }

    @Test
    default void a_swap_finds_the_room_of_the_windows_that_are_over() {
        tested().useCapacity(2);
        Reservation held = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5));
        at(NOON + MINUTE);

        taken(swap(held, new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5)));
        held.commit();

        assertUsed(Map.of(CALLS, 3L, SPEND, 3L));
    }

    /** A counter at zero is a live one, since whoever holds its limit for full counts on it; windows alone make room. */
    @Test
    default void what_a_swap_gives_back_makes_no_room_for_another_counter() {
        tested().useCapacity(1);
        Reservation held = take(new Charge(CALLS, 3, 5));

        assertThat(refused(swap(held, new Charge(SPEND, 1, 5))))
                .isEqualTo(new Refusal(0, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        assertUsed(Map.of(CALLS, 3L, SPEND, 0L));
        taken(swap(held, new Charge(CALLS, 5, 5)));
        held.commit();
        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void sessions_take_at_most_half_of_the_room() {
        tested().useCapacity(4);
        take(sessionKey("1"), 1);
        take(sessionKey("2"), 1);

        assertThat(refuse(new Charge(sessionKey("3"), 1, 5)).reason()).isEqualTo(Refusal.Reason.STORE_FULL);
        take(sessionKey("2"), 1);
        take(CALLS, 1);
        take(SPEND, 1);
    }

    @Test
    default void a_key_that_is_read_or_refused_takes_no_room() {
        tested().useCapacity(2);
        for (int i = 0; i < 10; i++) {
            assertThat(used(key("read " + i))).isZero();
            assertThat(refuse(new Charge(key("too much " + i), 6, 5)).retryAfterMillis())
                    .isEqualTo(Refusal.NEVER);
        }

        take(CALLS, 1);
        take(SPEND, 1);
    }

    @Test
    default void a_limit_that_refuses_is_named_before_a_counter_that_finds_no_room() {
        tested().useCapacity(1);
        take(new Charge(CALLS, 5, 5));

        assertThat(refuse(new Charge(key("new"), 1, 5), new Charge(CALLS, 1, 5)))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, 42_000));
    }

    @Test
    default void a_payer_opens_so_many_counters_at_will_and_leaves_the_others_theirs() {
        tested().useCapacity(100, 2);
        open("a", sessionKey("1"));
        open("a", sessionKey("2"));

        assertThat(refused(store().reserve(of("a", sessionKey("3")), now())))
                .isEqualTo(new Refusal(0, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        assertThat(store().wouldRefuse(of("a", sessionKey("3")), now()))
                .isEqualTo(new Refusal(0, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        open("a", sessionKey("2"));
        open("a", CALLS);
        open("b", sessionKey("3"));
        open("a", sessionKey("3"));
        open("", sessionKey("4"));
    }

    @Test
    default void what_a_payer_cannot_open_all_of_it_opens_none_of() {
        tested().useCapacity(100, 2);
        open("a", sessionKey("1"));

        assertThat(refused(store().reserve(of("a", CALLS, sessionKey("2"), sessionKey("3")), now())))
                .isEqualTo(new Refusal(2, Refusal.Reason.STORE_FULL, Refusal.NEVER));

        assertUsed(Map.of(CALLS, 0L, sessionKey("2"), 0L));
        open("a", sessionKey("3"));
    }

    @Test
    default void windows_that_are_over_give_a_payer_room_again() {
        tested().useCapacity(100, 2);
        open("a", sessionKey("1"));
        open("a", sessionKey("2"));

        at(NOON + 2 * MINUTE);

        open("a", sessionKey("3"));
        open("a", sessionKey("4"));
        assertThat(refused(store().reserve(of("a", sessionKey("5")), now())).reason())
                .isEqualTo(Refusal.Reason.STORE_FULL);
    }

    private ReserveRequest of(String payer, CounterKey... keys) {
        return ReserveRequest.of(
                        Stream.of(keys).map(key -> new Charge(key, 1, 9)).toList())
                .withPayer(payer);
    }

    private void open(String payer, CounterKey... keys) {
        taken(store().reserve(of(payer, keys), now()));
    }
}
