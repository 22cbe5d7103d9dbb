package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static dev.mcppolicy.testkit.contract.StoreLaws.refused;
import static dev.mcppolicy.testkit.contract.StoreLaws.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How charges are taken: all or none, exactly, each from its own counter. */
interface ChargeLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SPEND = key("spend", Window.Calendar.DAY);

    @Test
    default void a_counter_that_was_never_charged_holds_nothing() {
        assertThat(store().read(List.of(CALLS, SPEND), now())).containsExactly(0, 0);
    }

    @Test
    default void reading_nothing_reads_nothing() {
        assertThat(store().read(List.of(), now())).isEmpty();
    }

    @Test
    default void a_read_answers_in_the_order_of_its_keys() {
        take(new Charge(CALLS, 1, 9), new Charge(SPEND, 2, 9));

        assertThat(store().read(List.of(SPEND, key("other"), CALLS), now())).containsExactly(2, 0, 1);
    }

    @Test
    default void a_charge_counts_from_the_moment_it_is_taken() {
        Reservation first = take(new Charge(CALLS, 2, 5));
        Reservation second = take(new Charge(CALLS, 3, 5));

        assertThat(first.charges()).containsExactly(new Charge(CALLS, 2, 5));
        assertThat(first.before(0)).isZero();
        assertThat(second.before(0)).isEqualTo(2);
        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void charges_taken_together_say_what_each_counter_held() {
        take(CALLS, 7);

        Reservation both = take(new Charge(SPEND, 3, 100), new Charge(CALLS, 1, 100));

        assertThat(both.before(0)).isZero();
        assertThat(both.before(1)).isEqualTo(7);
        assertUsed(Map.of(CALLS, 8L, SPEND, 3L));
    }

    @Test
    default void units_beyond_the_integers_of_a_double_are_exact() {
        long past53Bits = (1L << 53) + 1;
        take(new Charge(CALLS, past53Bits, past53Bits + 1));

        assertThat(used(CALLS)).isEqualTo(past53Bits);
        take(new Charge(CALLS, 1, past53Bits + 1));
        assertThat(used(CALLS)).isEqualTo(past53Bits + 1);
        assertThat(refuse(new Charge(CALLS, 1, past53Bits + 1)).reason()).isEqualTo(Refusal.Reason.LIMIT);
    }

    @Test
    default void keys_that_differ_in_any_part_never_collide() {
        Set<CounterKey> distinct = new LinkedHashSet<>(List.of(
                of(
                        new CounterDefinition(
                                "p", "s", RulePlace.tool("t"), "c", Window.Calendar.DAY, Scope.GRANT, Scale.WHOLE),
                        "i",
                        "x"),
                of(
                        new CounterDefinition(
                                "p", "s", RulePlace.everyTool(), "c", Window.Calendar.DAY, Scope.GRANT, Scale.WHOLE),
                        "i",
                        "x"),
                of(
                        new CounterDefinition(
                                "p", "s", RulePlace.group("t"), "c", Window.Calendar.DAY, Scope.GRANT, Scale.WHOLE),
                        "i",
                        "x"),
                of(
                        new CounterDefinition(
                                "p", "s", RulePlace.tool("t"), "c", Window.Calendar.HOUR, Scope.GRANT, Scale.WHOLE),
                        "i",
                        "x"),
                of(
                        new CounterDefinition(
                                "p", "s", RulePlace.tool("t"), "c", Window.Calendar.DAY, Scope.SESSION, Scale.WHOLE),
                        "i",
                        "x"),
                of(
                        new CounterDefinition(
                                "p", "s", RulePlace.tool("t"), "c", Window.Calendar.DAY, Scope.GRANT, Scale.MILLIONTHS),
                        "i",
                        "x"),
                of(
                        new CounterDefinition(
                                "p",
                                "s",
                                RulePlace.tool("t"),
                                "c",
                                new Window.Seconds(86_400),
                                Scope.GRANT,
                                Scale.WHOLE),
                        "i",
                        "x")));
        for (List<String> parts : LOOK_ALIKE_PARTS) {
            CounterDefinition definition = new CounterDefinition(
                    parts.get(0),
                    parts.get(1),
                    RulePlace.tool(parts.get(2)),
                    parts.get(3),
                    Window.Calendar.DAY,
                    Scope.GRANT,
                    Scale.WHOLE);
            distinct.add(of(definition, parts.get(4), parts.get(5)));
            distinct.add(of(definition, parts.get(4), null));
            distinct.add(of(definition, null, parts.get(5)));
        }
        for (LimitKey key : List.of(
                new LimitKey.AllArguments(),
                new LimitKey.Paths(List.of(ArgumentPath.parse("args.a"))),
                new LimitKey.Paths(List.of(ArgumentPath.parse("args.b"))),
                new LimitKey.Paths(List.of(ArgumentPath.parse("args.a"), ArgumentPath.parse("args.b"))))) {
            CounterDefinition keyed = new CounterDefinition(
                    "p", "s", RulePlace.tool("t"), "c", Window.Calendar.DAY, Scope.GRANT, Scale.WHOLE, key);
            distinct.add(CounterKey.of(keyed, "i", "x", KeyValue.of(List.of("one"))));
            distinct.add(CounterKey.of(keyed, "i", "x", KeyValue.of(List.of("two"))));
            distinct.add(CounterKey.of(keyed, "i", null, KeyValue.of(List.of("one"))));
        }
        List<CounterKey> keys = List.copyOf(distinct);

        for (int i = 0; i < keys.size(); i++) {
            assertThat(take(keys.get(i), i + 1).before(0))
                    .as(keys.get(i).encoded())
                    .isZero();
        }

        for (int i = 0; i < keys.size(); i++) {
            assertThat(used(keys.get(i))).as(keys.get(i).encoded()).isEqualTo(i + 1);
        }
    }

    /** Parts that read alike once they are put together carelessly: separators, lengths, case, nothing, null's name. */
    List<List<String>> LOOK_ALIKE_PARTS = List.of(
            List.of("a", "b", "c", "d", "e", "f"),
            List.of("a:b", "", "c", "d", "e", "f"),
            List.of("a", "b:c", ":", "d", "e", "f"),
            List.of("", "a", "b", "c:d", "e", "f"),
            List.of("a", "b", "c", "d", "e:f", ""),
            List.of("a", "b", "c", "d", "", "e:f"),
            List.of("A", "b", "c", "d", "e", "f"),
            List.of("a ", "b", "c", "d", "e", "f"),
            List.of("1:a", "b", "c", "d", "e", "f"),
            List.of("a", "b", "null", "d", "-", "-"),
            List.of("a", "b", "-", "d", "null", "null"),
            List.of("a", "b", "c", "d", "\u00e9", "f"),
            List.of("a", "b", "c", "d", "e\u0301", "f"),
            List.of("a", "b", "c", "d", "\u0000", "f"),
            List.of("a", "b", "c", "d", "{e}", "f"),
            List.of("a", "b", "c", "d", "e*", "f"));

    private static CounterKey of(CounterDefinition definition, @Nullable String identity, @Nullable String session) {
        return CounterKey.of(definition, identity, session);
    }

    @Test
    default void a_reset_counter_begins_anew_and_no_other_does() {
        take(CALLS, 5);
        take(SPEND, 5);

        store().reset(CALLS);
        store().reset(key("never charged"));

        assertUsed(Map.of(CALLS, 0L, SPEND, 5L));
        assertThat(take(CALLS, 1).before(0)).isZero();
    }

    @Test
    default void the_asynchronous_forms_do_the_same() throws ExecutionException, InterruptedException {
        List<Charge> charge = List.of(new Charge(CALLS, 5, 5));

        Reservation held = taken(store().reserveAsync(ReserveRequest.of(charge), now())
                .toCompletableFuture()
                .get());
        Refusal refusal = refused(store().reserveAsync(ReserveRequest.of(charge), now())
                .toCompletableFuture()
                .get());
        taken(store().swapAsync(held, ReserveRequest.of(charge), now())
                .toCompletableFuture()
                .get());

        assertThat(refusal).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 42_000));
        assertThat(store().readAsync(List.of(CALLS), now())
                        .toCompletableFuture()
                        .get())
                .containsExactly(5);
        Charge spend = new Charge(SPEND, 1, 5);
        assertThat(store().reserveAsync(ReserveRequest.of(List.of(spend, spend)), now())
                        .toCompletableFuture())
                .failsWithin(Duration.ofSeconds(30));
    }
}
