package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.json.internal.NumberBound;

/** Exact numeric order against one operand. */
final class OrderTest implements ValueTest {
    private final NumberBound bound;
    private final Truth below;
    private final Truth equal;
    private final Truth above;

    private OrderTest(NumberBound bound, boolean below, boolean equal, boolean above) {
        this.bound = bound;
        this.below = Truth.of(below);
        this.equal = Truth.of(equal);
        this.above = Truth.of(above);
    }

    static OrderTest of(String operator, Object operand, boolean below, boolean equal, boolean above) {
        if (!JsonNumber.isNumber(operand)) {
            throw new IllegalArgumentException("`" + operator + "` takes a number, not " + Operator.kind(operand));
        }
        return new OrderTest(NumberBound.of(operand), below, equal, above);
    }

    @Override
    public Truth test(Object value) {
        int order = bound.compare(value);
        if (order == 0) {
            return equal;
        }
        if (order == NumberBound.CANNOT_TELL) {
            return Truth.CANNOT_TELL;
        }
        return order < 0 ? below : above;
    }
}
