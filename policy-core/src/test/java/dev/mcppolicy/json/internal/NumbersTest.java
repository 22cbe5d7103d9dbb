package dev.mcppolicy.json.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Truth;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Numbers are read exactly, alike on every JDK, and never expanded to be judged. */
class NumbersTest {
    @Property(tries = 20_000)
    void a_double_stands_for_the_shortest_decimal_that_reads_back(@ForAll long bits) {
        double number = Double.longBitsToDouble(bits);
        if (Double.isFinite(number)) {
            assertShortest(number);
        }
    }

    @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
    void prices_and_powers_of_two_stand_for_their_shortest_decimal(@ForAll long seed) {
        Random random = new Random(seed);
        assertShortest(random.nextInt(1_000_000_000) / 100.0);
        assertShortest(random.nextLong() / 1e6);
        assertShortest(Math.scalb(1.0, random.nextInt(2_000) - 1_000));
        assertShortest(random.nextDouble());
    }

    @Property
    void a_float_stands_for_the_shortest_decimal_that_reads_back(
            @ForAll int bits, @ForAll @IntRange(max = 250) int power) {
        float number = Float.intBitsToFloat(bits);
        if (Float.isFinite(number)) {
            assertShortest(number);
        }
        assertShortest(Math.scalb(1.0f, power - 125));
    }

