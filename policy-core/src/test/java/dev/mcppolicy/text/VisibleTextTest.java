package dev.mcppolicy.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.json.internal.CanonicalJson;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, '\n', '\t', 0x1B, 0x7F, 0x85, 0x9B, 0xA0, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5,
                0x180B, 0x180E, 0x180F, 0x2003, 0x200B, 0x200E, 0x202E, 0x2028, 0x2029, 0x2060, 0x2066, 0x2800, 0x3164,
                0xD800, 0xDFFF, 0xE000, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFF, 0x1BCA0, 0x1D159, 0x1D173,
                0xE0001, 0xE0041, 0xE0100, 0xE01EF, 0xF0000, 0x10FFFF
            })
    void what_no_reader_sees_is_an_escape(int c) {
        assertThat(VisibleText.shows(c)).isFalse();
        assertThat(VisibleText.of("a" + Character.toString(c))).isEqualTo("a" + VisibleText.escape(c));
    }

    @ParameterizedTest
    @ValueSource(ints = {' ', '!', '\\', '~', 0xE9, 0x0410, 0x4E2D, 0xFE10, 0x1F600, 0xFFFD})
    void what_has_a_shape_stands_as_it_is(int c) {
        assertThat(VisibleText.shows(c)).isTrue();
        assertThat(VisibleText.of(Character.toString(c))).isEqualTo(Character.toString(c));
    }

    @ParameterizedTest
    @CsvSource({"0, \\u0000", "155, \\u009B", "8238, \\u202E", "55296, \\uD800", "917569, \\u{E0041}"})
    void there_is_one_notation(int c, String escape) {
        assertThat(VisibleText.escape(c)).isEqualTo(escape);
    }

    @Test
    void marks_stand_on_letters_and_do_not_build_towers() {
        String mark = "\u0301";

        assertThat(VisibleText.of("e" + mark + " e" + mark.repeat(4))).isEqualTo("e" + mark + " e" + mark.repeat(4));
        assertThat(VisibleText.of("e" + mark.repeat(6) + "e" + mark))
                .isEqualTo("e" + mark.repeat(4) + "\\u0301\\u0301e" + mark);
        assertThat(VisibleText.of(mark)).isEqualTo("\\u0301");
        assertThat(VisibleText.of("a\u200B" + mark)).isEqualTo("a\\u200B\\u0301");
        assertThat(VisibleText.inJson("[\"" + mark + "\",\"e" + mark.repeat(5) + "\"]"))
                .isEqualTo("[\"\\u0301\",\"e" + mark.repeat(4) + "\\u0301\"]");
    }

    @Test
    void lines_stay_lines_however_they_end() {
        assertThat(VisibleText.lines("a\r\nb\rc\u2028d\te\n")).isEqualTo("a\nb\nc\\u2028d\\u0009e");
        assertThat(VisibleText.of("a\nb")).isEqualTo("a\\u000Ab");
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef, 6, abcdef",
        "abcdef, 5, abcde…",
        "😀😀😀, 2, 😀😀…",
        "😀😀, 2, 😀😀",
        "ab\u202Ecd, 10, ab\\u202Ecd",
        "ab\u202Ecd, 7, ab…",
        "ab\u202Ecd, 8, ab\\u202E…",
        "\u202E\u202E, 1, …"
    })
    void what_is_shortened_is_cut_between_what_is_shown(String text, int longest, String shown) {
        assertThat(VisibleText.of(text, longest)).isEqualTo(shown);
    }

    @Property
    void nothing_unseen_is_left(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 40) int longest) {
        assertThat(VisibleText.of(text).codePoints()).allMatch(VisibleText::shows);
        assertThat(VisibleText.lines(text).codePoints()).allMatch(c -> c == '\n' || VisibleText.shows(c));
        assertThat(VisibleText.inJson(CanonicalJson.write(text)).codePoints()).allMatch(VisibleText::shows);

        String cut = VisibleText.of(text, longest);
        assertThat(cut.codePoints()).allMatch(VisibleText::shows);
        assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(longest + 1);
        assertThat(cut).satisfiesAnyOf(whole -> assertThat(whole).isEqualTo(VisibleText.of(text)), begun -> assertThat(
                        VisibleText.of(text))
                .startsWith(begun.substring(0, begun.length() - 1)));
    }

    @Property
    void what_shows_already_is_not_touched(@ForAll("texts") String text) {
        assertThat(VisibleText.of(VisibleText.of(text))).isEqualTo(VisibleText.of(text));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 0x10FFFF);
        Arbitrary<Integer> odd = Arbitraries.of(0x1B, 0x9B, 0x0301, 0x20DD, 0x200D, 0xD83D, 0xDE00, 0x2028, 0x22, 0x5C);
        return Arbitraries.oneOf(any, odd).list().ofMaxSize(30).map(all -> {
            StringBuilder text = new StringBuilder();
            all.forEach(text::appendCodePoint);
            return text.toString();
        });
    }
}
