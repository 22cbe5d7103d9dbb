package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.ValuePath;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison looks at, with the operators that any value takes. A comparison of a value that the operator has no
 * meaning for <em>cannot tell</em>, and its rule denies.
 *
 * <p>Operands are JSON values: strings, booleans, the standard numbers, lists, maps with string keys. They are copied.
 * All methods throw {@code IllegalArgumentException} for an operand that the operator does not take.
 */
@CheckReturnValue
public abstract sealed class Subject permits Argument, Counter {
    private final ValuePath path;
    /** Whether text counts as the decimal number that it is. */
    private final boolean decimal;

    Subject(ValuePath path, boolean decimal) {
        this.path = path;
        this.decimal = decimal;
    }

    /**
     * The operator {@code eq}: JSON equality.
     *
     * @param value what to be equal to
     * @return the condition; false for a missing value
     */
    public final Condition is(Object value) {
        return compare(Operator.EQ, value);
    }

    /**
     * The operator {@code neq}: present, and not equal.
     *
     * @param value what to differ from
     * @return the condition; false for a missing value too
     */
    public final Condition isNot(Object value) {
        return compare(Operator.NEQ, value);
    }

    /**
     * The operator {@code in}: equal to one of several values.
     *
     * @param values at least one
     * @return the condition; false for a missing value
     */
    public final Condition in(Object... values) {
        return compare(Operator.IN, Arrays.asList(values));
    }

    /**
     * The operator {@code in}: equal to one element of a collection.
     *
     * @param values at least one; a list among them is one value
     * @return the condition; false for a missing value
     */
    public final Condition in(Collection<?> values) {
        return compare(Operator.IN, new ArrayList<>(values));
    }

    /**
     * The operator {@code not_in}: present, and equal to none of several values.
     *
     * @param values at least one
     * @return the condition; false for a missing value too
     */
    public final Condition notIn(Object... values) {
        return compare(Operator.NOT_IN, Arrays.asList(values));
    }

    /**
     * The operator {@code not_in}: present, and equal to no element of a collection.
     *
     * @param values at least one; a list among them is one value
     * @return the condition; false for a missing value too
     */
    public final Condition notIn(Collection<?> values) {
        return compare(Operator.NOT_IN, new ArrayList<>(values));
    }

    /**
     * The operator {@code lt}: a number below another.
     *
     * @param number a finite number
     * @return the condition; false for a missing value
     */
    public final Condition below(Number number) {
        return compare(Operator.LT, number);
    }

    /**
     * The operator {@code lte}: a number below or equal to another.
     *
     * @param number a finite number
     * @return the condition; false for a missing value
     */
    public final Condition atMost(Number number) {
        return compare(Operator.LTE, number);
    }

    /**
     * The operator {@code gt}: a number above another.
     *
     * @param number a finite number
     * @return the condition; false for a missing value
     */
    public final Condition above(Number number) {
        return compare(Operator.GT, number);
    }

    /**
     * The operator {@code gte}: a number above or equal to another.
     *
     * @param number a finite number
     * @return the condition; false for a missing value
     */
    public final Condition atLeast(Number number) {
        return compare(Operator.GTE, number);
    }

    final Condition compare(Operator operator, @Nullable Object operand) {
        if (operand == null) {
            throw new IllegalArgumentException(
                    "`" + path + "` cannot be compared with null (use `isMissing()` or `exists()`)");
        }
        try {
            return new Condition.Comparison(path, operator, operand, decimal);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`" + path + "`: " + e.getMessage(), e);
        }
    }
}
