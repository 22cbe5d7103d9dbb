package dev.mcppolicy.benchmarks.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page on stores says is measured in pairs, and of decisions that are made. */
class StoreTableTest {
    private static final Pairs SHORTEST = new Pairs(1, 20);

    private static String table(String store) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StoreTable.print(SHORTEST, List.of(store), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_ratio_is_of_the_windows_of_one_pair_and_not_of_all_together() {
        List<Window> store = List.of(new Window(50, 20), new Window(5, 200), new Window(25, 40));
        List<Window> beside = List.of(new Window(100, 10), new Window(10, 100), new Window(100, 10));

        Pairs.Outcome outcome = new Pairs.Outcome("this beside that", store, beside);

        assertThat(outcome.timeRatio()).isEqualTo(new Quartiles(2, 2, 3));
        assertThat(outcome.rateRatio()).isEqualTo(new Quartiles(2, 2, 3));
        assertThat(outcome.row())
                .isEqualTo("| this beside that | 25; 40 µs | 100; 10 µs | 2.00 (2.00 to 3.00) | 2.00 (2.00 to 3.00) |");
    }

    @Test
    void the_quartiles_of_five_numbers_are_the_second_and_the_fourth() {
        assertThat(Quartiles.of(DoubleStream.of(500, 3, 1, 4, 2))).isEqualTo(new Quartiles(2, 3, 4));
        assertThat(Quartiles.of(DoubleStream.of(1, 2))).isEqualTo(new Quartiles(1.25, 1.5, 1.75));
    }

    @Test
    void the_sides_take_turns_and_each_begins_every_other_pair() throws InterruptedException {
        List<String> begun = Collections.synchronizedList(new ArrayList<>());

        Pairs.Outcome outcome = new Pairs(4, 5).measure(turn("a", begun), turn("b", begun), 1);

        assertThat(begun)
                .as("a pair to warm up, and four")
                .containsExactly("a", "b", "b", "a", "a", "b", "b", "a", "a", "b");
        assertThat(outcome.store()).hasSize(4);
        assertThat(outcome.beside()).hasSize(4);
    }

    private static Side turn(String name, List<String> begun) {
        return Side.of(name, thread -> {
            begun.add(name);
            return Thread::onSpinWait;
        });
    }

    @Test
    void a_window_is_of_all_operations_of_all_threads() {
        Window window =
                Window.of(10, List.of(new long[] {1_000_000, 2_000_000, 3_000_000}, new long[] {9_000_000, 1_000_000}));

        assertThat(window.perSecond())
                .as("5 000 by the one, 2 000 by the other")
                .isCloseTo(7_000, within(1e-6));
        assertThat(window.medianMicros()).as("a tenth of two milliseconds").isCloseTo(200, within(1e-6));
    }

    @Test
    void what_is_refused_ends_the_measurement() {
        Side refused = Side.of("refused", thread -> () -> Decisions.require(false));

        assertThatThrownBy(() -> SHORTEST.measure(refused, refused, 1))
                .hasRootCauseMessage("what is measured was refused");
    }

    @Test
    void an_unknown_store_is_refused() {
        assertThatThrownBy(() -> table("redsi")).hasMessage("unknown store `redsi`");
    }

    @Tag("real")
    @ParameterizedTest
    @CsvSource({"sqlite, 5", "postgres, 5", "redis, 6"})
    void each_store_is_measured(String store, int rows) throws Exception {
        assertThat(table(store).lines().skip(4))
                .hasSize(rows)
                .allMatch(row ->
                        row.matches("\\| .* beside .*, \\d+ threads? \\|.*; .* µs \\|.*; .* µs \\| .* \\| .* \\|"));
    }
}
