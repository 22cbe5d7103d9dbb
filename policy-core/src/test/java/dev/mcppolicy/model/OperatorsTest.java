package dev.mcppolicy.model;

import static dev.mcppolicy.json.Truth.CANNOT_TELL;
import static dev.mcppolicy.json.Truth.FALSE;
import static dev.mcppolicy.json.Truth.TRUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of operators, cell by cell: what is true, what is false, and what cannot be told. */
class OperatorsTest {
    private static final BigInteger TOO_LONG = BigInteger.TEN.pow(1_000);
    private static final BigDecimal TOO_LARGE = new BigDecimal("1e10001");

    private static Truth test(String operator, Object operand, Object value) {
        return Operator.of(operator).orElseThrow().test(operand).test(value);
    }

    private static Arguments row(Object operand, Object value, Truth outcome) {
        return Arguments.of(operand, value, outcome);
    }

    static Stream<Arguments> equality() {
        return Stream.of(
                row("usd", "usd", TRUE),
                row("usd", "USD", FALSE),
                row("usd", "usd ", FALSE),
                row("é", "e\u0301", FALSE),
                row("", "", TRUE),
                row(5, 5, TRUE),
                row(5, 5L, TRUE),
                row(5, (short) 5, TRUE),
                row(5, (byte) 5, TRUE),
                row(5, 5.0, TRUE),
                row(5, 5.0f, TRUE),
                row(5, BigInteger.valueOf(5), TRUE),
                row(5, new BigDecimal("5.000"), TRUE),
                row(5, 6, FALSE),
                row(0, -0.0, TRUE),
                row(0.1, new BigDecimal("0.1"), TRUE),
                row(new BigDecimal("0.1"), 0.1, TRUE),
                row(new BigDecimal("0.1"), 0.1f, TRUE),
                row(0.1, new BigDecimal("0.1000000000000000055511151231257827021181583404541015625"), FALSE),
                row(9007199254740993L, 9007199254740992.0, FALSE),
                row(9007199254740993L, 9007199254740993L, TRUE),
                row(BigInteger.TWO.pow(64), new BigDecimal("18446744073709551616"), TRUE),
                row(true, true, TRUE),
                row(true, false, FALSE),
                row(true, 1, FALSE),
                row(1, true, FALSE),
                // look-alikes
                row("5", 5, CANNOT_TELL),
                row(5, "5", CANNOT_TELL),
                row("5.0", 5, CANNOT_TELL),
                row(5, "5.0", CANNOT_TELL),
                row(5, " 5\t", CANNOT_TELL),
                row(5, "0.5e1", CANNOT_TELL),
                row(5, "6", FALSE),
                row(5, "05", FALSE),
                row(5, "+5", FALSE),
                row(5, "5.", FALSE),
                row(5, ".5e1", FALSE),
                row(5, "5\u00a0", FALSE),
                row(5, "5e", FALSE),
                row(5, "0x5", FALSE),
                row(5, "five", FALSE),
                row(5, "", FALSE),
                row("true", true, CANNOT_TELL),
                row(true, "true", CANNOT_TELL),
                row(true, "false", FALSE),
                row(true, "True", FALSE),
                row(false, "false\n", CANNOT_TELL),
                row("null", false, FALSE),
                row(5, "5" + "0".repeat(5_000), CANNOT_TELL),
                row(5, "1e99999999999", CANNOT_TELL),
                // other types
                row("a", List.of("a"), CANNOT_TELL),
                row("a", Map.of("a", "a"), CANNOT_TELL),
                row(5, List.of(5), CANNOT_TELL),
                row(5, List.of(), CANNOT_TELL),
                row(List.of("a"), "a", CANNOT_TELL),
                row(Map.of("a", 1), 1, CANNOT_TELL),
                row(List.of(), Map.of(), CANNOT_TELL),
                row(Map.of("0", "a"), List.of("a"), CANNOT_TELL),
                row(List.of(), List.of(), TRUE),
                row(Map.of(), Map.of(), TRUE),
                row(true, Map.of(), CANNOT_TELL),
                row(List.of(1, 2), List.of(1, List.of(2)), CANNOT_TELL),
                row(List.of(1, 2), List.of(3, List.of(2)), FALSE),
                row(Map.of("a", 1), Map.of("a", List.of(1)), CANNOT_TELL),
                row(Map.of("a", List.of(1)), Map.of("a", Map.of("0", 1)), CANNOT_TELL),
                row(List.of(List.of(1)), Collections.singletonList(null), FALSE),
                // nested
                row(List.of(1, 2), List.of(1.0, 2L), TRUE),
                row(List.of(1, 2), List.of(2, 1), FALSE),
                row(List.of(1), List.of(1, 1), FALSE),
                row(List.of(1, "2"), List.of(1, 2), CANNOT_TELL),
                row(List.of(1, "2"), List.of(3, 2), FALSE),
                row(List.of("2", 1), List.of(2, 3), FALSE),
                row(Map.of("a", 1, "b", 2), Map.of("b", 2, "a", 1), TRUE),
                row(Map.of("a", 1), Map.of("a", 2), FALSE),
                row(Map.of("a", 1), Map.of("b", 1), FALSE),
                row(Map.of("a", 1), Map.of("a", 1, "b", 1), FALSE),
                row(Map.of("a", true), Map.of("a", "true"), CANNOT_TELL),
                row(Map.of("a", true, "b", 1), Map.of("a", "true", "b", 2), FALSE),
                row(List.of(Map.of("a", List.of("5"))), List.of(Map.of("a", List.of(5))), CANNOT_TELL),
                row(Collections.singletonList(null), Collections.singletonList(null), TRUE),
                row(Collections.singletonList(null), List.of(0), FALSE),
                row(List.of(0), Collections.singletonList(null), FALSE),
                row(Map.of("a", 1), Collections.singletonMap("b", null), FALSE),
                row(Collections.singletonMap("a", null), Map.of("b", 1), FALSE),
                // numbers that cannot be told
                row(5, Double.NaN, CANNOT_TELL),
                row(5, Double.POSITIVE_INFINITY, CANNOT_TELL),
                row(5, Float.NEGATIVE_INFINITY, CANNOT_TELL),
                row("a", Double.NaN, CANNOT_TELL),
                row(true, TOO_LONG, CANNOT_TELL),
                row(5, TOO_LONG, CANNOT_TELL),
                row(5, TOO_LARGE, CANNOT_TELL),
                row(5, new BigDecimal("1e-10001"), CANNOT_TELL),
                row(5, new BigDecimal("1e2147483647"), CANNOT_TELL),
                row(List.of(5), List.of(Double.NaN), CANNOT_TELL),
                row(List.of("x", 5), List.of("y", Double.NaN), FALSE),
                row(Collections.singletonList(null), List.of(Double.NaN), CANNOT_TELL),
                row(BigInteger.TEN.pow(999), BigInteger.TEN.pow(999), TRUE),
                row(new BigDecimal("1e10000"), new BigDecimal("1e10000"), TRUE),
                row(5, BigInteger.TEN.pow(999), FALSE),
                row(5, new AtomicInteger(5), CANNOT_TELL));
    }

