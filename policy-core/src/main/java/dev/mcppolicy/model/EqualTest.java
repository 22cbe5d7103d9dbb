package dev.mcppolicy.model;

import dev.mcppolicy.json.JsonEquality;
import dev.mcppolicy.json.JsonNumber;
import dev.mcppolicy.json.NumberBound;
import dev.mcppolicy.json.Truth;
import org.jspecify.annotations.Nullable;

/** Equality with one operand, with short ways for strings and numbers. */
final class EqualTest implements ValueTest {
    private final Object operand;
    private final @Nullable NumberBound number;

    EqualTest(Object operand) {
        this.operand = operand;
        this.number = JsonNumber.isNumber(operand) ? NumberBound.of(operand) : null;
    }

    @Override
    public Truth test(Object value) {
        if (value instanceof String && operand instanceof String) {
            return Truth.of(value.equals(operand));
        }
        if (number != null && value instanceof Number) {
            int order = number.compare(value);
            return order == NumberBound.CANNOT_TELL ? Truth.CANNOT_TELL : Truth.of(order == 0);
        }
        return JsonEquality.compare(operand, value);
    }
}
