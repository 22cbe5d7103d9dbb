package dev.mcppolicy.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.mcppolicy.json.Truth;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern whose program would explode is refused before it is compiled. */
class PatternSizeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{100}){100}){100}",
                "(((x{1000}){1000}){1000}){1000}",
                "((a{0,150}){0,150})",
                "(?:[a-z]{1,999}b){1,999}",
                "((\\pL{200}){200})",
                "(([[:alpha:]]{200}){200})",
                "(([]a]{200}){200})",
                "((\\p{Greek}{200}){200})",
                "((\\Qab\\E{200}){200})",
                "((a{200,}){200,})"
            })
    @Timeout(10)
    void a_pattern_that_would_explode_is_refused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operator.REGEX.test(pattern))
                .withMessageContaining("too large");
    }

    /** Nine times {@code b{1000}} comes to 18 000 steps; each {@code c} is one more. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "ab 2",
                "a|b 3",
                "a* 2",
                "a+ 2",
                "a? 2",
                "a{3} 6",
                "a{2,5} 10",
                "a{5,2} 10",
                "a{3,} 8",
                "a{0} 2",
                "a{09} 18",
                "(ab) 4",
                "(ab){3} 15",
                "((a)b){3} 21",
                "(?:ab) 6",
                "[abc] 1",
                "[abc]{3} 6",
                "[]a]{3} 6",
                "[^]a]{3} 6",
                "[^a]{3} 6",
                "[[:alpha:]a]{3} 6",
                "[\\]a]{3} 6",
                "[^]a]c 2",
                "[[:alpha:][:digit:]a]{3} 6",
                "[ac]cd:] 5",
                "\\d{3} 6",
                "\\p{Greek}{3} 6",
                "\\P{Greek}{3} 6",
                "\\x{1F600}{3} 6",
                "\\pL{3} 7",
                "\\Qa+b\\E 5",
                "\\Qab\\E{3} 9",
                "c\\Qab\\E 5",
                "{a} 3",
                "a{b} 4",
                "a{1;2} 6",
                "a{1,2 5"
            })
    void each_part_of_a_pattern_has_its_size(String part, int size) {
        String most = part + "b{1000}".repeat(9) + "c".repeat(2_000 - size);

        assertThat(isBounded(most)).isTrue();
        assertThat(isBounded(most + "c")).isFalse();
    }

    @Test
    void a_pattern_is_no_longer_than_its_steps_may_be_and_no_deeper_than_two_hundred_groups() {
        assertThat(isBounded("[" + "a".repeat(19_998) + "]")).isTrue();
        assertThat(isBounded("[" + "a".repeat(19_999) + "]")).isFalse();
        assertThat(isBounded("(".repeat(200) + "a" + ")".repeat(200))).isTrue();
        assertThat(isBounded("(".repeat(201) + "a" + ")".repeat(201))).isFalse();
        assertThat(isBounded("()".repeat(201))).isTrue();
        assertThat(PatternSize.of("(b{9998}cc)")).isEqualTo(20_000);
        assertThat(isBounded("\\Q" + "a".repeat(10_000))).isTrue();
        assertThat(isBounded("b{9000}" + "\\Q" + "a".repeat(2_000))).isFalse();
    }

    @Test
    void a_unicode_class_weighs_once_however_often_it_is_repeated() {
        assertThat(PatternSize.of("\\pL")).isEqualTo(102);
        assertThat(PatternSize.of("[\\PL]")).isEqualTo(101);
        assertThat(PatternSize.of("\\p{Greek}{3}")).isEqualTo(106);
        assertThat(isBounded("\\pL".repeat(1_000))).isTrue();
        assertThat(isBounded("\\pL".repeat(1_001))).isFalse();
        assertThat(isBounded("[" + "\\pL".repeat(1_001) + "]")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[B-\\x{1E942}]", "[B-\ud83a\udd42]", "[--\\x{1E942}]", "[B-\\x{10FFFF}]", "[^B-\\x{0001E942}]"})
    void a_range_that_is_folded_weighs_by_its_last_character(String range) {
        assertThat(isBounded(range.repeat(26))).isTrue();
        assertThat(isBounded("(?i)" + range.repeat(25))).isTrue();
        assertThat(isBounded("(?i)" + range.repeat(26))).isFalse();
        assertThat(isBounded("(?i)" + "[a-z]".repeat(1_000))).isTrue();
    }

    @Test
    void a_test_tells_the_steps_that_were_compiled_for_it() {
        assertThat(Operator.REGEX.test("(a{1000}){9}").steps()).isEqualTo(18_027);
        assertThat(Operator.REGEX.test("^abc$").steps()).isZero();
        assertThat(Operator.EQ.test("(a{1000}){9}").steps()).isZero();
    }

    @Test
    void the_end_of_a_range_in_octal_weighs_as_much_as_any_can_come_to() {
        assertThat(PatternSize.of("(?i)[a-\\377]") - PatternSize.of("(?i)[a]")).isEqualTo(0x1FF / 32);
    }

    /** Whatever the answer: the compiler has the last word on what is no pattern, once it is known to be small. */
    @Test
    void what_is_no_pattern_is_looked_at_to_its_end() {
        String pattern = "(?i)[^]a-\\x{1E943}-\\n[:alpha:]]{2,3}(\\Qab\\E|\\p{Greek}{4,}\\pL)";
        for (int end = 0; end <= pattern.length(); end++) {
            assertThat(PatternSize.of(pattern.substring(0, end))).isBetween(0, 10_000);
        }
    }

    private static boolean isBounded(String pattern) {
        return PatternSize.of(pattern) != PatternSize.TOO_LARGE;
    }

    @Test
    void groups_nested_beyond_all_use_are_refused_and_overflow_no_stack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operator.REGEX.test("(".repeat(9_000) + "a" + ")".repeat(9_000)))
                .withMessageContaining("too large");
    }

    @Test
    void a_pattern_that_overflows_the_stack_of_its_compiler_is_refused() throws InterruptedException {
        String pattern = ".".repeat(9_999) + "|" + ".".repeat(9_999);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread small = new Thread(null, () -> Operator.REGEX.test(pattern), "small stack", 256 * 1024);
        small.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));

        small.start();
        small.join();

        assertThat(thrown.get()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,255}\\.[a-z]{2,63}$",
                "a{1000}",
                "(a{10}){10}",
                "[{]a{,b}",
                "\\x{1F600}{3}",
                "(?i)^(read|list|get)_[a-z_]{1,100}$"
            })
    void a_pattern_that_people_write_is_compiled(String pattern) {
        assertThat(Operator.REGEX.test(pattern).test(5)).isEqualTo(Truth.CANNOT_TELL);
    }

    @Test
    void the_largest_pattern_is_compiled_and_matched_in_good_time() {
        String pattern = "(" + "(ab?){1000}".repeat(3) + ")$";
        assertThat(isBounded(pattern)).isTrue();
        assertTimeout(Duration.ofSeconds(5), () -> assertThat(
                        Operator.REGEX.test(pattern).test("ab".repeat(500)))
                .isEqualTo(Truth.FALSE));
    }
}