    /** The search for it once went through all lengths, which took seconds for the doubles of one call. */
    @Test
    void the_shortest_decimal_is_the_first_that_reads_back_when_all_lengths_are_tried() {
        Random random = new Random(20260115);
        for (int i = 0; i < 15_000; i++) {
            assertFirst(Double.longBitsToDouble(random.nextLong()));
            assertFirst(Double.longBitsToDouble(random.nextLong() >>> (12 + random.nextInt(52))));
            assertFirst(random.nextInt(2_000) * Math.pow(10, random.nextInt(600) - 300));
        }
        for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
            double power = Math.scalb(1.0, exponent);
            for (double number : new double[] {power, Math.nextUp(power), Math.nextDown(power), 3 * power, 5 * power}) {
                assertFirst(number);
            }
        }
    }

    private static void assertFirst(double number) {
        if (Double.isFinite(number) && number != 0) {
            BigDecimal found = JsonNumber.exact(number);
            if (found.compareTo(first(number)) != 0) {
                throw new AssertionError(
                        Double.toHexString(number) + " is read as " + found + ", not " + first(number));
            }
        }
    }

    private static BigDecimal first(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return rounded;
            }
            BigDecimal ulp = rounded.ulp();
            BigDecimal other = rounded.compareTo(exact) < 0 ? rounded.add(ulp) : rounded.subtract(ulp);
            if (other.doubleValue() == number) {
                return other;
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
    }

    private static void assertShortest(float number) {
        BigDecimal exact = JsonNumber.exact(number);
        assertThat(exact.floatValue()).isEqualTo(number == 0 ? 0.0f : number);
        int digits = exact.stripTrailingZeros().precision();
        if (digits > 1) {
            BigDecimal value = new BigDecimal(number);
            for (RoundingMode side : List.of(RoundingMode.FLOOR, RoundingMode.CEILING)) {
                assertThat(value.round(new MathContext(digits - 1, side)).floatValue())
                        .as("%s", number)
                        .isNotEqualTo(number);
            }
        }
    }

    private static void assertShortest(double number) {
        BigDecimal exact = JsonNumber.exact(number);
        assertThat(exact.doubleValue()).isEqualTo(number == 0 ? 0.0 : number);
        int digits = exact.stripTrailingZeros().precision();
        if (digits > 1) {
            // No decimal of one digit less reads back, on either side.
            BigDecimal value = new BigDecimal(number);
            for (RoundingMode side : List.of(RoundingMode.FLOOR, RoundingMode.CEILING)) {
                assertThat(value.round(new MathContext(digits - 1, side)).doubleValue())
                        .as("%s", number)
                        .isNotEqualTo(number);
            }
        }
    }

    @Test
    @SuppressWarnings("FloatingPointLiteralPrecision") // that is what these are about
    void doubles_that_an_old_jdk_prints_too_long_have_their_shortest_reading() {
        assertThat(JsonNumber.exact(2.0E-3)).isEqualByComparingTo("0.002");
        assertThat(JsonNumber.exact(2.2250738585072014E-308)).isEqualByComparingTo("2.2250738585072014E-308");
        assertThat(JsonNumber.exact(1.0E23)).isEqualByComparingTo("1E23");
        assertThat(JsonNumber.exact(2E23)).isEqualByComparingTo("2E23");
        assertThat(JsonNumber.exact(8.41E21)).isEqualByComparingTo("8.41E21");
        assertThat(JsonNumber.exact(4.9E-324)).isEqualByComparingTo("5E-324");
        assertThat(JsonNumber.exact(Double.MAX_VALUE)).isEqualByComparingTo("1.7976931348623157E308");
        assertThat(JsonNumber.exact(9007199254740992.0)).isEqualByComparingTo("9007199254740992");
        assertThat(JsonNumber.exact(0.1 + 0.2)).isEqualByComparingTo("0.30000000000000004");
        assertThat(JsonNumber.exact(5.0E-324 * 3)).isEqualByComparingTo("1.5E-323");
        assertThat(JsonNumber.exact(0.1f)).isEqualByComparingTo("0.1");
        assertThat(JsonNumber.exact(Float.MIN_VALUE)).isEqualByComparingTo("1E-45");
        assertThat(JsonNumber.exact(3.4028235E38f)).isEqualByComparingTo("3.4028235E38");
        assertThat(JsonNumber.exact(8388609.0f)).isEqualByComparingTo("8388609");
        assertThat(JsonNumber.exact(-0.0)).isEqualByComparingTo("0");
        // The nearest decimal lies beyond the narrower gap below a power of two.
        assertThat(JsonNumber.exact(Math.scalb(1.0f, -96))).isEqualByComparingTo("1.2621775E-29");
        // Nine digits are needed, the most of any float.
        assertThat(JsonNumber.exact(117070296f)).isEqualByComparingTo("117070296");
    }

    @Test
    void nothing_but_the_standard_numbers_is_a_number() {
        for (Object number : List.of(1, 1L, 1.0, BigDecimal.ONE, BigInteger.ONE, 1f, (short) 1, (byte) 1, Double.NaN)) {
            assertThat(JsonNumber.isNumber(number)).as("%s", number.getClass()).isTrue();
        }
        BigDecimal hostile = new BigDecimal(1) {};
        for (Object other : List.of(new AtomicLong(5), hostile, "1", true)) {
            assertThat(JsonNumber.isNumber(other)).as("%s", other.getClass()).isFalse();
            assertThat(JsonCheck.problem(other, JsonLimits.DEFAULT) == null)
                    .isEqualTo(other instanceof String || other instanceof Boolean);
        }
        assertThat(JsonNumber.isNumber(null)).isFalse();
        assertThat(JsonEquality.compare(new AtomicLong(5), new AtomicLong(5))).isEqualTo(Truth.CANNOT_TELL);
    }

    @Test
    void a_number_past_a_thousand_digits_or_the_exponent_ten_thousand_has_no_reading() {
        assertThat(JsonNumber.exact(BigInteger.TEN.pow(999))).isNotNull();
        assertThat(JsonNumber.exact(BigInteger.TEN.pow(1_000))).isNull();
        assertThat(JsonNumber.exact(
                        BigInteger.TEN.pow(1_000).subtract(BigInteger.ONE).negate()))
                .isNotNull();
        assertThat(JsonNumber.exact(BigInteger.ONE.shiftLeft(4_000))).isNull();
        assertThat(JsonNumber.exact(new BigDecimal("1e10000"))).isNotNull();
        assertThat(JsonNumber.exact(new BigDecimal("1e10001"))).isNull();
        assertThat(JsonNumber.exact(new BigDecimal("1e-10000"))).isNotNull();
        assertThat(JsonNumber.exact(new BigDecimal("1e-10001"))).isNull();
        assertThat(JsonNumber.exact(new BigDecimal("99e9999"))).isNotNull();
        assertThat(JsonNumber.exact(new BigDecimal("99e10000"))).isNull();
        assertThat(JsonNumber.exact(new BigDecimal("0e10000"))).isNotNull();
        assertThat(JsonNumber.exact(new BigDecimal("0e10001"))).isNull();
        assertThat(JsonNumber.exact(new BigDecimal(BigInteger.TEN.pow(1_000), 1_000)))
                .isNull();
        for (Object none : List.of(Double.NaN, Float.POSITIVE_INFINITY, "5", true, new AtomicLong(5))) {
            assertThat(JsonNumber.exact(none)).isNull();
        }
        assertThat(JsonNumber.exact(null)).isNull();
    }

    @Test
    void numbers_of_hostile_size_are_judged_at_once() {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            NumberBound bound = NumberBound.of(50_000);
            NumberBound tiny = NumberBound.of(new BigDecimal("1e-10000"));
            for (int i = 0; i < 1_000; i++) {
                assertThat(bound.compare(new BigDecimal("1e2147483647"))).isEqualTo(NumberBound.CANNOT_TELL);
                assertThat(bound.compare(new BigDecimal("1e-2147483647"))).isEqualTo(NumberBound.CANNOT_TELL);
                assertThat(tiny.compare(new BigDecimal("1e10000"))).isEqualTo(1);
                assertThat(JsonNumber.parse("1e2147483647")).isNull();
                assertThat(JsonNumber.parse("9".repeat(3_000))).isNull();
            }
        });
    }

    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    void a_bound_compares_as_exact_decimals_do(@ForAll long seed) {
        Random random = new Random(seed);
        Object operand = number(random);
        Object value = random.nextInt(4) == 0 ? operand : number(random);

        assertThat(NumberBound.of(operand).compare(value))
                .as("%s against %s, seed %d", value, operand, seed)
                .isEqualTo(JsonNumber.exact(value).compareTo(JsonNumber.exact(operand)));
    }

    private static Object number(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
            case 3 -> (random.nextInt(2_001) - 1_000) / 100.0;
            case 4 -> (double) random.nextLong();
            case 5 -> BigDecimal.valueOf(random.nextInt(21) - 10, random.nextInt(3));
            case 6 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(40) - 20);
            case 7 -> BigInteger.valueOf(random.nextLong()).add(BigInteger.valueOf(random.nextLong()));
            default -> (float) (random.nextInt(2_001) - 1_000) / 8;
        };
    }

    @Test
    void a_bound_is_a_finite_number() {
        assertThatThrownBy(() -> NumberBound.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThat(NumberBound.of(0.1).exact()).isEqualByComparingTo("0.1");
    }

    @Test
    void a_text_is_a_number_when_json_says_so() {
        assertThat(JsonNumber.parse(" \t\r\n-0.50e+1 ")).isEqualByComparingTo("-5");
        assertThat(JsonNumber.parse("0")).isEqualByComparingTo("0");
        assertThat(JsonNumber.parse("10E-1")).isEqualByComparingTo("1");
        // A thousand digits, a thousand zeros before them.
        String longest = "0." + "0".repeat(998) + "1".repeat(1_000);
        assertThat(JsonNumber.parse(longest)).isEqualByComparingTo(longest);
        assertThat(JsonNumber.parse(longest + "0")).isNull();
        for (String none : List.of(
                "",
                " ",
                "-",
                "+1",
                "01",
                "-01",
                "1.",
                ".1",
                "1.e1",
                "1e",
                "1e+",
                "1 2",
                "1a",
                "0x1",
                "NaN",
                "Infinity",
                "\u00a01",
                "\u0661",
                "1_000",
                "1,0",
                "--1")) {
            assertThat(JsonNumber.parse(none)).as("`%s`", none).isNull();
        }
    }
}
