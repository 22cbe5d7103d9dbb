package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.JsonEquality;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.json.internal.NumberBound;
import dev.mcppolicy.json.internal.ReadingCost;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Several scalars among which a value is looked up. The value is read once, however many they are, so that to look up
 * is no more work than to read.
 */
final class ScalarSet {
    private final Set<String> strings = new HashSet<>();
    private final Set<Object> booleans = new HashSet<>();
    /** Numbers by value, whatever their digits. */
    private final TreeSet<BigDecimal> numbers = new TreeSet<>();
    /** What the strings look like, read as JSON. */
    private final Set<Object> booleansInText = new HashSet<>();

    private final TreeSet<BigDecimal> numbersInText = new TreeSet<>();
    /** Whether a string is a number too long to be told from any. */
    private final boolean hasUntellableText;

    /**
     * A set of the scalars.
     *
     * @throws IllegalArgumentException if a number is not finite or too long to be told
     */
    ScalarSet(List<?> scalars) {
        boolean untellable = false;
        for (Object scalar : scalars) {
            if (scalar instanceof String text) {
                strings.add(text);
                untellable |= !readText(text);
            } else if (scalar instanceof Boolean) {
                booleans.add(scalar);
            } else {
                numbers.add(NumberBound.of(scalar).exact());
            }
        }
        this.hasUntellableText = untellable;
    }

    /** Notes what a string looks like; false if it is a number too long to be told. */
    private boolean readText(String text) {
        if (!JsonEquality.canBeLookAlike(text)) {
            return true;
        }
        BigDecimal number = JsonNumber.parse(text);
        Boolean truth = booleanIn(text);
        if (number != null) {
            numbersInText.add(number);
        } else if (truth != null) {
            booleansInText.add(truth);
        }
        return number != null || truth != null;
    }

    private static @Nullable Boolean booleanIn(String text) {
        if (JsonEquality.compare(text, true) == Truth.CANNOT_TELL) {
            return true;
        }
        return JsonEquality.compare(text, false) == Truth.CANNOT_TELL ? false : null;
    }

    /** Whether the value, a scalar, equals one of these; cannot tell of a look-alike. */
    Truth find(Object value) {
        if (value instanceof String text) {
            return strings.contains(text) ? Truth.TRUE : looksLikeOne(text) ? Truth.CANNOT_TELL : Truth.FALSE;
        }
        if (value instanceof Boolean) {
            return booleans.contains(value)
                    ? Truth.TRUE
                    : booleansInText.contains(value) ? Truth.CANNOT_TELL : Truth.FALSE;
        }
        if (!hasNumbers()) {
            return hasUntellableText || JsonEquality.isUntellable(value) ? Truth.CANNOT_TELL : Truth.FALSE;
        }
        BigDecimal number = JsonNumber.exact(value);
        if (number == null) {
            return Truth.CANNOT_TELL;
        }
        if (numbers.contains(number)) {
            return Truth.TRUE;
        }
        return hasUntellableText || numbersInText.contains(number) ? Truth.CANNOT_TELL : Truth.FALSE;
    }

    private boolean hasNumbers() {
        return !numbers.isEmpty() || !numbersInText.isEmpty();
    }

    /** What it costs to find a scalar: to read it, where it is to be told from numbers or booleans. */
    long cost(Object value) {
        if (value instanceof String text) {
            return numbers.isEmpty() && booleans.isEmpty() ? 0 : ReadingCost.ofLookAlike(text);
        }
        return hasNumbers() ? ReadingCost.of(value) : 0;
    }

    /** Whether finding a scalar costs anything. */
    boolean isMetered() {
        return hasNumbers() || !booleans.isEmpty();
    }

    private boolean looksLikeOne(String text) {
        if ((numbers.isEmpty() && booleans.isEmpty()) || !JsonEquality.canBeLookAlike(text)) {
            return false;
        }
        BigDecimal number = JsonNumber.parse(text);
        if (number != null) {
            return numbers.contains(number);
        }
        Boolean truth = booleanIn(text);
        // What is neither is a number too long to be told from any.
        return truth == null ? !numbers.isEmpty() : booleans.contains(truth);
    }
}
