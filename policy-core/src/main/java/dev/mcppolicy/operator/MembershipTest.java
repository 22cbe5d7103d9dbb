package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.JsonEquality;
import dev.mcppolicy.json.internal.JsonNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Equality with one of several operands, which are all scalars, all lists or all objects: strings are looked up, all others
 * are compared in turn. A value of another kind than the operands cannot be told.
 */
final class MembershipTest implements ValueTest {
    /** What a value is made of. */
    private enum Kind {
        SCALAR,
        LIST,
        OBJECT;

        static Kind of(Object value) {
            if (value instanceof Number || value instanceof Boolean || value instanceof String) {
                return SCALAR;
            }
            return value instanceof List ? LIST : value instanceof Map ? OBJECT : SCALAR;
        }
    }

    private final Kind kind;
    private final Set<String> strings;
    /** The elements that are no strings, each of which a string may look like. */
    private final List<EqualTest> others;
    /** The elements that are strings which a number or boolean may look like. */
    private final List<EqualTest> lookAlikes;

    private MembershipTest(Kind kind, Set<String> strings, List<EqualTest> others, List<EqualTest> lookAlikes) {
        this.kind = kind;
        this.strings = strings;
        this.others = others;
        this.lookAlikes = lookAlikes;
    }

    static MembershipTest of(Object operand) {
        if (!(operand instanceof List<?> elements)) {
            throw new IllegalArgumentException("`in` and `not_in` take a list, not " + Operator.kind(operand));
        }
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("`in` and `not_in` take a list of at least one value");
        }
        Kind kind = elements.get(0) == null ? Kind.SCALAR : Kind.of(elements.get(0));
        Set<String> strings = new HashSet<>();
        List<EqualTest> others = new ArrayList<>();
        List<EqualTest> lookAlikes = new ArrayList<>();
        for (Object element : elements) {
            if (element == null) {
                throw new IllegalArgumentException("`in` and `not_in` take no null (use `exists`)");
            } else if (Kind.of(element) != kind) {
                throw new IllegalArgumentException(
                        "`in` and `not_in` take a list of scalars, of lists or of objects, not of several kinds");
            } else if (!(element instanceof String text)) {
                others.add(EqualTest.ofValue(element));
            } else if (strings.add(text) && JsonEquality.canBeLookAlike(text)) {
                lookAlikes.add(EqualTest.ofValue(text));
            }
        }
        return new MembershipTest(kind, strings, List.copyOf(others), List.copyOf(lookAlikes));
    }

    @Override
    public Truth test(Object value) {
        // Strings first: whether a value is a list or an object is slow to tell of what is neither.
        if (value instanceof String text) {
            if (kind != Kind.SCALAR) {
                return Truth.CANNOT_TELL;
            }
            return strings.contains(text) ? Truth.TRUE : lookAlike(text);
        }
        if (Kind.of(value) != kind) {
            return Truth.CANNOT_TELL;
        }
        Truth equal = anyOf(others, value);
        if (equal == Truth.FALSE && JsonEquality.isUntellable(value)) {
            return Truth.CANNOT_TELL;
        }
        return equal == Truth.TRUE ? equal : equal.or(anyOf(lookAlikes, value));
    }

    /** Cannot tell if an element that is no string looks like the text, which is read once for all of them. */
    private Truth lookAlike(String text) {
        if (!JsonEquality.canBeLookAlike(text)) {
            return Truth.FALSE;
        }
        BigDecimal number = JsonNumber.parse(text);
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).test(number == null ? text : number) != Truth.FALSE) {
                return Truth.CANNOT_TELL;
            }
        }
        return Truth.FALSE;
    }

    private static Truth anyOf(List<EqualTest> tests, Object value) {
        Truth any = Truth.FALSE;
        for (int i = 0; i < tests.size(); i++) {
            any = any.or(tests.get(i).test(value));
            if (any == Truth.TRUE) {
                return any;
            }
        }
        return any;
    }
}
