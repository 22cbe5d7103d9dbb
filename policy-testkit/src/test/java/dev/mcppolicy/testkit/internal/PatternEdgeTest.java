package dev.mcppolicy.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where texts part from a pattern: which edges it has, which of them are open, and which texts show them. */
class PatternEdgeTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "7",
            "-",
            "/",
            "a.b",
            "a\\.b",
            ".",
            "[a-c]",
            "[^a]",
            "\\d+",
            "(?:a|bc)",
            "(x|y)z",
            "a?",
            "b+",
            "c{2}",
            "^",
            "$",
            "(?i:q)",
            "\\bw",
            "\u00e9");

    static Stream<Arguments> patterns() {
        return Stream.of(
                Arguments.of("^abc$", List.of("BEFORE closed", "AFTER closed")),
                Arguments.of("abc", List.of("BEFORE open", "AFTER open")),
                Arguments.of("^abc", List.of("BEFORE closed", "AFTER open")),
                Arguments.of("abc$", List.of("BEFORE open", "AFTER closed")),
                Arguments.of("\\Aabc\\z", List.of("BEFORE closed", "AFTER closed")),
                Arguments.of("^a\\.b$", List.of("BEFORE closed", "AFTER closed")),
                Arguments.of("^a.b$", List.of("BEFORE closed", "AFTER closed", "OTHER_CHARACTER open")),
                Arguments.of(
                        "^a.b.c",
                        List.of("BEFORE closed", "AFTER open", "OTHER_CHARACTER open", "OTHER_CHARACTER open")),
                Arguments.of("^(?:a|bc)$", List.of("BEFORE closed", "AFTER closed")),
                Arguments.of("^a.*", List.of("BEFORE closed")),
                Arguments.of("", List.of()),
                Arguments.of("a*", List.of()),
                Arguments.of(".*", List.of()),
                Arguments.of("^$", List.of()));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void an_end_is_open_where_the_pattern_is_found_beyond_it(String pattern, List<String> edges) {
        assertThat(PatternEdge.of(pattern))
                .extracting(edge -> edge.side() + (edge.isOpen() ? " open" : " closed"))
                .containsExactlyElementsOf(edges);
    }

    @Test
    void an_address_that_goes_on_is_the_example_of_an_open_end_of_one() {
        assertThat(PatternEdge.of("^https://shop\\.example\\.com"))
                .filteredOn(edge -> edge.side() == PatternEdge.Side.AFTER)
                .extracting(PatternEdge::example)
                .containsExactly("https://shop.example.com.evil.example");
    }

    @Test
    void a_text_shows_an_end_if_it_goes_on_in_one_word_there() {
        PatternEdge after = PatternEdge.of("abc").get(1);

        assertThat(List.of("abcd", "abc.d", "abc-d")).allMatch(after::isShownBy);
        assertThat(List.of("abc", "abc d", "abc/d", "ab", "", "xyz")).noneMatch(after::isShownBy);
    }

    @Test
    void a_text_too_long_to_look_at_shows_nothing() {
        PatternEdge after = PatternEdge.of("abc").get(1);

        assertThat(after.isShownBy("x".repeat(996) + "abcd")).isTrue();
        assertThat(after.isShownBy("x".repeat(997) + "abcd")).isFalse();
    }

    @Test
    void a_pattern_that_is_too_large_has_no_edges() {
        assertThat(PatternEdge.of("(?:a{1000}){1000}")).isEmpty();
    }

    @Test
    void an_edge_is_shown_by_its_example_and_by_no_text_that_is_the_whole_of_a_match() {
        Set<PatternEdge.Side> open = EnumSet.noneOf(PatternEdge.Side.class);
        Set<PatternEdge.Side> closed = EnumSet.noneOf(PatternEdge.Side.class);
        for (int seed = 0; seed < 2_000; seed++) {
            String pattern = pattern(new Random(seed));
            for (PatternEdge edge : PatternEdge.of(pattern)) {
                (edge.isOpen() ? open : closed).add(edge.side());
                boolean isFound = isFound(pattern, edge.example());

                assertThat(edge.isShownBy(edge.example())).as(pattern).isTrue();
                assertThat(edge.isOpen()).as(pattern).isEqualTo(isFound);
                if (edge.side() != PatternEdge.Side.OTHER_CHARACTER) {
                    assertThat(isFound("^(?:" + pattern + ")$", edge.example()))
                            .as(pattern)
                            .isFalse();
                    assertThat(whole(pattern)).as(pattern).noneMatch(edge::isShownBy);
                }
            }
        }

        assertThat(open).containsExactlyInAnyOrder(PatternEdge.Side.values());
        assertThat(closed).containsExactlyInAnyOrder(PatternEdge.Side.BEFORE, PatternEdge.Side.AFTER);
    }

    private static String pattern(Random random) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            pieces.add(PIECES.get(random.nextInt(PIECES.size())));
        }
        return String.join("", pieces);
    }

    /** Texts that a pattern matches from their beginning to their end. */
    private static List<String> whole(String pattern) {
        return PatternExamples.of(pattern).stream()
                .filter(text -> isFound("^(?:" + pattern + ")$", text))
                .toList();
    }

    private static boolean isFound(String pattern, String text) {
        return Operator.REGEX.test(pattern).test(text) == Truth.TRUE;
    }
}
