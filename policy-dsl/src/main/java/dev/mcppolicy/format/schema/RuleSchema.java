package dev.mcppolicy.format.schema;

import dev.mcppolicy.format.document.DoubleNumbers;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.condition.MeteredPredicate;
import dev.mcppolicy.schema.JsonSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The test whether arguments match a rule's schema. It cannot tell of numbers that other validators would round. Two of one
 * schema are equal, as they judge alike.
 */
final class RuleSchema implements MeteredPredicate {
    private final String text;
    private final JsonSchema schema;

    private RuleSchema(String text, JsonSchema schema) {
        this.text = text;
        this.schema = schema;
    }

    static RuleSchema of(Map<?, ?> schema) {
        return new RuleSchema(CanonicalJson.write(schema), JsonSchema.of(schema));
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RuleSchema that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
