package dev.mcppolicy.json.internal;

import dev.mcppolicy.json.Truth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Equality of JSON values with three outcomes.
 *
 * <p>Numbers are equal by value ({@code 1} and {@code 1.0}), strings by code point, lists by position, objects by
 * members in any order. <em>Look-alikes</em> cannot be told apart: a string and a number or boolean, where the string
 * read as JSON is that number or boolean, at any depth. Nor can a list be told from what is no list, an object from what
 * is no object, both at any depth and null aside; nor a number that is not finite or too long from anything.
 *
 * <p>All methods are pure and safe for use by any thread.
 */
public final class JsonEquality {
    private JsonEquality() {}

    /**
     * Compares two JSON values.
     *
     * @param left a JSON value or null
     * @param right a JSON value or null
     * @return whether the two are equal
     */
    public static Truth compare(@Nullable Object left, @Nullable Object right) {
        return compare(left, right, Truth.CANNOT_TELL);
    }

    /**
     * Compares an element of a list with a value that is looked for in it: as {@link #compare}, but a list or an object
     * does not equal what is not of its kind, since a list may well have elements of several kinds.
     *
     * @param element a JSON value or null
     * @param sought a JSON value or null
     * @return whether the two are equal
     */
    public static Truth compareElement(@Nullable Object element, @Nullable Object sought) {
        return compare(element, sought, Truth.FALSE);
    }

    /** Compares, with the outcome for a list or an object and what is not of its kind. */
    private static Truth compare(@Nullable Object left, @Nullable Object right, Truth ofTwoKinds) {
        if (isUntellable(left) || isUntellable(right)) {
            return Truth.CANNOT_TELL;
        }
        if (left == null || right == null) {
            return Truth.of(left == right);
        }
        if (left instanceof List<?> list && right instanceof List<?> other) {
            return compareLists(list, other, ofTwoKinds);
        }
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> other) {
            return compareObjects(map, other, ofTwoKinds);
        }
        if (isCompound(left) || isCompound(right)) {
            return ofTwoKinds;
        }
        if (left instanceof String text) {
            return compareText(text, right);
        }
        if (right instanceof String text) {
            return compareText(text, left);
        }
        if (left instanceof Boolean) {
            return Truth.of(left.equals(right));
        }
        if (JsonNumber.isNumber(left)) {
            return JsonNumber.isNumber(right) ? compareNumbers(left, right) : Truth.FALSE;
        }
        return Truth.CANNOT_TELL;
    }

    private static boolean isCompound(Object value) {
        return value instanceof List || value instanceof Map;
    }

    /**
     * Whether a string, read as JSON, is a number or a boolean, and so can be a look-alike of one.
     *
     * @param text any string
     * @return true if some number or boolean looks like the string
     */
    public static boolean canBeLookAlike(String text) {
        String trimmed = JsonNumber.trimJsonSpace(text);
        return trimmed.equals("true") || trimmed.equals("false") || JsonNumber.looksLikeNumber(trimmed);
    }

    /**
     * Whether the value is a number without a reading: not finite, or too long.
     *
     * @param value a JSON value or null
     * @return true for a number that cannot be told
     */
    public static boolean isUntellable(@Nullable Object value) {
        if (!(value instanceof Number) || JsonNumber.isLong(value)) {
            return false;
        }
        return value instanceof Double number ? !Double.isFinite(number) : JsonNumber.exact(value) == null;
    }

    private static Truth compareText(String text, Object other) {
        if (other instanceof String string) {
            return Truth.of(text.equals(string));
        }
        return isLookAlike(text, other) ? Truth.CANNOT_TELL : Truth.FALSE;
    }

    private static boolean isLookAlike(String text, Object other) {
        if (other instanceof Boolean) {
            return JsonNumber.trimJsonSpace(text).equals(other.toString());
        }
        if (!JsonNumber.isNumber(other) || !JsonNumber.looksLikeNumber(text)) {
            return false;
        }
        var number = JsonNumber.parse(text);
        var value = JsonNumber.exact(other);
        // A text too long to be read cannot be told from any number.
        return number == null || value == null || number.compareTo(value) == 0;
    }

    private static Truth compareNumbers(Object left, Object right) {
        if (JsonNumber.isLong(left) && JsonNumber.isLong(right)) {
            return Truth.of(((Number) left).longValue() == ((Number) right).longValue());
        }
        var first = JsonNumber.exact(left);
        var second = JsonNumber.exact(right);
        return first == null || second == null ? Truth.CANNOT_TELL : Truth.of(first.compareTo(second) == 0);
    }

    private static Truth compareLists(List<?> left, List<?> right, Truth ofTwoKinds) {
        if (left.size() != right.size()) {
            return Truth.FALSE;
        }
        Truth all = Truth.TRUE;
        var others = right.iterator();
        for (Object element : left) {
            all = all.and(compare(element, others.next(), ofTwoKinds));
            if (all == Truth.FALSE) {
                return all;
            }
        }
        return all;
    }

    private static Truth compareObjects(Map<?, ?> left, Map<?, ?> right, Truth ofTwoKinds) {
        if (left.size() != right.size()) {
            return Truth.FALSE;
        }
        Truth all = Truth.TRUE;
        for (Map.Entry<?, ?> member : left.entrySet()) {
            Object other = right.get(member.getKey());
            if (other == null && !right.containsKey(member.getKey())) {
                return Truth.FALSE;
            }
            all = all.and(compare(member.getValue(), other, ofTwoKinds));
        }
        return all;
    }
}
