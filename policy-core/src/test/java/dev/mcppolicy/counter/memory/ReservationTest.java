package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.HOUR;
import static dev.mcppolicy.counter.memory.Counters.MINUTE;
import static dev.mcppolicy.counter.memory.Counters.NOON;
import static dev.mcppolicy.counter.memory.Counters.charge;
import static dev.mcppolicy.counter.memory.Counters.key;
import static dev.mcppolicy.counter.memory.Counters.sliding;
import static dev.mcppolicy.counter.memory.Counters.take;
import static dev.mcppolicy.counter.memory.Counters.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A reservation is settled once, in its own window; keys never collide. */
class ReservationTest {
    private static final CounterKey CALLS = key("calls", HOUR);
    private static final CounterKey SPEND = key("spend", HOUR);

    private final InMemoryCounterStore store = new InMemoryCounterStore(10);

    @Test
    void a_commit_keeps_the_charge_and_nothing_undoes_it() {
        Reservation taken = take(store, NOON, charge(CALLS, 3, 5));
        assertThat(taken.isSettled()).isFalse();
        assertThat(taken.commit().toCompletableFuture()).isCompleted();
        assertThat(taken.isSettled()).isTrue();
        assertThat(taken.release().toCompletableFuture()).isCompleted();
        assertThat(taken.settle(Map.of("calls", BigDecimal.ZERO)).toCompletableFuture())
                .isCompleted();
        assertThat(taken.claim()).isFalse();
        assertThat(taken.commit().toCompletableFuture()).isCompleted();
        assertThat(used(store, CALLS, NOON)).isEqualTo(3);
    }

    @Test
    void a_release_happens_once() {
        Reservation taken = take(store, NOON, charge(CALLS, 2, 5));
        take(store, NOON, charge(CALLS, 2, 5));
        assertThat(taken.release().toCompletableFuture()).isCompleted();
        assertThat(taken.release().toCompletableFuture()).isCompleted();
        assertThat(used(store, CALLS, NOON)).isEqualTo(2);
    }

    @Test
    void a_settlement_may_exceed_the_max_and_keeps_what_it_does_not_name() {
        Reservation taken = take(store, NOON, charge(CALLS, 2, 5), charge(SPEND, 2, 5));
        assertThat(taken.settle(Map.of("calls", BigDecimal.valueOf(9))).toCompletableFuture())
                .isCompleted();
        assertThat(used(store, CALLS, NOON)).isEqualTo(9);
        assertThat(used(store, SPEND, NOON)).isEqualTo(2);
    }