    @ParameterizedTest
    @MethodSource("equality")
    void eq_is_json_equality_and_neq_its_negation(Object operand, Object value, Truth outcome) {
        assertThat(test("eq", operand, value)).isEqualTo(outcome);
        assertThat(test("neq", operand, value)).isEqualTo(outcome.not());
    }

    @ParameterizedTest
    @MethodSource("equality")
    void in_a_list_of_one_is_eq(Object operand, Object value, Truth outcome) {
        assertThat(test("in", List.of(operand), value)).isEqualTo(outcome);
        assertThat(test("not_in", List.of(operand), value)).isEqualTo(outcome.not());
    }

    @ParameterizedTest
    @MethodSource("equality")
    void a_list_of_one_contains_what_eq_its_element(Object operand, Object value, Truth outcome) {
        Truth contained = ofTwoKinds(operand, value) ? FALSE : outcome;
        assertThat(test("contains", operand, List.of(value))).isEqualTo(contained);
        assertThat(test("not_contains", operand, List.of(value))).isEqualTo(contained.not());
    }

    /** Whether one is a list or an object, or has one within, where the other has nothing of the kind. */
    private static boolean ofTwoKinds(Object left, Object right) {
        if (left instanceof List<?> list && right instanceof List<?> other) {
            return list.size() == other.size()
                    && IntStream.range(0, list.size()).anyMatch(i -> ofTwoKinds(list.get(i), other.get(i)));
        }
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> other) {
            return map.keySet().equals(other.keySet())
                    && map.keySet().stream().anyMatch(name -> ofTwoKinds(map.get(name), other.get(name)));
        }
        return Stream.of(left, right).anyMatch(value -> value instanceof List || value instanceof Map);
    }

    static Stream<Arguments> membership() {
        return Stream.of(
                row(List.of("usd", "eur"), "eur", TRUE),
                row(List.of("usd", "eur"), "gbp", FALSE),
                row(List.of("usd", 5), 5.0, TRUE),
                row(List.of("5", "x"), 5, CANNOT_TELL),
                row(List.of("5", 5), 5, TRUE),
                row(List.of("5", 5), "5", TRUE),
                row(List.of(5, "x"), "5", CANNOT_TELL),
                row(List.of(6, "x"), "5", FALSE),
                row(List.of("true", "x"), true, CANNOT_TELL),
                row(List.of("true", "x"), false, FALSE),
                row(List.of("true", true), true, TRUE),
                row(List.of("a", "b"), Double.NaN, CANNOT_TELL),
                row(List.of("a", 5), TOO_LONG, CANNOT_TELL),
                row(List.of(Map.of("b", 1), Map.of("a", 1)), Map.of("a", 1.0), TRUE),
                row(List.of(Map.of("b", 1), Map.of("a", 1)), Map.of("a", "1"), CANNOT_TELL),
                row(List.of(Map.of("b", 1), Map.of("a", 1)), Map.of("c", 1), FALSE),
                row(List.of(Map.of("b", 1), Map.of("a", 1)), List.of(1), CANNOT_TELL),
                row(List.of(List.of(1), List.of(2)), List.of(2), TRUE),
                row(List.of(List.of(1), List.of(2)), List.of(3), FALSE),
                row(List.of(List.of(1), List.of(2)), Map.of("0", 2), CANNOT_TELL),
                row(List.of(List.of(1), List.of(2)), 2, CANNOT_TELL),
                row(List.of(List.of("a"), List.of("b")), "c", CANNOT_TELL),
                row(List.of("a", "a"), List.of("a"), CANNOT_TELL),
                row(List.of("a", 5), Map.of("a", 5), CANNOT_TELL));
    }

    @ParameterizedTest
    @MethodSource("membership")
    void in_is_equal_to_one_element_and_not_in_its_negation(List<?> operand, Object value, Truth outcome) {
        assertThat(test("in", operand, value)).isEqualTo(outcome);
        assertThat(test("not_in", operand, value)).isEqualTo(outcome.not());
    }

    static Stream<Arguments> order() {
        return Stream.of(
                Arguments.of(10, 9, -1),
                Arguments.of(10, 10, 0),
                Arguments.of(10, 11, 1),
                Arguments.of(10, 9.999, -1),
                Arguments.of(10, 10.0, 0),
                Arguments.of(10, 10.001f, 1),
                Arguments.of(10.5, 10, -1),
                Arguments.of(10.5, 11L, 1),
                Arguments.of(-10.5, -10, 1),
                Arguments.of(-10.5, -11, -1),
                Arguments.of(0.1, new BigDecimal("0.1"), 0),
                Arguments.of(0.1, new BigDecimal("0.1000000000000000000001"), 1),
                Arguments.of(0.1, new BigDecimal("0.0999999999999999999999"), -1),
                Arguments.of(new BigDecimal("0.1000000000000000000001"), 0.1, -1),
                Arguments.of(new BigDecimal("0.0999999999999999999999"), 0.1, 1),
                Arguments.of(9007199254740993L, 9007199254740992.0, -1),
                Arguments.of(9007199254740993L, 9007199254740994.0, 1),
                Arguments.of(Long.MAX_VALUE, Long.MAX_VALUE, 0),
                Arguments.of(Long.MAX_VALUE, new BigDecimal("9223372036854775808"), 1),
                Arguments.of(new BigDecimal("9223372036854775807.5"), Long.MAX_VALUE, -1),
                Arguments.of(new BigDecimal("-9223372036854775808.5"), Long.MIN_VALUE, 1),
                Arguments.of(new BigDecimal("1e10000"), Long.MAX_VALUE, -1),
                Arguments.of(new BigDecimal("-1e10000"), Long.MIN_VALUE, 1),
                Arguments.of(new BigDecimal("1e10000"), Double.MAX_VALUE, -1),
                Arguments.of(new BigDecimal("1e10000"), new BigDecimal("1.1e10000"), 1),
                Arguments.of(new BigDecimal("1e-10000"), 0, -1),
                Arguments.of(new BigDecimal("1e-10000"), Double.MIN_VALUE, 1),
                Arguments.of(new BigDecimal("-1e-10000"), 0.0, 1),
                Arguments.of(new BigDecimal("-1e-10000"), -0.0, 1),
                Arguments.of(0, -0.0, 0),
                Arguments.of(50_000, new BigDecimal("49999.999999999999999999"), -1));
    }

    @ParameterizedTest
    @MethodSource("order")
    void numbers_are_in_their_exact_order(Object operand, Object value, int order) {
        assertThat(test("lt", operand, value)).isEqualTo(Truth.of(order < 0));
        assertThat(test("lte", operand, value)).isEqualTo(Truth.of(order <= 0));
        assertThat(test("gt", operand, value)).isEqualTo(Truth.of(order > 0));
        assertThat(test("gte", operand, value)).isEqualTo(Truth.of(order >= 0));
        assertThat(test("eq", operand, value)).isEqualTo(Truth.of(order == 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"LT", "LTE", "GT", "GTE"})
    void an_order_cannot_be_told_of_what_is_no_finite_number(Operator operator) {
        ValueTest ten = operator.test(10);
        for (Object value : List.of(
                "10",
                "",
                true,
                List.of(10),
                Map.of("a", 10),
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Float.NaN,
                TOO_LONG,
                TOO_LONG.negate(),
                TOO_LARGE,
                new BigDecimal("1e-10001"))) {
            assertThat(ten.test(value)).as("%s %s", operator, value.getClass()).isEqualTo(CANNOT_TELL);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LT", "LTE", "GT", "GTE"})
    void an_order_takes_a_finite_number(Operator operator) {
        for (Object operand : List.of("10", true, List.of(), Map.of())) {
            assertThatThrownBy(() -> operator.test(operand))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("`" + operator.id() + "` takes a number, not a");
        }
        for (Object operand : List.of(Double.NaN, Double.POSITIVE_INFINITY, TOO_LONG, TOO_LARGE)) {
            assertThatThrownBy(() -> operator.test(operand))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a finite number of at most 1000 digits and an exponent of at most 10000");
        }
    }

    static Stream<Arguments> containment() {
        return Stream.of(
                row("ell", "hello", TRUE),
                row("", "hello", TRUE),
                row("ELL", "hello", FALSE),
                row("a", List.of("b", "a"), TRUE),
                row("a", List.of("ab"), FALSE),
                row("a", List.of(List.of("a")), FALSE),
                row(List.of("a"), List.of("a"), FALSE),
                row(5, List.of(4, 5.0), TRUE),
                row(5, List.of("5"), CANNOT_TELL),
                row(5, List.of("5", 5), TRUE),
                row(5, List.of(), FALSE),
                row(5, Arrays.asList(null, 4), FALSE),
                row(5, List.of(Double.NaN), CANNOT_TELL),
                row(5, "5", CANNOT_TELL),
                row(List.of("h"), "hello", CANNOT_TELL),
                row("a", 5, CANNOT_TELL),
                row("a", true, CANNOT_TELL),
                row("a", Map.of("a", "a"), CANNOT_TELL),
                row(Map.of("a", 1), List.of(Map.of("a", 1)), TRUE),
                // half of a surrogate pair is no part of the pair
                row("\ud83d", "x\ud83d\ude00y", FALSE),
                row("\ud83d", "\ud83d\ude00", FALSE),
                row("\ude00", "x\ud83d\ude00y", FALSE),
                row("\ude00", "\ud83d\ude00\ude00", TRUE),
                row("\ud83d", "\ud83d\ude00\ud83d", TRUE),
                row("\ud83d\ude00", "x\ud83d\ude00y", TRUE),
                row("\ud83d", "\ud83d", TRUE));
    }

    @ParameterizedTest
    @MethodSource("containment")
    void contains_is_a_substring_or_an_element(Object operand, Object value, Truth outcome) {
        assertThat(test("contains", operand, value)).isEqualTo(outcome);
        assertThat(test("not_contains", operand, value)).isEqualTo(outcome.not());
    }

    @Test
    void regex_is_found_anywhere_in_a_string_and_cannot_be_told_of_anything_else() {
        assertThat(test("regex", "b+", "abba")).isEqualTo(TRUE);
        assertThat(test("regex", "^b+", "abba")).isEqualTo(FALSE);
        assertThat(test("regex", "(?i)ABBA$", "abba")).isEqualTo(TRUE);
        for (Object value : List.of(5, 5.0, true, List.of("a"), Map.of("a", "a"), Double.NaN)) {
            assertThat(test("regex", "a", value)).as("%s", value).isEqualTo(CANNOT_TELL);
            assertThat(test("regex", "^5$", value)).as("%s", value).isEqualTo(CANNOT_TELL);
        }
    }

    @Test
    void regex_takes_an_re2_pattern() {
        assertThatThrownBy(() -> Operator.REGEX.test("a(?=b)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("`a(?=b)` is no RE2 pattern: ");
        assertThatThrownBy(() -> Operator.REGEX.test(5))
                .hasMessage("`regex` takes a pattern as a string, not a number");
    }

    @Test
    void exists_is_true_of_every_value_that_is_there() {
        for (Object value : List.of("", 0, false, List.of(), Map.of(), Double.NaN, TOO_LONG)) {
            assertThat(test("exists", true, value)).isEqualTo(TRUE);
            assertThat(test("exists", false, value)).isEqualTo(FALSE);
        }
        assertThat(Operator.EXISTS.test(true).missing()).isEqualTo(FALSE);
        assertThat(Operator.EXISTS.test(false).missing()).isEqualTo(TRUE);
        assertThatThrownBy(() -> Operator.EXISTS.test("true"))
                .hasMessage("`exists` takes `true` or `false`, not a string");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXISTS")
    void every_other_operator_is_false_of_a_missing_value(Operator operator) {
        Object operand =
                switch (operator) {
                    case IN, NOT_IN -> List.of("a");
                    case LT, LTE, GT, GTE -> 1;
                    case WITHIN -> List.of("/a");
                    case HOST_IN, EMAIL_IN -> List.of("a.example");
                    default -> "a";
                };
        assertThat(operator.test(operand).missing()).isEqualTo(FALSE);
    }

    @ParameterizedTest
    @EnumSource
    void no_operator_takes_null(Operator operator) {
        assertThatThrownBy(() -> operator.test(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`" + operator.id() + "` takes no null (use `exists` to ask for a missing value)");
        assertThatThrownBy(() -> new Condition.Comparison(ArgumentPath.parse("args.a"), operator, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Each was read anew for every element that it was compared with. */
    @Test
    void a_long_number_is_read_once_for_a_whole_list() {
        List<Integer> numbers = IntStream.range(0, 2_000).boxed().toList();
        ValueTest in = Operator.IN.test(numbers);
        ValueTest contains = Operator.CONTAINS.test(Double.MIN_NORMAL);
        String text = "9".repeat(999);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 1_000; i++) {
                assertThat(in.test(text)).isEqualTo(FALSE);
                assertThat(contains.test(numbers)).isEqualTo(FALSE);
            }
        });
    }

    /** Nine thousand doubles were each written out for each of two hundred numeric strings, in half a minute. */
    @Test
    void a_value_is_read_once_for_a_whole_list_whatever_it_looks_like() {
        List<Object> values = List.of(
                1.234567890123457e-300,
                1.234567e-30f,
                BigInteger.TEN.pow(900).subtract(BigInteger.ONE),
                new BigDecimal("9".repeat(999) + "e-900"),
                "9".repeat(999));
        List<Integer> numbers = IntStream.range(0, 2_000).boxed().toList();
        List<String> texts = numbers.stream().map(String::valueOf).toList();
        for (List<?> operand : List.of(numbers, texts)) {
            ValueTest in = Operator.IN.test(operand);
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                for (int i = 0; i < 2_000; i++) {
                    assertThat(in.test(values.get(i % values.size()))).isEqualTo(FALSE);
                }
            });
        }
    }

    @Test
    void a_value_is_in_a_list_of_scalars_exactly_as_it_equals_any_of_them() {
        List<Object> scalars = List.of(
                5,
                5.0,
                new BigDecimal("5.00"),
                "5",
                " 5.0\n",
                "5e0",
                0,
                -0.0,
                "-0",
                0.1,
                0.1f,
                "0.1",
                "1e-1",
                true,
                false,
                "true",
                " false ",
                "True",
                "",
                "a",
                1e300,
                "1e300",
                Long.MAX_VALUE,
                "9223372036854775807",
                BigInteger.TEN.pow(400),
                "1e400",
                "1e10001",
                "9".repeat(1_001));
        List<Object> values = Stream.concat(
                        scalars.stream(), Stream.of(Double.NaN, Double.NEGATIVE_INFINITY, TOO_LONG, TOO_LARGE, "null"))
                .toList();
        Random random = new Random(5);
        for (int round = 0; round < 5_000; round++) {
            List<Object> operand = random.ints(1 + random.nextInt(4), 0, scalars.size())
                    .mapToObj(scalars::get)
                    .toList();
            Object value = values.get(random.nextInt(values.size()));
            Truth any =
                    operand.stream().map(element -> test("eq", element, value)).reduce(FALSE, Truth::or);
            assertThat(test("in", operand, value))
                    .as("%s in %s", value, operand)
                    .isEqualTo(any);
        }
    }

    @Test
    void a_list_to_look_in_has_values() {
        assertThatThrownBy(() -> Operator.IN.test(List.of()))
                .hasMessage("`in` and `not_in` take a list of at least one value");
        assertThatThrownBy(() -> Operator.NOT_IN.test("a")).hasMessage("`in` and `not_in` take a list, not a string");
        assertThatThrownBy(() -> Operator.IN.test(Map.of())).hasMessage("`in` and `not_in` take a list, not an object");
        assertThatThrownBy(() -> Operator.IN.test(true)).hasMessage("`in` and `not_in` take a list, not a boolean");
        for (List<Object> mixed : List.of(
                List.<Object>of("a", List.of("a")),
                List.<Object>of(List.of("a"), 1),
                List.<Object>of(true, Map.of()),
                List.<Object>of(List.of(), Map.of()))) {
            assertThatThrownBy(() -> Operator.NOT_IN.test(mixed))
                    .hasMessage(
                            "`in` and `not_in` take a list of scalars, of lists or of objects, not of several kinds");
        }
        assertThatThrownBy(() -> Operator.IN.test(Collections.singletonList(null)))
                .hasMessage("`in` and `not_in` take no null (use `exists`)");
    }

    @Test
    void operators_have_the_names_of_the_documents() {
        assertThat(Arrays.stream(Operator.values()).map(Operator::id))
                .containsExactly(
                        "eq",
                        "neq",
                        "in",
                        "not_in",
                        "lt",
                        "lte",
                        "gt",
                        "gte",
                        "regex",
                        "not_regex",
                        "within",
                        "host_in",
                        "email_in",
                        "contains",
                        "not_contains",
                        "exists");
        assertThat(Operator.of("not_contains")).contains(Operator.NOT_CONTAINS);
        assertThat(Operator.of("EQ")).isEmpty();
    }
}
