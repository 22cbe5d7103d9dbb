package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What operators see of the counters. */
interface ListingLaws extends StoreLaws {
    @Test
    default void usage_says_what_a_counter_holds_and_in_which_window() {
        CounterKey calls = key("calls");
        CounterKey sliding = key("burst", new Window.Sliding(Duration.ofSeconds(10)));
        take(calls, 3);
        take(sliding, 2);
        long minute = NOON / MINUTE * MINUTE;

        assertThat(store().usage(List.of(sliding, key("unused"), calls), now()))
                .containsExactly(
                        new CounterUsage(sliding, 2, NOON - 9_999, NOON + 1),
                        new CounterUsage(key("unused"), 0, minute, minute + MINUTE),
                        new CounterUsage(calls, 3, minute, minute + MINUTE));

        at(NOON + MINUTE);
        assertThat(store().usage(List.of(calls, sliding), now()))
                .containsExactly(
                        new CounterUsage(calls, 0, minute + MINUTE, minute + 2 * MINUTE),
                        new CounterUsage(sliding, 0, NOON + MINUTE - 9_999, NOON + MINUTE + 1));
    }

    @Test
    default void every_counter_whose_window_runs_is_listed_once_by_pages() {
        CounterKey other = CounterKey.of(
                new CounterDefinition(
                        "another",
                        "server",
                        RulePlace.tool("tool"),
                        "calls",
                        Window.Calendar.DAY,
                        Scope.GLOBAL,
                        Scale.WHOLE),
                null,
                null);
        take(other, 1);
        take(key("over"), 1);
        List<CounterKey> keys = IntStream.range(0, 25)
                .mapToObj(i -> key("calls " + i, Window.Calendar.DAY))
                .sorted(Comparator.comparing(CounterKey::encoded))
                .toList();
        keys.forEach(key -> take(key, 2));
        at(NOON + MINUTE);

        List<CounterUsage> listed = new ArrayList<>();
        CounterPage page = store().list("policy", null, 10, now());
        int pages = 1;
        while (page.next() != null) {
            assertThat(page.counters()).hasSizeLessThanOrEqualTo(10);
            listed.addAll(page.counters());
            page = store().list("policy", page.next(), 10, now());
            pages++;
        }
        listed.addAll(page.counters());

        assertThat(listed).extracting(CounterUsage::key).containsExactlyElementsOf(keys);
        assertThat(listed).allSatisfy(usage -> assertThat(usage.units()).isEqualTo(2));
        assertThat(pages).isBetween(3, 4);
        assertThat(store().list("nobody's", null, 10, now())).isEqualTo(new CounterPage(List.of(), null));
    }

    @Test
    default void a_store_that_tells_its_namespaces_tells_all_that_are_counted_in_once() {
        take(key("calls"), 1);

        List<String> namespaces = store().namespaces();
        assertThat(namespaces).doesNotHaveDuplicates().isSorted();
        assertThat(namespaces.isEmpty() || namespaces.contains("policy")).isTrue();
    }
}