    /** It was written out, digit by digit, to be rounded up to one. */
    @Test
    void an_amount_that_is_all_but_nothing_is_one_unit_at_once() {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String tiny : List.of("1e-100000000", "1e-2147483647", "9e-100000", "9.99e-7")) {
                Reservation taken = take(store, NOON, charge(CALLS, 0, 5));
                taken.settle(Map.of("calls", new BigDecimal(tiny)));
                assertThat(Scale.MILLIONTHS.unitsOf(new BigDecimal(tiny)))
                        .as(tiny)
                        .isEqualTo(1);
            }
        });
        assertThat(used(store, CALLS, NOON)).isEqualTo(4);
        assertThat(Scale.WHOLE.unitsOf(Bound.atMost(new BigDecimal("0.999")))).isZero();
        assertThat(Scale.WHOLE.unitsOf(BigDecimal.ONE)).isEqualTo(1);
        assertThat(Scale.MILLIONTHS.unitsOf(new BigDecimal("0.000001"))).isEqualTo(1);
        assertThat(Scale.MILLIONTHS.unitsOf(new BigDecimal("0.0000011"))).isEqualTo(2);
    }

    @Test
    void a_settlement_stops_at_the_top_and_at_zero() {
        Reservation taken = take(store, NOON, charge(CALLS, 2, 5));
        take(store, NOON, charge(CALLS, 3, 5));
        taken.settle(Map.of("calls", BigDecimal.valueOf(Long.MAX_VALUE)));
        assertThat(used(store, CALLS, NOON)).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void a_settlement_of_what_cannot_be_is_refused_and_settles_nothing() {
        Reservation taken = take(store, NOON, charge(CALLS, 2, 5));
        assertThatThrownBy(() -> taken.settle(Map.of("other", BigDecimal.ONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no charge of this call has the counter `other`");
        assertThatThrownBy(() -> taken.settle(Map.of("calls", BigDecimal.valueOf(-1))))
                .hasMessage("the amount for `calls` is negative or too large");
        assertThat(taken.isSettled()).isFalse();
        taken.release();
        assertThat(used(store, CALLS, NOON)).isZero();
    }

    @Test
    void a_name_that_two_counters_bear_is_settled_by_what_declares_it() {
        CounterKey everyTool = CounterKey.of(
                new CounterDefinition("test", "", RulePlace.everyTool(), "calls", HOUR, Scope.GLOBAL, Scale.WHOLE),
                null,
                null);
        Reservation taken = take(store, NOON, charge(everyTool, 1, 5), charge(CALLS, 1, 5));

        assertThatThrownBy(() -> taken.settle(Map.of("calls", BigDecimal.valueOf(4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this call charges two counters called `calls`: name `_global/calls` or `t/calls`");
        assertThat(taken.isSettled()).isFalse();
        taken.settle(Map.of("t/calls", BigDecimal.valueOf(4), "_global/calls", BigDecimal.valueOf(2)));

        assertThat(used(store, everyTool, NOON)).isEqualTo(2);
        assertThat(used(store, CALLS, NOON)).isEqualTo(4);
    }

    @Test
    void a_counter_is_settled_by_its_name_alone_or_with_what_declares_it_and_not_by_both() {
        Reservation taken = take(store, NOON, charge(CALLS, 1, 5));

        assertThatThrownBy(() -> taken.settle(Map.of("calls", BigDecimal.ONE, "t/calls", BigDecimal.TEN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is named twice");
        taken.settle(Map.of("t/calls", BigDecimal.valueOf(3)));

        assertThat(used(store, CALLS, NOON)).isEqualTo(3);
    }

    @Test
    void the_empty_reservation_has_nothing_to_settle() {
        Reservation empty = Reservation.empty();
        assertThat(empty.charges()).isEmpty();
        assertThat(empty.isSettled()).isTrue();
        assertThat(empty.claim()).isFalse();
        assertThat(empty.commit().toCompletableFuture()).isCompleted();
        assertThat(empty.release().toCompletableFuture()).isCompleted();
        assertThat(empty.settle(Map.of()).toCompletableFuture()).isCompleted();
        assertThat(empty.receipt().replace(new long[0]).toCompletableFuture()).isCompleted();
        assertThatThrownBy(() -> empty.before(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void a_charge_is_never_negative() {
        assertThatThrownBy(() -> charge(CALLS, -1, 5)).hasMessage("a charge must not be negative");
        assertThatThrownBy(() -> charge(CALLS, 1, -5)).hasMessage("a charge must not be negative");
    }

    @Test
    void two_different_keys_never_have_one_text() {
        List<String> parts = new ArrayList<>(List.of("", "-", "a", "1:a", "a1:a", "-1:a", "a.b", "_"));
        Set<String> texts = new HashSet<>();
        Set<CounterKey> keys = new HashSet<>();
        int made = 0;
        for (String namespace : parts) {
            for (String server : parts) {
                for (int i = -1; i < parts.size(); i++) {
                    for (int j = -1; j < parts.size(); j++) {
                        String session = i < 0 ? null : parts.get(i);
                        RulePlace place = i < 0 ? RulePlace.everyTool() : RulePlace.tool("t" + parts.get(i));
                        String identity = j < 0 ? null : parts.get(j);
                        CounterKey key = CounterKey.of(
                                new CounterDefinition(namespace, server, place, "n", MINUTE, Scope.GRANT, Scale.WHOLE),
                                identity,
                                session);
                        texts.add(key.encoded());
                        keys.add(key);
                        made++;
                        assertThat(key).hasToString(key.encoded());
                    }
                }
            }
        }
        assertThat(texts).hasSize(made);
        assertThat(keys).hasSize(made);
    }

    /** Stores outside this process keep counters under this text, so it must not change. */
    @Test
    void the_text_of_a_key_is_made_of_all_its_parts() {
        CounterDefinition definition =
                new CounterDefinition("ns", "srv", RulePlace.tool("tool"), "calls", HOUR, Scope.SESSION, Scale.WHOLE);

        CounterDefinition ofGroup =
                new CounterDefinition("ns", "srv", RulePlace.group("tool"), "calls", HOUR, Scope.SESSION, Scale.WHOLE);

        assertThat(CounterKey.of(ofGroup, null, null).encoded())
                .isEqualTo("counter 2:ns3:srvg4:tool5:calls4:hour7:session5:WHOLE--");
        assertThat(CounterKey.of(definition, "who", "1").encoded())
                .isEqualTo("counter 2:ns3:srv4:tool5:calls4:hour7:session5:WHOLE3:who1:1");
        assertThat(CounterKey.of(
                                new CounterDefinition(
                                        "",
                                        "",
                                        RulePlace.everyTool(),
                                        "spend",
                                        sliding(90_000),
                                        Scope.GLOBAL,
                                        Scale.MILLIONTHS),
                                null,
                                null)
                        .encoded())
                .isEqualTo("counter 0:0:-5:spend15:sliding PT1M30S6:global10:MILLIONTHS--");
    }

    @Test
    void a_factory_makes_the_same_keys() {
        CounterDefinition definition = CALLS.definition();
        CounterKey.Factory factory = new CounterKey.Factory(definition);
        assertThat(factory.definition()).isSameAs(definition);
        assertThat(factory.key(null, null)).isEqualTo(CALLS).hasSameHashCodeAs(CALLS);
        CounterKey ours = factory.key("i", "s");
        assertThat(ours)
                .isEqualTo(CounterKey.of(definition, "i", "s"))
                .isNotEqualTo(CounterKey.of(definition, "s", "i"));
        assertThat(ours.identity()).isEqualTo("i");
        assertThat(ours.session()).isEqualTo("s");
        assertThat(ours)
                .isNotEqualTo(factory.key("i", null))
                .isNotEqualTo(factory.key(null, "s"))
                .isNotEqualTo("x");
    }
}
