package dev.mcppolicy.model.condition;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.DecimalText;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.json.internal.ReadingCost;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.math.BigDecimal;
import java.util.List;

/** A test of numbers for which text that is a decimal number counts as that number, and no other text can be told. */
record DecimalTest(ValueTest test) implements ValueTest {
    /**
     * The test of an operator with numbers.
     *
     * @throws IllegalArgumentException if the operator compares no numbers, or the operand is anything else
     */
    static ValueTest of(Operator operator, Object operand, ValueTest test) {
        if (!operator.comparesNumbers()) {
            throw new IllegalArgumentException("`" + operator.id() + "` takes no text for a number");
        }
        boolean isMembership = operator == Operator.IN || operator == Operator.NOT_IN;
        boolean areNumbers = isMembership
                ? operand instanceof List<?> list && list.stream().allMatch(JsonNumber::isNumber)
                : JsonNumber.isNumber(operand);
        if (!areNumbers) {
            throw new IllegalArgumentException(
                    "`" + operator.id() + "` with `as: decimal` compares with numbers alone");
        }
        return new DecimalTest(test);
    }

    @Override
    public Truth test(Object value) {
        if (!(value instanceof String text)) {
            return test.test(value);
        }
        BigDecimal number = DecimalText.exact(text);
        return number == null ? Truth.CANNOT_TELL : test.test(number);
    }

    @Override
    public long cost(Object value) {
        if (value instanceof String text) {
            return DecimalText.isTellable(text) ? ReadingCost.ofDecimal(text) : 0;
        }
        return test.cost(value);
    }

    @Override
    public boolean isMetered() {
        return true;
    }
}
