package dev.mcppolicy.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.StoreEvent;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store outside the process, as an engine asks it. */
class WatchedStoreTest {
    private static final long NOON = Instant.parse("2026-03-15T12:00:18Z").toEpochMilli();
    private static final List<Window> WINDOWS = List.of(
            Window.Calendar.MINUTE,
            new Window.Seconds(7),
            Window.Calendar.HOUR,
            new Window.Sliding(Duration.ofSeconds(5)));

    private static final class Remote extends ForwardingCounterStore {
        int asked;
        boolean isDown;

        Remote() {
            super(new InMemoryCounterStore());
        }

        @Override
        public ReserveResult reserve(ReserveRequest request, long nowMillis) {
            asked++;
            if (isDown) {
                throw new StoreException("the store is down");
            }
            return super.reserve(request, nowMillis);
        }

        @Override
        public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
            asked++;
            return super.reserveAsync(request, nowMillis);
        }

        @Override
        public boolean isRemote() {
            return true;
        }
    }

    private final Remote remote = new Remote();
    private final List<StoreEvent> events = new ArrayList<>();
    private final CounterStore store = watched(remote);

    private CounterStore watched(CounterStore asked) {
        return StoreAccess.watched(
                        asked, InstantSource.fixed(Instant.ofEpochMilli(NOON)), Duration.ofSeconds(1), events::add)
                .store();
    }

    private static CounterKey key(String counter, Window window) {
        return CounterKey.of(
                new CounterDefinition("", "", RulePlace.everyTool(), counter, window, Scope.GLOBAL, Scale.WHOLE),
                null,
                null);
    }

    private static ReserveRequest calls(long units, long max) {
        return ReserveRequest.of(List.of(new Charge(key("calls", Window.Calendar.MINUTE), units, max)));
    }

    @Test
    void what_was_refused_is_refused_without_asking_until_a_second_is_over() {
        assertThat(store.reserve(calls(3, 3), NOON)).isInstanceOf(Reservation.class);
        Refusal first = (Refusal) store.reserve(calls(1, 3), NOON);
        int asked = remote.asked;

        for (int later : new int[] {0, 1, 500, 999}) {
            assertThat(store.reserve(calls(1 + later, 3), NOON + later))
                    .isEqualTo(new Refusal(
                            0, Refusal.Reason.LIMIT, later > 2 ? Refusal.NEVER : first.retryAfterMillis() - later));
        }
        assertThat(remote.asked).isEqualTo(asked);

        assertThat(store.reserve(calls(1, 3), NOON + 1_000)).isInstanceOf(Refusal.class);
        assertThat(remote.asked).isEqualTo(asked + 1);
    }

    @Test
    void a_smaller_amount_a_higher_limit_and_a_named_request_are_asked_for() {
        assertThat(store.reserve(calls(3, 4), NOON)).isInstanceOf(Reservation.class);
        assertThat(store.reserve(calls(2, 4), NOON)).isInstanceOf(Refusal.class);

        ReserveRequest named = calls(2, 4).withHold(new Hold(OperationId.random(), NOON + 60_000, Hold.Then.KEEP));
        int asked = remote.asked;
        assertThat(store.reserve(named, NOON)).isInstanceOf(Refusal.class);
        assertThat(remote.asked).isEqualTo(asked + 1);
        assertThat(store.reserve(calls(1, 4), NOON)).isInstanceOf(Reservation.class);
        assertThat(store.reserve(calls(2, 6), NOON)).isInstanceOf(Reservation.class);
    }

    @Test
    void what_this_process_gives_back_can_be_had_at_once() {
        Reservation held = (Reservation) store.reserve(calls(3, 3), NOON);
        assertThat(store.reserve(calls(1, 3), NOON)).isInstanceOf(Refusal.class);

        held.release().toCompletableFuture().join();

        assertThat(store.reserve(calls(1, 3), NOON)).isInstanceOf(Reservation.class);
        Reservation swapped = (Reservation) store.reserve(calls(2, 3), NOON);
        assertThat(store.reserve(calls(1, 3), NOON)).isInstanceOf(Refusal.class);
        assertThat(store.swap(swapped, ReserveRequest.of(List.of()), NOON)).isInstanceOf(Reservation.class);
        assertThat(swapped.isSettled()).isTrue();
        assertThat(store.reserve(calls(1, 3), NOON)).isInstanceOf(Reservation.class);
    }

    @Test
    void what_another_engine_of_this_process_gives_back_can_be_had_at_once() {
        CounterStore others = watched(remote);
        Reservation held = (Reservation) others.reserve(calls(3, 3), NOON);
        assertThat(store.reserve(calls(1, 3), NOON)).isInstanceOf(Refusal.class);

        held.release().toCompletableFuture().join();

        assertThat(store.reserve(calls(1, 3), NOON)).isInstanceOf(Reservation.class);
    }

    @Test
    void an_operators_reset_is_heard_of_within_a_second() {
        assertThat(store.reserve(calls(3, 3), NOON)).isInstanceOf(Reservation.class);
        assertThat(store.reserve(calls(1, 3), NOON)).isInstanceOf(Refusal.class);

        remote.reset(key("calls", Window.Calendar.MINUTE));

        assertThat(store.reserve(calls(1, 3), NOON + 999)).isInstanceOf(Refusal.class);
        assertThat(store.reserve(calls(1, 3), NOON + 1_000)).isInstanceOf(Reservation.class);
    }

    @Test
    void each_answer_and_each_failure_is_told() {
        Reservation held = (Reservation) store.reserve(calls(1, 3), NOON);
        held.release().toCompletableFuture().join();
        remote.isDown = true;
        assertThatThrownBy(() -> store.reserve(calls(1, 3), NOON)).isInstanceOf(StoreException.class);

        assertThat(events)
                .extracting(StoreEvent::operation)
                .containsExactly(
                        StoreEvent.Operation.RESERVE, StoreEvent.Operation.SETTLE, StoreEvent.Operation.RESERVE);
        assertThat(events.get(1).failure()).isNull();
        assertThat(events.get(2).failure()).isInstanceOf(StoreException.class);
    }

    @Test
    void a_store_in_the_process_is_asked_as_it_is() {
        CounterStore memory = new InMemoryCounterStore();

        assertThat(watched(memory)).isSameAs(memory);
    }

    /** One store is watched, the other is not, and both are asked the same; nobody else gives anything back meanwhile. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void it_takes_and_refuses_what_the_store_alone_would(long seed) {
        Random random = new Random(seed);
        CounterStore plain = new InMemoryCounterStore();
        List<Pair> pairs = new ArrayList<>();
        PlaceKey places = new PlaceKey("", "", RulePlace.everyTool(), Scope.GLOBAL, null, null);
        long clock = NOON;
        int spared = 0;
        for (int step = 0; step < 4_000; step++) {
            clock += random.nextInt(30) == 0 ? random.nextInt(20_000) : random.nextInt(40);
            long now = clock;
            Pair pair = pairs.isEmpty() ? null : pairs.get(random.nextInt(pairs.size()));
            if (pair == null || random.nextInt(3) > 0) {
                ReserveRequest request = request(random, places, now);
                int asked = remote.asked;
                boolean isAsync = random.nextBoolean();
                ReserveResult result = isAsync
                        ? store.reserveAsync(request, now).toCompletableFuture().join()
                        : store.reserve(request, now);
                same(request, result, plain.reserve(request, now), pairs, plain, now);
                spared += remote.asked == asked ? 1 : 0;
            } else if (random.nextInt(3) == 0) {
                ReserveRequest request = request(random, places, now);
                @Nullable ReserveResult result = swap(store, pair.watched(), request, now);
                @Nullable ReserveResult expected = swap(plain, pair.plain(), request, now);
                assertThat(result == null).isEqualTo(expected == null);
                if (result != null && expected != null) {
                    same(request, result, expected, pairs, plain, now);
                }
            } else if (random.nextBoolean()) {
                assertThat(store.renew(List.of(pair.watched()), now)
                                .toCompletableFuture()
                                .join())
                        .hasSize(plain.renew(List.of(pair.plain()), now)
                                .toCompletableFuture()
                                .join()
                                .size());
            } else {
                settle(random, pair);
            }
            List<CounterKey> keys =
                    WINDOWS.stream().map(window -> key("a", window)).toList();
            assertThat(store.read(keys, now)).containsExactly(plain.read(keys, now));
            if (pair != null) {
                assertThat(store.readCrediting(pair.watched(), keys, now))
                        .containsExactly(plain.readCrediting(pair.plain(), keys, now));
                // What a deadline has settled the store in memory alone says at once.
                assertThat(!pair.watched().isSettled() || pair.plain().isSettled())
                        .isTrue();
            }
        }
        assertThat(spared).isGreaterThan(100);
    }

    private record Pair(Reservation watched, Reservation plain) {}

    private static @Nullable ReserveResult swap(
            CounterStore store, Reservation held, ReserveRequest request, long now) {
        try {
            return store.swap(held, request, now);
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static void settle(Random random, Pair pair) {
        int kind = random.nextInt(3);
        long actual = random.nextInt(5);
        for (Reservation each : List.of(pair.watched(), pair.plain())) {
            CompletionStage<?> settled =
                    switch (kind) {
                        case 0 -> each.commit();
                        case 1 -> each.release();
                        default ->
                            each.settle(
                                    each.charges().isEmpty()
                                            ? Map.of()
                                            : Map.of(
                                                    each.charges()
                                                            .get(0)
                                                            .key()
                                                            .definition()
                                                            .qualifiedName(),
                                                    BigDecimal.valueOf(actual)));
                    };
            settled.toCompletableFuture().join();
        }
    }

    private static ReserveRequest request(Random random, PlaceKey places, long now) {
        List<Charge> charges = new ArrayList<>();
        for (Window window : WINDOWS) {
            if (random.nextBoolean()) {
                charges.add(new Charge(
                        key(WINDOWS.indexOf(window) == 0 || random.nextBoolean() ? "a" : "b", window),
                        random.nextInt(4),
                        3 + random.nextInt(4)));
            }
        }
        List<Charge> distinct = charges.stream()
                .filter(charge -> charges.stream()
                        .filter(other -> other.key()
                                .definition()
                                .counter()
                                .equals(charge.key().definition().counter()))
                        .findFirst()
                        .orElseThrow()
                        .equals(charge))
                .toList();
        ReserveRequest request = ReserveRequest.of(distinct);
        if (distinct.isEmpty() || random.nextInt(3) == 0) {
            request = request.withPlaces(List.of(new Place(places, 2, 500)));
        }
        return random.nextInt(4) > 0
                ? request
                : request.withHold(new Hold(OperationId.random(), now + 1 + random.nextInt(9_000), Hold.Then.KEEP));
    }

    /** Both take it, or both refuse it, and what is named refuses by itself. */
    private static void same(
            ReserveRequest request,
            ReserveResult result,
            ReserveResult expected,
            List<Pair> pairs,
            CounterStore plain,
            long now) {
        assertThat(result.getClass()).isEqualTo(expected.getClass());
        if (result instanceof Reservation watched && expected instanceof Reservation taken) {
            assertThat(watched.request()).isEqualTo(taken.request());
            assertThat(watched.isSettled()).isEqualTo(taken.isSettled());
            pairs.add(new Pair(watched, taken));
        } else if (result instanceof Refusal refusal && refusal.reason() == Refusal.Reason.LIMIT) {
            ReserveRequest alone = ReserveRequest.of(List.of(request.charges().get(refusal.index())));
            Refusal own = plain.wouldRefuse(alone, now);
            assertThat(own).isNotNull();
            assertThat(refusal.retryAfterMillis()).isBetween(1L, own.retryAfterMillis());
        }
    }
}
