package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A substring of a string or an element of a list. */
final class ContainsTest implements ValueTest {
    private final EqualTest equal;
    /** The operand, where it can be a part of a text. */
    private final @Nullable Substring part;

    ContainsTest(Object operand) {
        this.part = operand instanceof String text ? new Substring(text) : null;
        this.equal = EqualTest.ofElement(operand);
    }

    @Override
    public Truth test(Object value) {
        if (value instanceof String text) {
            return part == null ? Truth.CANNOT_TELL : Truth.of(part.isIn(text));
        }
        if (!(value instanceof List<?> list)) {
            return Truth.CANNOT_TELL;
        }
        Truth any = Truth.FALSE;
        for (Object element : list) {
            if (element != null) {
                any = any.or(equal.test(element));
            }
            if (any == Truth.TRUE) {
                return any;
            }
        }
        return any;
    }

    @Override
    public long cost(Object value) {
        if (value instanceof List<?> list) {
            long cost = list.size();
            for (Object element : list) {
                cost += element == null ? 0 : equal.cost(element);
            }
            return cost;
        }
        return part != null && value instanceof String text ? part.cost(text) : 0;
    }

    @Override
    public boolean isMetered() {
        return true;
    }
}
