package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.ExactNumbers;
import dev.mcppolicy.json.internal.ReadingCost;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Equality with one of several operands, which are all scalars, all lists or all objects: scalars are looked up, all others
 * are compared in turn. A value of another kind than the operands cannot be told.
 */
final class MembershipTest implements ValueTest {
    /** What a value is made of. */
    private enum Kind {
        SCALAR,
        LIST,
        OBJECT;

        static Kind of(@Nullable Object value) {
            // Scalars first: whether a value is a list or an object is slow to tell of what is neither.
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                return SCALAR;
            }
            return value instanceof List ? LIST : value instanceof Map ? OBJECT : SCALAR;
        }
    }

    private final Kind kind;
    private final ScalarSet scalars;
    private final List<EqualTest> compounds;

    private MembershipTest(Kind kind, List<?> elements) {
        this.kind = kind;
        this.scalars = new ScalarSet(kind == Kind.SCALAR ? elements : List.of());
        this.compounds = kind == Kind.SCALAR
                ? List.of()
                : elements.stream()
                        .map(element -> EqualTest.ofValue(Objects.requireNonNull(ExactNumbers.in(element))))
                        .toList();
    }

    static MembershipTest of(Object operand) {
        if (!(operand instanceof List<?> elements)) {
            throw new IllegalArgumentException("`in` and `not_in` take a list, not " + Operator.kind(operand));
        }
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("`in` and `not_in` take a list of at least one value");
        }
        Kind kind = Kind.of(elements.get(0));
        for (Object element : elements) {
            if (element == null) {
                throw new IllegalArgumentException("`in` and `not_in` take no null (use `exists`)");
            } else if (Kind.of(element) != kind) {
                throw new IllegalArgumentException(
                        "`in` and `not_in` take a list of scalars, of lists or of objects, not of several kinds");
            }
        }
        return new MembershipTest(kind, elements);
    }

    @Override
    public Truth test(Object value) {
        if (Kind.of(value) != kind) {
            return Truth.CANNOT_TELL;
        }
        return kind == Kind.SCALAR
                ? scalars.find(value)
                : anyOf(compounds, Objects.requireNonNull(ExactNumbers.in(value)));
    }

    @Override
    public long cost(Object value) {
        if (Kind.of(value) != kind) {
            return 0;
        }
        return kind == Kind.SCALAR
                ? scalars.cost(value)
                : ReadingCost.ofComparison(value) + compounds.size() * ReadingCost.ofLookAlikes(value);
    }

    @Override
    public boolean isMetered() {
        return kind != Kind.SCALAR || scalars.isMetered();
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
