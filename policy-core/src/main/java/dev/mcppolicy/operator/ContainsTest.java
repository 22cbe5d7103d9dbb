package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import java.util.List;

/** A substring of a string or an element of a list. */
final class ContainsTest implements ValueTest {
    private final Object operand;
    private final EqualTest equal;

    ContainsTest(Object operand) {
        this.operand = operand;
        this.equal = EqualTest.ofElement(operand);
    }

    @Override
    public Truth test(Object value) {
        if (value instanceof String text) {
            return operand instanceof String part ? Truth.of(Substring.find(text, part)) : Truth.CANNOT_TELL;
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
}
