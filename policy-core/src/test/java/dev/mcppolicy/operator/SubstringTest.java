package dev.mcppolicy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Parts of texts are found by code point, by either search and in linear time. */
class SubstringTest {
    private static final List<String> PIECES = List.of("a", "a", "a", "b", "\uD800", "\uDC00", "\uD83D\uDE00");

    @Property(tries = 2_000)
    void a_part_is_found_where_its_code_points_stand_in_those_of_the_text(@ForAll long seed) {
        Random random = new Random(seed);
        int kinds = 1 + random.nextInt(PIECES.size());
        String part = drawn(random, kinds, random.nextInt(60));
        String text = text(random, kinds, part);

        assertThat(new Substring(part).isIn(text))
                .as("`%s` in `%s`", part, text)
                .isEqualTo(isFound(part, text));
        assertThat(new Substring(part).cost(text)).isEqualTo(part.length() + text.length());
    }

    /** Short or long, of pieces that are parts of the part or nearly so. */
    private static String text(Random random, int kinds, String part) {
        StringBuilder text = new StringBuilder();
        int length = random.nextBoolean() ? random.nextInt(80) : 1_500 + random.nextInt(6_000);
        while (text.length() < length) {
            int end = random.nextInt(part.length() + 1);
            text.append(part, random.nextInt(end + 1), end);
            text.append(drawn(random, kinds, random.nextInt(3)));
        }
        return text.toString();
    }

    private static String drawn(Random random, int kinds, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(kinds)));
        }
        return text.toString();
    }

    private static boolean isFound(String part, String text) {
        int[] sought = part.codePoints().toArray();
        int[] searched = text.codePoints().toArray();
        for (int at = 0; at + sought.length <= searched.length; at++) {
            int same = 0;
            while (same < sought.length && sought[same] == searched[at + same]) {
                same++;
            }
            if (same == sought.length) {
                return true;
            }
        }
        return false;
    }

    /** Compared character by character from each place, these would take hours. */
    @Test
    void no_part_and_no_text_take_more_than_linear_time() {
        String many = "a".repeat(1 << 20);
        assertThat(new Substring("a".repeat(1 << 19) + "b").isIn(many)).isFalse();
        assertThat(new Substring("b" + "a".repeat(1 << 19)).isIn(many)).isFalse();
        String halves = "\uDC00\uD800".repeat(1 << 19);
        assertThat(new Substring("\uDC00\uD800".repeat(1 << 18)).isIn("\uD800" + halves + "\uDC00"))
                .isFalse();
    }
}
