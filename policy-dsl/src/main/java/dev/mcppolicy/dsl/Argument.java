package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.List;

/**
 * A value of the call itself: an argument, made by {@link Terms#arg}, or what is known of who calls, made by
 * {@link Terms#caller}. What is not known is missing.
 *
 * <p>At a path with {@code [*]} every element must satisfy the comparison in {@code require}, and one suffices in
 * {@code denyIf} and {@code requireApproval}.
 */
@CheckReturnValue
public final class Argument extends Subject {
    private final CallPath path;
    private final boolean decimal;

    Argument(CallPath path) {
        this(path, false);
    }

    private Argument(CallPath path, boolean decimal) {
        super(path, decimal);
        this.path = path;
        this.decimal = decimal;
    }

    /**
     * The same value, for which text that is a decimal number, such as {@code "12.50"}, counts as that number: an integer
     * part without zeros in front, perhaps a point and digits, perhaps a minus. Other text cannot be told. It compares by
     * {@code is}, {@code isNot}, {@code in}, {@code notIn} and the orders, with numbers alone, or with another value of the
     * call, for which the same is true.
     *
     * @return the value to compare
     */
    public Argument asDecimal() {
        return new Argument(path, true);
    }

    private Condition pair(Operator operator, Argument other) {
        return new Condition.PathComparison(path, operator, other.path, decimal || other.decimal);
    }

    /**
     * The operator {@code eq}: JSON equality with another value of the call.
     *
     * @param other another value of the call, without {@code [*]}
     * @return the condition; false where either is missing
     * @throws IllegalArgumentException if the other has a wildcard
     */
    public Condition isSameAs(Argument other) {
        return pair(Operator.EQ, other);
    }

    /**
     * The operator {@code neq}: present, as is another value of the call, and not equal to it.
     *
     * @param other another value of the call, without {@code [*]}
     * @return the condition; false where either is missing
     * @throws IllegalArgumentException if the other has a wildcard
     */
    public Condition differsFrom(Argument other) {
        return pair(Operator.NEQ, other);
    }

    /**
     * The operator {@code lt}: a number below another of the call.
     *
     * @param other another value of the call, without {@code [*]}
     * @return the condition; false where either is missing
     * @throws IllegalArgumentException if the other has a wildcard
     */
    public Condition isBelow(Argument other) {
        return pair(Operator.LT, other);
    }

    /**
     * The operator {@code lte}: a number below or equal to another of the call.
     *
     * @param other another value of the call, without {@code [*]}
     * @return the condition; false where either is missing
     * @throws IllegalArgumentException if the other has a wildcard
     */
    public Condition isAtMost(Argument other) {
        return pair(Operator.LTE, other);
    }

    /**
     * The operator {@code gt}: a number above another of the call.
     *
     * @param other another value of the call, without {@code [*]}
     * @return the condition; false where either is missing
     * @throws IllegalArgumentException if the other has a wildcard
     */
    public Condition isAbove(Argument other) {
        return pair(Operator.GT, other);
    }

    /**
     * The operator {@code gte}: a number above or equal to another of the call.
     *
     * @param other another value of the call, without {@code [*]}
     * @return the condition; false where either is missing
     * @throws IllegalArgumentException if the other has a wildcard
     */
    public Condition isAtLeast(Argument other) {
        return pair(Operator.GTE, other);
    }

    /** What a limit keeps counters by, where it does so by this. */
    CallPath keyPath() {
        if (decimal) {
            throw new IllegalArgumentException(
                    "a limit counts by `" + path + "` as it is, and not as a decimal number");
        }
        return path;
    }

    /**
     * The operator {@code regex}: a string in which a pattern is found, anywhere unless the pattern says {@code ^} or
     * {@code $}.
     *
     * @param pattern an RE2 pattern
     * @return the condition; false for a missing value
     */
    public Condition containsPattern(String pattern) {
        return compare(Operator.REGEX, pattern);
    }

    /**
     * The operator {@code not_regex}: a string in which an RE2 pattern is not found. A missing argument does not satisfy
     * it.
     *
     * @param pattern the pattern, as in {@link #containsPattern}
     * @return the condition
     * @throws IllegalArgumentException if the pattern is no RE2 pattern
     */
    public Condition doesNotContainPattern(String pattern) {
        return compare(Operator.NOT_REGEX, pattern);
    }

    /**
     * The operator {@code within}: an absolute path in one of these folders, or one of them itself, by whole segments. It
     * can only be required.
     *
     * @param folders absolute folders other than {@code /}; at least one
     * @return the condition, which cannot be told for what is not plainly such a path
     * @throws IllegalArgumentException if there is none, or one is no such folder
     */
    public Condition isWithin(String... folders) {
        return compare(Operator.WITHIN, List.of(folders));
    }

    /**
     * The operator {@code host_in}: a URL of one of these hosts. It can only be required.
     *
     * @param hosts each {@code name}, {@code name:port}, or either after {@code http://}; {@code https} is meant where no
     *     scheme is given; {@code *.} before a name of two labels or more stands for what is below it; at least one
     * @return the condition, which cannot be told for what is not plainly a URL of {@code https} or {@code http}
     * @throws IllegalArgumentException if there is none, or one has another form
     */
    public Condition hostIn(String... hosts) {
        return compare(Operator.HOST_IN, List.of(hosts));
    }

    /**
     * The operator {@code email_in}: exactly one mail address of one of these domains. It can only be required.
     *
     * @param domains names of two labels or more; {@code *.} before one stands for what is below it; at least one
     * @return the condition, which cannot be told for what is not plainly one address
     * @throws IllegalArgumentException if there is none, or one has another form
     */
    public Condition emailIn(String... domains) {
        return compare(Operator.EMAIL_IN, List.of(domains));
    }

    /**
     * The operator {@code contains}: a string with a substring, or a list with an equal element. Of what is known of the
     * caller, text cannot be told.
     *
     * @param value the substring or element
     * @return the condition; false for a missing value
     */
    public Condition contains(Object value) {
        return compare(Operator.CONTAINS, value);
    }

    /**
     * The operator {@code not_contains}: a string without a substring, or a list without an equal element. Of what is known
     * of the caller, text cannot be told.
     *
     * @param value the substring or element
     * @return the condition; false for a missing value too
     */
    public Condition doesNotContain(Object value) {
        return compare(Operator.NOT_CONTAINS, value);
    }

    /**
     * The operator {@code exists} with {@code true}: present and not null.
     *
     * @return the condition
     */
    public Condition exists() {
        return compare(Operator.EXISTS, true);
    }

    /**
     * The operator {@code exists} with {@code false}: missing or null.
     *
     * @return the condition
     */
    public Condition isMissing() {
        return compare(Operator.EXISTS, false);
    }
}
