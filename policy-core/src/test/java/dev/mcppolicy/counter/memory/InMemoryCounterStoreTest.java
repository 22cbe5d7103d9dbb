package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.HOUR;
import static dev.mcppolicy.counter.memory.Counters.MINUTE;
import static dev.mcppolicy.counter.memory.Counters.NOON;
import static dev.mcppolicy.counter.memory.Counters.SECOND;
import static dev.mcppolicy.counter.memory.Counters.charge;
import static dev.mcppolicy.counter.memory.Counters.key;
import static dev.mcppolicy.counter.memory.Counters.refuse;
import static dev.mcppolicy.counter.memory.Counters.refused;
import static dev.mcppolicy.counter.memory.Counters.session;
import static dev.mcppolicy.counter.memory.Counters.sliding;
import static dev.mcppolicy.counter.memory.Counters.take;
import static dev.mcppolicy.counter.memory.Counters.taken;
import static dev.mcppolicy.counter.memory.Counters.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link CounterStore} promises, kept by the store in memory. */
class InMemoryCounterStoreTest {
    private static final CounterKey CALLS = key("calls", MINUTE);
    private static final CounterKey SPEND = key("spend", HOUR);

    private final InMemoryCounterStore store = new InMemoryCounterStore(100);

    @Test
    void a_charge_passes_up_to_its_max_and_no_further() {
        take(store, NOON, charge(CALLS, 3, 5));
        assertThat(take(store, NOON, charge(CALLS, 2, 5)).before(0)).isEqualTo(3);

        assertThat(refuse(store, NOON, charge(CALLS, 1, 5)))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 60 * SECOND));
        take(store, NOON, charge(CALLS, 0, 5));
        assertThat(used(store, CALLS, NOON)).isEqualTo(5);
    }

    @Test
    void an_amount_that_alone_exceeds_the_max_never_passes() {
        assertThat(refuse(store, NOON, charge(CALLS, 6, 5)).retryAfterMillis()).isEqualTo(Refusal.NEVER);
        assertThat(store.size()).isZero();
    }

    @Test
    void a_window_ends_at_its_end_and_not_a_millisecond_before() {
        take(store, NOON, charge(CALLS, 5, 5));

        long last = NOON + 60 * SECOND - 1;
        assertThat(refuse(store, last, charge(CALLS, 1, 5)).retryAfterMillis()).isEqualTo(1);
        assertThat(used(store, CALLS, last)).isEqualTo(5);
        assertThat(used(store, CALLS, last + 1)).isZero();
        take(store, last + 1, charge(CALLS, 5, 5));
    }

    @Test
    void a_clock_that_steps_back_opens_no_window_twice() {
        take(store, NOON - 1, charge(CALLS, 5, 5));
        take(store, NOON, charge(CALLS, 5, 5));

        assertThat(refuse(store, NOON - 1, charge(CALLS, 1, 5)).index()).isZero();
        assertThat(refuse(store, NOON - 3_600 * SECOND, charge(CALLS, 1, 5)).index())
                .isZero();
        assertThat(used(store, CALLS, NOON - 1)).isEqualTo(5);
    }

    @Test
    void a_charge_that_does_not_fit_63_bits_is_refused() {
        take(store, NOON, charge(CALLS, Long.MAX_VALUE - 10, Long.MAX_VALUE));

        assertThat(refuse(store, NOON, charge(CALLS, 11, Long.MAX_VALUE)).reason())
                .isEqualTo(Refusal.Reason.LIMIT);
        assertThat(used(store, CALLS, NOON)).isEqualTo(Long.MAX_VALUE - 10);
    }

    /** It was told to wait until the end of the window. */
    @Test
    void an_amount_that_no_counter_can_hold_never_passes() {
        Charge top = charge(CALLS, Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(refuse(store, NOON, top).retryAfterMillis()).isEqualTo(Refusal.NEVER);
        assertThat(refuse(store, NOON, charge(SPEND, 1, 5), top))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, Refusal.NEVER));
        assertThat(store.size()).isZero();
        take(store, NOON, charge(CALLS, Long.MAX_VALUE - 1, Long.MAX_VALUE));
    }

    @Test
    void several_charges_are_taken_all_or_none() {
        take(store, NOON, charge(SPEND, 8, 10));

        assertThat(refuse(store, NOON, charge(CALLS, 1, 5), charge(SPEND, 3, 10)))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, 3_600 * SECOND));
        assertThat(used(store, CALLS, NOON)).isZero();
        Reservation both = take(store, NOON, charge(CALLS, 1, 5), charge(SPEND, 2, 10));
        assertThat(both.before(0)).isZero();
        assertThat(both.before(1)).isEqualTo(8);
        assertThat(used(store, CALLS, NOON)).isEqualTo(1);
        assertThat(used(store, SPEND, NOON)).isEqualTo(10);
    }

    @Test
    void when_several_refuse_the_longest_wait_is_reported_with_its_limit() {
        CounterKey more = key("more", HOUR);
        CounterKey log = key("log", sliding(4_000 * SECOND));
        take(store, NOON, charge(CALLS, 5, 5), charge(SPEND, 10, 10), charge(more, 1, 1), charge(log, 1, 1));

        assertThat(refuse(store, NOON, charge(CALLS, 1, 5), charge(SPEND, 1, 10)))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, 3_600 * SECOND));
        assertThat(refuse(store, NOON, charge(SPEND, 1, 10), charge(CALLS, 1, 5)))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 3_600 * SECOND));
        assertThat(refuse(store, NOON, charge(CALLS, 1, 5), charge(more, 1, 1), charge(SPEND, 1, 10)))
                .as("of equal waits the first")
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, 3_600 * SECOND));
        assertThat(refuse(store, NOON, charge(SPEND, 1, 10), charge(log, 1, 1), charge(key("new", HOUR), 1, 1)))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, 4_000 * SECOND));
    }

    @Test
    void what_no_waiting_helps_is_reported_before_any_wait() {
        take(store, NOON, charge(CALLS, 5, 5), charge(SPEND, 10, 10));

        assertThat(refuse(store, NOON, charge(CALLS, 1, 5), charge(SPEND, 11, 10)))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, Refusal.NEVER));
        assertThat(refuse(store, NOON, charge(CALLS, 1, 5), charge(SPEND, 11, 10), charge(key("o", HOUR), 2, 1)))
                .as("the first that no waiting helps")
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, Refusal.NEVER));
        assertThat(refuse(store, NOON, charge(key("other", MINUTE), 1, 5), charge(SPEND, 11, 10)))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, Refusal.NEVER));
    }

    @Test
    void a_refused_call_leaves_no_counter_behind() {
        take(store, NOON, charge(SPEND, 10, 10));
        CounterKey log = key("log", sliding(1_000));
        take(store, NOON, charge(log, 1, 1));
        int before = store.size();

        for (int i = 0; i < 10; i++) {
            assertThat(refuse(store, NOON, charge(session("s" + i), 1, 5), charge(SPEND, 1, 10)))
                    .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, 3_600 * SECOND));
            assertThat(refuse(store, NOON, charge(session("s" + i), 1, 5), charge(log, 1, 1)))
                    .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, 1_000));
            assertThat(refuse(store, NOON, charge(SPEND, 1, 10), charge(session("s" + i), 1, 5)))
                    .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 3_600 * SECOND));
        }
        assertThat(store.size()).isEqualTo(before);
    }

    @Test
    void one_counter_cannot_be_charged_twice_at_once() {
        assertThatThrownBy(() -> take(store, NOON, charge(CALLS, 1, 5), charge(CALLS, 1, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two charges have the same key");
        assertThat(used(store, CALLS, NOON)).isZero();
        take(store, NOON, charge(CALLS, 5, 5));
    }

    @Test
    void a_counter_named_twice_is_a_mistake_even_where_the_charges_would_be_refused() {
        InMemoryCounterStore full = new InMemoryCounterStore(1);
        take(full, NOON, charge(CALLS, 5, 5));

        for (Charge charge : List.of(charge(CALLS, 1, 5), charge(CALLS, 6, 5), charge(SPEND, 1, 5))) {
            assertThatThrownBy(() -> take(full, NOON, charge(key("log", sliding(9)), 1, 5), charge, charge))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("two charges have the same key");
        }
        assertThat(full.size()).isEqualTo(1);
    }

    @Test
    void a_release_gives_back_to_its_own_window_alone() {
        Reservation old = take(store, NOON, charge(CALLS, 3, 5));
        long next = NOON + 60 * SECOND;
        take(store, next, charge(CALLS, 4, 5));

        old.release();

        assertThat(used(store, CALLS, next)).isEqualTo(4);
    }

    @Test
    void a_reset_counter_begins_at_zero_and_takes_no_old_charge_back() {
        Reservation before = take(store, NOON, charge(CALLS, 3, 5));
        store.reset(CALLS);
        assertThat(used(store, CALLS, NOON)).isZero();
        take(store, NOON, charge(CALLS, 5, 5));

        before.release();

        assertThat(used(store, CALLS, NOON)).isEqualTo(5);
        assertThat(store.size()).isEqualTo(1);
        store.reset(SPEND);
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void a_clock_that_jumped_ahead_is_put_right_by_an_operator() {
        take(store, NOON, charge(CALLS, 5, 5));
        long ahead = NOON + 86_400 * SECOND;
        take(store, ahead, charge(CALLS, 5, 5));
        assertThat(refuse(store, NOON + 60 * SECOND, charge(CALLS, 1, 5)).index())
                .isZero();

        store.resetClock(NOON + 60 * SECOND);

        take(store, NOON + 60 * SECOND, charge(CALLS, 5, 5));
        assertThat(refuse(store, NOON + 60 * SECOND, charge(CALLS, 1, 5)).retryAfterMillis())
                .isEqualTo(60 * SECOND);
    }

    @Test
    void after_a_jump_ahead_a_sliding_window_counts_from_the_right_instant() {
        CounterKey log = key("log", sliding(10 * SECOND));
        take(store, NOON, charge(log, 1, 3));
        take(store, NOON + 86_400 * SECOND, charge(log, 2, 3));

        store.resetClock(NOON + SECOND);

        assertThat(used(store, log, NOON + SECOND)).isEqualTo(2);
        take(store, NOON + SECOND, charge(log, 1, 3));
        assertThat(refuse(store, NOON + SECOND, charge(log, 1, 3)).retryAfterMillis())
                .isEqualTo(10 * SECOND);
        take(store, NOON + 11 * SECOND, charge(log, 3, 3));
    }

    @Test
    void a_sliding_window_that_nobody_asks_about_counts_from_the_instant_at_which_the_clock_was_put_right() {
        CounterKey log = key("log", sliding(10 * SECOND));
        take(store, NOON + 86_400 * SECOND, charge(log, 3, 3));

        store.resetClock(NOON + SECOND);

        assertThat(refuse(store, NOON + 11 * SECOND - 1, charge(log, 1, 3)).retryAfterMillis())
                .isEqualTo(1);
        take(store, NOON + 11 * SECOND, charge(log, 3, 3));
    }

    @Test
    void after_the_clock_is_set_back_a_window_still_has_one_count() {
        CounterKey other = key("other", MINUTE);
        take(store, NOON, charge(other, 5, 5));
        for (long minute = 1; minute < 60; minute++) {
            take(store, NOON + minute * 60 * SECOND, charge(CALLS, 1, 5));
        }

        store.resetClock(NOON);

        long seen = used(store, other, NOON);
        take(store, NOON, charge(other, 5 - seen, 5));
        assertThat(used(store, other, NOON)).isEqualTo(5);
        assertThat(refuse(store, NOON, charge(other, 1, 5), charge(SPEND, 1, 5)).index())
                .isZero();
        assertThat(refuse(store, NOON, charge(other, 1, 5)).index()).isZero();
    }

    /** A sliding log was dropped before its second charge, where the clock was before nanoseconds begin. */
    @ParameterizedTest
    @ValueSource(strings = {"1600-01-01T00:00:00Z", "2300-01-01T00:00:00Z"})
    void past_the_ends_of_nanoseconds_a_counter_still_counts(Instant at) {
        long far = at.toEpochMilli();
        CounterKey log = key("log", sliding(10 * SECOND));
        for (int i = 0; i < 5; i++) {
            take(store, far, charge(SPEND, 1, 5), charge(log, 1, 5));
            take(store, far, charge(key("filler" + i, MINUTE), 1, 5));
        }

        assertThat(refuse(store, far, charge(SPEND, 1, 5)).index()).isZero();
        assertThat(refuse(store, far, charge(log, 1, 5)).index()).isZero();
        take(store, far + 3_600 * SECOND, charge(SPEND, 5, 5));
    }

    /** It waited for ever for the window that holds the clock's instant. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE + 1, Long.MAX_VALUE})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_clock_at_the_end_of_time_fails_loudly_and_leaves_nothing_behind(long end) {
        for (Window window : List.of(MINUTE, HOUR, new Window.Seconds(7), Window.Calendar.MONTH)) {
            CounterKey counter = key("calls", window);
            assertThatThrownBy(() -> take(store, end, charge(counter, 1, 5))).isInstanceOf(ArithmeticException.class);
            assertThatThrownBy(() -> take(store, end, charge(counter, 1, 5), charge(key("log", sliding(9)), 1, 5)))
                    .isInstanceOf(ArithmeticException.class);
        }
        store.resetClock(NOON);

        take(store, NOON, charge(CALLS, 5, 5));
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void at_the_capacity_a_new_counter_is_refused_and_live_ones_go_on() {
        InMemoryCounterStore small = new InMemoryCounterStore(2);
        take(small, NOON, charge(CALLS, 1, 5));
        take(small, NOON, charge(SPEND, 1, 5));

        assertThat(refuse(small, NOON, charge(key("third", HOUR), 1, 5)))
                .isEqualTo(new Refusal(0, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        assertThat(refuse(small, NOON, charge(CALLS, 1, 5), charge(key("log", sliding(9)), 1, 5)))
                .isEqualTo(new Refusal(1, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        take(small, NOON, charge(CALLS, 4, 5));
        assertThat(used(small, CALLS, NOON)).isEqualTo(5);
        assertThat(small.size()).isEqualTo(2);
    }

    @Test
    void a_call_that_finds_room_for_some_of_its_counters_takes_none() {
        InMemoryCounterStore small = new InMemoryCounterStore(3);
        take(small, NOON, charge(CALLS, 1, 5));

        assertThat(refuse(
                        small,
                        NOON,
                        charge(key("a", HOUR), 1, 5),
                        charge(CALLS, 1, 5),
                        charge(key("b", sliding(SECOND)), 1, 5),
                        charge(key("c", HOUR), 1, 5)))
                .isEqualTo(new Refusal(3, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        assertThat(refuse(
                        small,
                        NOON,
                        charge(session("a"), 1, 5),
                        charge(key("d", HOUR), 1, 5),
                        charge(session("b"), 1, 5)))
                .as("half the room is for sessions")
                .isEqualTo(new Refusal(2, Refusal.Reason.STORE_FULL, Refusal.NEVER));

        assertThat(small.size()).isOne();
        take(small, NOON, charge(key("e", HOUR), 1, 5), charge(session("c"), 1, 5));
        assertThat(small.size()).isEqualTo(3);
    }

    @Test
    void there_is_room_again_at_most_two_seconds_after_a_window_is_over() {
        InMemoryCounterStore small = new InMemoryCounterStore(1);
        take(small, NOON, charge(CALLS, 1, 5));

        take(small, NOON + 62 * SECOND, charge(key("third", HOUR), 1, 5));

        assertThat(small.size()).isEqualTo(1);
    }

    @Test
    void a_full_store_rolls_its_own_counters_into_the_next_window_at_once() {
        InMemoryCounterStore small = new InMemoryCounterStore(20);
        for (int i = 0; i < 10; i++) {
            take(small, NOON + i, charge(key("c" + i, MINUTE), 1, 5));
            take(small, NOON + i, charge(key("log" + i, sliding(59_998)), 1, 5));
        }
        long next = NOON + 60 * SECOND + 10;
        // The cache drops what is over about once a second, and has just done so.
        assertThat(refuse(small, next - 15, charge(SPEND, 1, 5)).reason()).isEqualTo(Refusal.Reason.STORE_FULL);
        for (int i = 0; i < 10; i++) {
            take(small, next, charge(key("c" + i, MINUTE), 1, 5));
            take(small, next, charge(key("log" + i, sliding(59_998)), 1, 5));
        }
        assertThat(small.size()).isEqualTo(20);
    }

    @Test
    void sessions_take_at_most_half_the_store() {
        InMemoryCounterStore small = new InMemoryCounterStore(5);
        take(small, NOON, charge(session("a"), 1, 5));
        take(small, NOON, charge(session("b"), 1, 5));

        assertThat(refuse(small, NOON, charge(session("c"), 1, 5)).reason()).isEqualTo(Refusal.Reason.STORE_FULL);
        take(small, NOON, charge(session("a"), 1, 5));
        take(small, NOON, charge(key("x", HOUR, Scope.GRANT, "a"), 1, 5));
        take(small, NOON, charge(key("x", HOUR, Scope.GRANT, "b"), 1, 5));
        take(small, NOON, charge(key("x", HOUR, Scope.GRANT, "c"), 1, 5));
        assertThat(refuse(small, NOON, charge(key("x", HOUR, Scope.GRANT, "d"), 1, 5))
                        .reason())
                .isEqualTo(Refusal.Reason.STORE_FULL);
        small.reset(session("a"));
        take(small, NOON, charge(session("c"), 1, 5));
    }

    @Test
    void a_full_store_that_refuses_others_does_not_forget_its_sessions() {
        InMemoryCounterStore small = new InMemoryCounterStore(4);
        for (int i = 0; i < 2; i++) {
            take(small, NOON, charge(session("s" + i), 1, 5));
            take(small, NOON, charge(key("n" + i, MINUTE), 1, 5));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(refuse(small, NOON + i, charge(SPEND, 1, 5)).reason()).isEqualTo(Refusal.Reason.STORE_FULL);
        }

        long later = NOON + 62 * SECOND;
        take(small, later, charge(SPEND, 1, 5));
        assertThat(refuse(small, later, charge(session("s2"), 1, 5)).reason()).isEqualTo(Refusal.Reason.STORE_FULL);
    }

    @Test
    void there_is_room_for_a_sliding_window_after_another_is_over() {
        InMemoryCounterStore small = new InMemoryCounterStore(1);
        take(small, NOON, charge(key("one", sliding(SECOND)), 1, 5));

        take(small, NOON + 62 * SECOND, charge(key("two", sliding(SECOND)), 1, 5));
        assertThat(small.size()).isEqualTo(1);
    }

    @Test
    void a_store_has_room_for_at_least_one() {
        assertThatThrownBy(() -> new InMemoryCounterStore(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be at least 1, not 0");
        assertThatThrownBy(() -> new InMemoryCounterStore(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a payer must be able to open at least 1 counter, not 0");
    }

    @Test
    void a_swap_credits_what_is_held() {
        Reservation held = take(store, NOON, charge(CALLS, 5, 5), charge(SPEND, 7, 10));

        Reservation moved =
                taken(store.swap(held, ReserveRequest.of(List.of(charge(CALLS, 5, 5), charge(SPEND, 10, 10))), NOON));

        assertThat(used(store, CALLS, NOON)).isEqualTo(5);
        assertThat(used(store, SPEND, NOON)).isEqualTo(10);
        assertThat(moved.before(0)).isZero();
        held.commit();
        moved.release();
        assertThat(used(store, CALLS, NOON)).isZero();
    }

    @Test
    void a_swap_that_is_refused_changes_nothing() {
        Reservation held = take(store, NOON, charge(CALLS, 2, 5), charge(SPEND, 7, 10));
        take(store, NOON, charge(CALLS, 3, 5));

        Refusal refusal =
                refused(store.swap(held, ReserveRequest.of(List.of(charge(CALLS, 3, 5), charge(SPEND, 1, 10))), NOON));

        assertThat(refusal).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 60 * SECOND));
        assertThat(used(store, CALLS, NOON)).isEqualTo(5);
        assertThat(used(store, SPEND, NOON)).isEqualTo(7);
        held.release();
        assertThat(used(store, CALLS, NOON)).isEqualTo(3);
        assertThat(used(store, SPEND, NOON)).isZero();
    }

    @Test
    void a_read_credits_what_is_held_where_the_store_still_counts_it() {
        CounterKey log = key("log", sliding(90 * SECOND));
        Reservation held = take(store, NOON, charge(CALLS, 2, 9), charge(log, 3, 9));
        take(store, NOON, charge(CALLS, 5, 9), charge(log, 5, 9));
        List<CounterKey> keys = List.of(log, SPEND, CALLS);
        assertThat(store.readCrediting(held, keys, NOON)).containsExactly(5, 0, 5);
        assertThat(store.readCrediting(Reservation.empty(), keys, NOON)).containsExactly(8, 0, 7);

        take(store, NOON + 60 * SECOND, charge(CALLS, 4, 9));
        assertThat(store.readCrediting(held, keys, NOON))
                .as("a clock that stepped back")
                .containsExactly(5, 0, 4);
        take(store, NOON + 90 * SECOND, charge(log, 1, 9));
        assertThat(store.readCrediting(held, keys, NOON)).containsExactly(1, 0, 4);
    }

    @Test
    void a_read_credits_nothing_that_was_settled_or_reset_or_another_store_s() {
        Reservation settled = take(store, NOON, charge(CALLS, 2, 9));
        Reservation reset = take(store, NOON, charge(SPEND, 2, 9));
        settled.commit();
        store.reset(SPEND);
        take(store, NOON, charge(SPEND, 3, 9));

        assertThat(store.readCrediting(settled, List.of(CALLS), NOON)).containsExactly(2);
        assertThat(store.readCrediting(reset, List.of(SPEND), NOON)).containsExactly(3);
        assertThatThrownBy(() -> store.readCrediting(foreign(), List.of(CALLS), NOON))
                .hasMessage("the reservation was made by another store");
    }

    @Test
    void a_swap_moves_charges_to_the_window_now_current() {
        CounterKey log = key("log", sliding(100));
        Reservation held = take(store, NOON, charge(CALLS, 5, 5), charge(log, 2, 2));
        long later = NOON + 60 * SECOND;

        taken(store.swap(held, ReserveRequest.of(List.of(charge(CALLS, 5, 5), charge(log, 2, 2))), later));

        assertThat(used(store, CALLS, later)).isEqualTo(5);
        assertThat(used(store, log, later)).isEqualTo(2);
    }

    @Test
    void a_refused_swap_puts_the_entries_of_a_sliding_window_back() {
        CounterKey log = key("log", sliding(100));
        Reservation held = take(store, NOON, charge(log, 2, 3), charge(CALLS, 1, 5));
        take(store, NOON + 50, charge(log, 1, 3));

        assertThat(refused(store.swap(held, ReserveRequest.of(List.of(charge(log, 3, 3))), NOON + 60))
                        .retryAfterMillis())
                .isEqualTo(90);

        assertThat(used(store, log, NOON + 60)).isEqualTo(3);
        assertThat(used(store, log, NOON + 100)).isEqualTo(1);
    }

    @Test
    void what_has_been_settled_is_not_credited_again() {
        Reservation held = take(store, NOON, charge(CALLS, 5, 5));
        held.release();
        take(store, NOON, charge(CALLS, 5, 5));

        assertThatThrownBy(() -> store.swap(held, ReserveRequest.of(List.of(charge(CALLS, 1, 5))), NOON))
                .isInstanceOf(IllegalStateException.class);
        assertThat(used(store, CALLS, NOON)).isEqualTo(5);
    }

    private static Reservation foreign() {
        return new Reservation(ReserveRequest.of(List.of(charge(CALLS, 1, 5))), new Receipt() {
            @Override
            public long before(int index) {
                return 0;
            }

            @Override
            public CompletionStage<?> replace(long[] units) {
                throw new IllegalStateException("not to be called");
            }
        });
    }

    @Test
    void a_swap_refuses_what_another_kind_of_store_made() {
        assertThatThrownBy(() -> refused(store.swap(foreign(), ReserveRequest.of(List.of(charge(CALLS, 1, 5))), NOON)))
                .hasMessage("the reservation was made by another store");
        taken(store.swap(Reservation.empty(), ReserveRequest.of(List.of(charge(CALLS, 1, 5))), NOON));
    }

    @Test
    void a_settlement_of_a_held_charge_after_a_reset_is_lost_to_nobody() {
        Reservation held = take(store, NOON, charge(CALLS, 5, 5), charge(SPEND, 5, 5));
        store.reset(CALLS);

        taken(store.swap(held, ReserveRequest.of(List.of(charge(CALLS, 5, 5), charge(SPEND, 5, 5))), NOON));

        assertThat(used(store, CALLS, NOON)).isEqualTo(5);
        assertThat(used(store, SPEND, NOON)).isEqualTo(5);
    }

    @Test
    void the_asynchronous_form_answers_as_the_blocking_one() {
        Reservation held = taken(store.reserveAsync(ReserveRequest.of(List.of(charge(CALLS, 2, 5))), NOON)
                .toCompletableFuture()
                .join());
        assertThat(store.readAsync(List.of(CALLS, SPEND), NOON)
                        .toCompletableFuture()
                        .join())
                .containsExactly(2, 0);
        taken(store.swapAsync(held, ReserveRequest.of(List.of(charge(CALLS, 5, 5))), NOON)
                .toCompletableFuture()
                .join());
        assertThat(store.reserveAsync(ReserveRequest.of(List.of(charge(CALLS, 0, 5), charge(CALLS, 0, 5))), NOON)
                        .toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void a_reservation_is_settled_in_the_units_of_its_scale() {
        Reservation taken = take(store, NOON, charge(SPEND, 7, 10));

        taken.settle(Map.of("spend", new java.math.BigDecimal("11.5")));

        assertThat(used(store, SPEND, NOON)).isEqualTo(12);
    }

    @Test
    void windows_of_a_week_and_a_month_count_until_their_end() {
        CounterKey week = key("week", Window.Calendar.WEEK);
        CounterKey month = key("month", Window.Calendar.MONTH);
        // A Thursday; the week ends on Monday the 19th, the month on February the 1st.
        take(store, NOON, charge(week, 1, 1), charge(month, 1, 1));

        assertThat(refuse(store, NOON, charge(week, 1, 1)).retryAfterMillis())
                .isEqualTo(Instant.parse("2026-01-19T00:00:00Z").toEpochMilli() - NOON);
        assertThat(refuse(store, NOON, charge(month, 1, 1)).retryAfterMillis())
                .isEqualTo(Instant.parse("2026-02-01T00:00:00Z").toEpochMilli() - NOON);
    }

    @Test
    void names_of_what_is_settled_do_not_fill_the_memory_and_what_is_held_stays() {
        HeldReservations held = new HeldReservations();
        Hold kept = new Hold(OperationId.random(), NOON + 1_000, Hold.Then.KEEP);
        ReserveRequest request = ReserveRequest.of(List.of(charge(CALLS, 1, 5)));
        held.once(
                request.withHold(kept),
                kept,
                NOON,
                () -> new Reservation(request.withHold(kept), foreign().receipt()));

        for (int i = 0; i < 50_000; i++) {
            Hold hold = new Hold(OperationId.random(), NOON + 1_000, Hold.Then.KEEP);
            taken(held.once(
                            request.withHold(hold),
                            hold,
                            NOON,
                            () -> new Reservation(
                                    request.withHold(hold), foreign().receipt())))
                    .commit();
        }

        assertThat(held.size()).isLessThanOrEqualTo(10_001);
        assertThat(held.find(kept.id())).isNotNull();
    }
}
