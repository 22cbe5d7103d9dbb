package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.JsonEquality;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.json.internal.NumberBound;
import dev.mcppolicy.json.internal.ReadingCost;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Equality with one operand, with short ways for strings and numbers. */
final class EqualTest implements ValueTest {
    private final Object operand;
    private final @Nullable NumberBound number;
    /** The number that the operand, a string, looks like. */
    private final @Nullable NumberBound numberInText;

    private final BiFunction<Object, Object, Truth> equality;

    private EqualTest(Object operand, BiFunction<Object, Object, Truth> equality) {
        this.operand = operand;
        this.number = JsonNumber.isNumber(operand) ? NumberBound.of(operand) : null;
        BigDecimal inText = operand instanceof String text ? JsonNumber.parse(text) : null;
        this.numberInText = inText == null ? null : NumberBound.of(inText);
        this.equality = equality;
    }

    /** Of one value, which a list or an object cannot be told from unless both are of that kind. */
    static EqualTest ofValue(Object operand) {
        return new EqualTest(operand, JsonEquality::compare);
    }

    /** Of an element of a list in which the operand is looked for. */
    static EqualTest ofElement(Object operand) {
        return new EqualTest(operand, JsonEquality::compareElement);
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
        if (numberInText != null && value instanceof Number) {
            int order = numberInText.compare(value);
            return order == 0 || order == NumberBound.CANNOT_TELL ? Truth.CANNOT_TELL : Truth.FALSE;
        }
        return equality.apply(operand, value);
    }

    @Override
    public long cost(Object value) {
        if (value instanceof String text) {
            return operand instanceof String || isCompound(operand) ? 0 : ReadingCost.ofLookAlike(text);
        }
        return isCompound(operand) && isCompound(value) ? ReadingCost.ofComparison(value) : 0;
    }

    @Override
    public boolean isMetered() {
        return !(operand instanceof String);
    }

    private static boolean isCompound(Object value) {
        return value instanceof List || value instanceof Map;
    }
}
