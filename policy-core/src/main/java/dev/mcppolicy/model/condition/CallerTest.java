package dev.mcppolicy.model.condition;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import org.jspecify.annotations.Nullable;

/**
 * A search in what is known of a caller, which is for an element of a list alone: that a role is one of several is not to
 * be told from a text that has its name in it.
 */
record CallerTest(ValueTest test) implements ValueTest {
    static ValueTest of(Operator operator, @Nullable Object operand) {
        ValueTest test = operator.test(operand);
        return operator == Operator.CONTAINS || operator == Operator.NOT_CONTAINS ? new CallerTest(test) : test;
    }

    @Override
    public Truth test(Object value) {
        return value instanceof String ? Truth.CANNOT_TELL : test.test(value);
    }

    @Override
    public Truth missing() {
        return test.missing();
    }

    @Override
    public long cost(Object value) {
        return value instanceof String ? 0 : test.cost(value);
    }

    @Override
    public boolean isMetered() {
        return test.isMetered();
    }

    @Override
    public int steps() {
        return test.steps();
    }
}
