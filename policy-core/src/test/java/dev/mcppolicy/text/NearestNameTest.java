package dev.mcppolicy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> NAMES = List.of("get_user", "create_charge", "day", "op");

    @ParameterizedTest
    @CsvSource({
        "get_users, get_user",
        "GetUser, get_user",
        "get-user, get_user",
        "create_chareg, create_charge",
        "creat_chrge, create_charge",
        "dya, day",
        "po, op"
    })
    void a_slip_finds_its_name(String given, String meant) {
        assertThat(NearestName.to(given, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"wide", "'get_card'", "''", "xxxxxxxx"})
    void another_word_finds_none(String given) {
        assertThat(NearestName.to(given, NAMES)).isEmpty();
    }

    @Test
    void the_nearest_wins_and_of_equals_the_first() {
        assertThat(NearestName.to("refund_card", List.of("refund_cart_x", "refund_cart", "refund_car")))
                .contains("refund_cart");
    }

    @Test
    void help_asks_or_lists_and_shows_every_character() {
        assertThat(NearestName.help("dya", NAMES)).isEqualTo(" (did you mean `day`?)");
        assertThat(NearestName.help("month", NAMES)).isEqualTo(" (there are `create_charge`, `day`, `get_user`, `op`)");
        assertThat(NearestName.help("x", List.of())).isEqualTo(" (there is none)");
        assertThat(NearestName.help("delete", List.of("delete\u009B"))).isEqualTo(" (did you mean `delete\\u009B`?)");
        assertThat(NearestName.help(
                        "q", IntStream.range(100, 200).mapToObj(i -> "n" + i).toList()))
                .startsWith(" (there are `n100`, `n101`")
                .endsWith("`n149` and 50 more)");
    }

    @Test
    @Timeout(20)
    void many_names_and_long_ones_cost_nothing() {
        List<String> names = new ArrayList<>(Collections.nCopies(100_000, "a".repeat(90)));
        names.add("b".repeat(10_000_000));

        Duration begun = Duration.ofNanos(System.nanoTime());
        for (int i = 0; i < 20; i++) {
            assertThat(NearestName.to("b".repeat(90), names)).isEmpty();
            assertThatCode(() -> NearestName.to("b".repeat(10_000_000), names)).doesNotThrowAnyException();
        }
        assertThat(Duration.ofNanos(System.nanoTime()).minus(begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void short_names_are_all_looked_at_however_many_there_are() {
        List<String> names = new ArrayList<>(
                IntStream.range(0, 100_000).mapToObj(i -> "tool_number_" + i).toList());
        names.add("get");

        assertThat(NearestName.to("gte", names)).contains("get");
    }
}
