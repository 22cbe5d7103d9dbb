package dev.mcppolicy.format;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.JsonSchema;
import dev.mcppolicy.model.MeteredPredicate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The test whether arguments match a rule's schema. It cannot tell of numbers that other validators would round. */
final class RuleSchema implements MeteredPredicate {
    private final JsonSchema schema;

    private RuleSchema(JsonSchema schema) {
        this.schema = schema;
    }

    static RuleSchema of(Map<?, ?> schema) {
        return new RuleSchema(JsonSchema.of(schema));
    }

    @Override
    public boolean test(Map<String, @Nullable Object> arguments) {
        return switch (test(arguments, Work.within(WorkLimits.DEFAULT), "schema")) {
            case TRUE -> true;
            case FALSE -> false;
            case CANNOT_TELL -> throw new ArithmeticException("a number that validators would round, or too much work");
        };
    }

    @Override
    public Truth test(Map<String, @Nullable Object> arguments, Work work, String name) {
        return DoubleNumbers.holds(arguments) ? schema.test(arguments, work, name) : Truth.CANNOT_TELL;
    }
}
