package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.internal.re2j.Pattern;
import dev.mcppolicy.internal.re2j.PatternSyntaxException;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Literal patterns are matched without re2j, and exactly as re2j would match them. */
class PatternsTest {
    private static final List<String> PARTS = List.of(
            "a",
            "b",
            "ab",
            "^",
            "$",
            "\\",
            "\\.",
            "\\$",
            "\\^",
            "\\\\",
            ".",
            "*",
            "|",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "?",
            "+",
            "-",
            "/",
            "\n",
            "\r",
            " ",
            "A",
            "é",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "\\Q",
            "\\E",
            "\\A",
            "\\z",
            "\\n",
            "#",
            "(?i)",
            "(?m)",
            "\\x41",
            "{1}",
            "&&",
            "\u2028",
            "\0",
            "\\d");
    private static final List<String> TEXTS = List.of(
            "a",
            "b",
            "ab",
            "^",
            "$",
            "\\",
            ".",
            "\n",
            "\r",
            " ",
            "A",
            "é",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "*",
            "|",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "\u2028",
            "\0",
            "1",
            "-");

    private static String joined(Random random, List<String> parts, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    void a_literal_is_found_where_re2j_finds_it(@ForAll long seed) {
        Random random = new Random(seed);
        String pattern = joined(random, PARTS, 4);
        Pattern re2j;
        try {
            re2j = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            // So no literal, which is not compiled, is refused by re2j.
            assertThatIllegalArgumentException()
                    .as("`%s`, seed %d", pattern, seed)
                    .isThrownBy(() -> Operator.REGEX.test(pattern));
            return;
        }
        ValueTest ours = Operator.REGEX.test(pattern);
        for (int i = 0; i < 20; i++) {
            String text = joined(random, TEXTS, 5);
            assertThat(ours.test(text))
                    .as("`%s` in `%s`, seed %d", pattern, text, seed)
                    .isEqualTo(Truth.of(re2j.matcher(text).find()));
        }
    }

    @Test
    void anchors_stand_for_the_ends_of_the_text_and_not_of_a_line() {
        assertThat(Operator.REGEX.test("^a$").test("a\n")).isEqualTo(Truth.FALSE);
        assertThat(Operator.REGEX.test("^a").test("b\na")).isEqualTo(Truth.FALSE);
        assertThat(Operator.REGEX.test("a$").test("a\nb")).isEqualTo(Truth.FALSE);
        assertThat(Operator.REGEX.test("\\$").test("5$5")).isEqualTo(Truth.TRUE);
        assertThat(Operator.REGEX.test("a\\\\$").test("a\\")).isEqualTo(Truth.TRUE);
        assertThat(Operator.REGEX.test("").test("")).isEqualTo(Truth.TRUE);
        assertThat(Operator.REGEX.test("^$").test("x")).isEqualTo(Truth.FALSE);
    }

    @Test
    void an_escape_stands_for_its_character_only_where_that_has_a_meaning() {
        assertThat(Operator.REGEX.test("a\\db").test("a5b")).isEqualTo(Truth.TRUE);
        assertThat(Operator.REGEX.test("a\\db").test("adb")).isEqualTo(Truth.FALSE);
        assertThat(Operator.REGEX.test("^a\\.b$").test("a.b")).isEqualTo(Truth.TRUE);
        assertThat(Operator.REGEX.test("^a\\.b$").test("axb")).isEqualTo(Truth.FALSE);
        assertThat(Operator.REGEX.test("a\\\\b").test("a\\b")).isEqualTo(Truth.TRUE);
        assertThat(Operator.REGEX.test("a\\$").test("a$b")).isEqualTo(Truth.TRUE);
        assertThat(Operator.REGEX.test("a\\$").test("ba")).isEqualTo(Truth.FALSE);
        assertThat(Operator.REGEX.test("a\\\\$").test("a\\")).isEqualTo(Truth.TRUE);
    }
}
