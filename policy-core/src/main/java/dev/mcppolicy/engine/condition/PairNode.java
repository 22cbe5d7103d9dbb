package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.internal.DecimalText;
import dev.mcppolicy.json.internal.JsonEquality;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.json.internal.ReadingCost;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A comparison of the value at one path, or of each that a wildcard finds, with the value at another. */
final class PairNode implements ConditionNode {
    private final Condition.PathComparison comparison;
    private final Operator operator;
    private final CallPath path;
    private final CallPath from;
    private final boolean wildcard;
    /** Whether text counts as the decimal number that it is. */
    private final boolean decimal;
    /** The outcome where the value at the path is missing. */
    private final Truth missing;
    /** The outcome where what it is compared with is missing. */
    private final Truth fromMissing;

    private final boolean all;
    private final String name;

    PairNode(Condition.PathComparison comparison, Truth missing, Truth fromMissing, boolean all) {
        this.comparison = comparison;
        this.operator = comparison.operator();
        this.path = comparison.path();
        this.from = comparison.from();
        this.wildcard = path.hasWildcard();
        this.decimal = comparison.decimal();
        this.missing = missing;
        this.fromMissing = fromMissing;
        this.all = all;
        this.name = path + " " + operator.id();
    }

    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        Object other = ArgumentLookup.find(arguments, facts, from);
        if (!wildcard) {
            return test(ArgumentLookup.find(arguments, facts, path), other, work);
        }
        Truth decisive = Truth.of(!all);
        Truth combined = Truth.of(all);
        for (Object value : ArgumentLookup.findAll(arguments, facts, path)) {
            Truth outcome = test(value, other, work);
            if (outcome == decisive) {
                return decisive;
            }
            combined = all ? combined.and(outcome) : combined.or(outcome);
        }
        return combined;
    }

    /** What is of another shape cannot be told before anything is missing, so that no shape passes for a missing value. */
    private Truth test(@Nullable Object value, @Nullable Object other, Work work) {
        if (value instanceof ShapeMismatch || other instanceof ShapeMismatch) {
            return Truth.CANNOT_TELL;
        }
        if (value == null) {
            return missing;
        }
        if (other == null) {
            return fromMissing;
        }
        // Both sides are the caller's, so that comparing them may be much work.
        if (!work.takePatternSteps(cost(value) + cost(other), name)) {
            return Truth.CANNOT_TELL;
        }
        return decimal ? compare(read(value), read(other)) : compare(value, other);
    }

    /** The number that text is, null for other text, and anything else as it is. */
    private static @Nullable Object read(Object value) {
        return value instanceof String text ? DecimalText.exact(text) : value;
    }

    private Truth compare(@Nullable Object value, @Nullable Object other) {
        if (value == null || other == null) {
            return Truth.CANNOT_TELL;
        }
        return switch (operator) {
            case EQ -> JsonEquality.compare(value, other);
            case NEQ -> JsonEquality.compare(value, other).not();
            default -> order(value, other);
        };
    }

    private long cost(Object value) {
        return decimal && value instanceof String text && DecimalText.isTellable(text)
                ? ReadingCost.ofDecimal(text)
                : ReadingCost.of(value);
    }

    private Truth order(Object value, Object other) {
        BigDecimal left = JsonNumber.exact(value);
        BigDecimal right = JsonNumber.exact(other);
        if (left == null || right == null) {
            return Truth.CANNOT_TELL;
        }
        int order = left.compareTo(right);
        return Truth.of(
                switch (operator) {
                    case LT -> order < 0;
                    case LTE -> order <= 0;
                    case GT -> order > 0;
                    default -> order >= 0;
                });
    }

    @Override
    public boolean needsFacts() {
        return path instanceof CallerPath || from instanceof CallerPath;
    }

    @Override
    public boolean isMetered() {
        return true;
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        Object other = ArgumentLookup.find(arguments, facts, from);
        if (other instanceof ShapeMismatch) {
            return from.toString();
        }
        Work rest = work.rest();
        for (Object value : values(arguments, facts)) {
            if (test(value, other, rest) == Truth.CANNOT_TELL && rest.passedBy() == null) {
                return path.toString();
            }
        }
        return null;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        Object other = ArgumentLookup.find(arguments, facts, from);
        String text = comparison.toString();
        for (Object value : values(arguments, facts)) {
            report.accept(explained(text, value, other, test(value, other, work)));
        }
    }

    private static Explanation.Comparison explained(
            String comparison, @Nullable Object value, @Nullable Object other, Truth outcome) {
        ShapeMismatch misfit =
                value instanceof ShapeMismatch first ? first : other instanceof ShapeMismatch second ? second : null;
        if (misfit != null) {
            return new Explanation.Comparison(comparison, misfit.value(), outcome, misfit.words());
        }
        Object both = value == null && other == null ? null : Arrays.asList(value, other);
        return new Explanation.Comparison(comparison, both, outcome);
    }

    private List<@Nullable Object> values(Map<String, @Nullable Object> arguments, CallFacts facts) {
        return wildcard
                ? ArgumentLookup.findAll(arguments, facts, path)
                : Collections.singletonList(ArgumentLookup.find(arguments, facts, path));
    }
}
