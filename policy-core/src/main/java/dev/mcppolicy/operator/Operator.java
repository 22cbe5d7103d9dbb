package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.JsonNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operators of a comparison. Everything the engine knows of one stands here: its name, what operand it takes, and
 * the test the two make.
 */
public enum Operator {
    /** JSON equality. */
    EQ("eq", EqualTest::ofValue),
    /** JSON inequality. */
    NEQ("neq", operand -> negation(EqualTest.ofValue(operand))),
    /** Equal to one element of a list. */
    IN("in", MembershipTest::of),
    /** Equal to no element of a list. */
    NOT_IN("not_in", operand -> negation(MembershipTest.of(operand))),
    /** A number below the operand. */
    LT("lt", operand -> OrderTest.of("lt", operand, true, false, false)),
    /** A number below or equal to the operand. */
    LTE("lte", operand -> OrderTest.of("lte", operand, true, true, false)),
    /** A number above the operand. */
    GT("gt", operand -> OrderTest.of("gt", operand, false, false, true)),
    /** A number above or equal to the operand. */
    GTE("gte", operand -> OrderTest.of("gte", operand, false, true, true)),
    /** A string in which an RE2 pattern is found. */
    REGEX("regex", operand -> PatternTest.of("regex", operand)),
    /** A string in which an RE2 pattern is not found. */
    NOT_REGEX("not_regex", operand -> negation(PatternTest.of("not_regex", operand))),
    /** An absolute path in one of some folders, or one of them itself. */
    WITHIN("within", FolderTest::of),
    /** A URL of one of some hosts. */
    HOST_IN("host_in", HostTest::of),
    /** One mail address of one of some domains. */
    EMAIL_IN("email_in", MailTest::of),
    /** A string with a substring, or a list with an element. */
    CONTAINS("contains", ContainsTest::new),
    /** A string without a substring, or a list without an element. */
    NOT_CONTAINS("not_contains", operand -> negation(new ContainsTest(operand))),
    /** Present and not null, or the contrary. */
    EXISTS("exists", Operator::existence);

    private static final Map<String, Operator> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operator::id, Function.identity()));

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // the functions are pure
    private final Function<Object, ValueTest> test;

    Operator(String id, Function<Object, ValueTest> test) {
        this.id = id;
        this.test = test;
    }

    /**
     * The operator's name in policy documents.
     *
     * @return the name
     */
    public String id() {
        return id;
    }

    /**
     * Finds an operator by its name in policy documents.
     *
     * @param id the exact name
     * @return the operator, or empty if there is none
     */
    public static Optional<Operator> of(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /**
     * Whether the operator says what is plainly inside and nothing of what is outside, so that a rule may require that it
     * holds and may conclude nothing from its contrary.
     *
     * @return true for {@code within}, {@code host_in} and {@code email_in}
     */
    public boolean isForRequirementsAlone() {
        return this == WITHIN || this == HOST_IN || this == EMAIL_IN;
    }

    /**
     * Whether the operator compares with numbers, so that text that is a decimal number can count as that number.
     *
     * @return true for the equalities, the orders, {@code in} and {@code not_in}
     */
    public boolean comparesNumbers() {
        return switch (this) {
            case EQ, NEQ, IN, NOT_IN, LT, LTE, GT, GTE -> true;
            case REGEX, NOT_REGEX, WITHIN, HOST_IN, EMAIL_IN, CONTAINS, NOT_CONTAINS, EXISTS -> false;
        };
    }

    /**
     * Makes the test of this operator with an operand.
     *
     * @param operand a JSON value; null is no operand of any operator
     * @return the test
     * @throws IllegalArgumentException if the operator does not take the operand; the message says what it takes
     */
    public ValueTest test(@Nullable Object operand) {
        if (operand == null) {
            throw new IllegalArgumentException("`" + id + "` takes no null (use `exists` to ask for a missing value)");
        }
        return test.apply(operand);
    }

    private static ValueTest negation(ValueTest test) {
        return new ValueTest() {
            @Override
            public Truth test(Object value) {
                return test.test(value).not();
            }

            @Override
            public long cost(Object value) {
                return test.cost(value);
            }

            @Override
            public boolean isMetered() {
                return test.isMetered();
            }

            @Override
            public int steps() {
                return test.steps();
            }
        };
    }

    private static ValueTest existence(Object operand) {
        if (!(operand instanceof Boolean wanted)) {
            throw new IllegalArgumentException("`exists` takes `true` or `false`, not " + kind(operand));
        }
        Truth present = Truth.of(wanted);
        Truth missing = present.not();
        return new ValueTest() {
            @Override
            public Truth test(Object value) {
                return present;
            }

            @Override
            public Truth missing() {
                return missing;
            }
        };
    }

    /** What a JSON value is, in words for a message. */
    static String kind(Object value) {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof List) {
            return "a list";
        }
        if (value instanceof Map) {
            return "an object";
        }
        return JsonNumber.isNumber(value) ? "a number" : "a value that is not JSON";
    }
}
