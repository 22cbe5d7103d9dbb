package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.internal.NumberRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The small changes of one comparison: another operator, a bound moved by one, a list or a pattern of another width. */
final class ConditionMutations {
    private static final Map<Operator, Operator> FLIPPED = Map.ofEntries(
            Map.entry(Operator.EQ, Operator.NEQ),
            Map.entry(Operator.NEQ, Operator.EQ),
            Map.entry(Operator.IN, Operator.NOT_IN),
            Map.entry(Operator.NOT_IN, Operator.IN),
            Map.entry(Operator.LT, Operator.GTE),
            Map.entry(Operator.LTE, Operator.GT),
            Map.entry(Operator.GT, Operator.LTE),
            Map.entry(Operator.GTE, Operator.LT),
            Map.entry(Operator.NOT_REGEX, Operator.REGEX),
            Map.entry(Operator.CONTAINS, Operator.NOT_CONTAINS),
            Map.entry(Operator.NOT_CONTAINS, Operator.CONTAINS));
    private static final Map<Operator, Operator> WITH_OR_WITHOUT_BOUND = Map.of(
            Operator.LT, Operator.LTE,
            Operator.LTE, Operator.LT,
            Operator.GT, Operator.GTE,
            Operator.GTE, Operator.GT);

    private ConditionMutations() {}

    static Set<Condition.Comparison> of(Condition.Comparison original) {
        Set<Condition.Comparison> changed = new LinkedHashSet<>();
        Operator flipped = FLIPPED.get(original.operator());
        if (flipped != null) {
            changed.add(original.with(flipped, original.operand()));
        }
        Operator moved = WITH_OR_WITHOUT_BOUND.get(original.operator());
        BigDecimal bound = JsonNumber.exact(original.operand());
        if (moved != null && bound != null) {
            changed.add(original.with(moved, original.operand()));
            BigDecimal step = NumberRange.step(bound);
            changed.add(with(original, bound.add(step)));
            changed.add(with(original, bound.subtract(step)));
        }
        if (original.operator() == Operator.EXISTS) {
            changed.add(with(original, !Boolean.TRUE.equals(original.operand())));
        }
        boolean isPattern = original.operator() == Operator.REGEX || original.operator() == Operator.NOT_REGEX;
        if (isPattern && original.operand() instanceof String pattern) {
            PatternMutations.of(pattern, original.operator()).forEach(other -> changed.add(with(original, other)));
        }
        if (original.operator().isForRequirementsAlone() && original.operand() instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                String wider = widerEntry(original.operator(), (String) list.get(i));
                if (wider != null) {
                    List<Object> widened = new ArrayList<>(list);
                    widened.set(i, wider);
                    changed.add(with(original, widened));
                }
            }
        }
        if (original.operand() instanceof List<?> list && list.size() > 1) {
            for (int i = 0; i < list.size(); i++) {
                List<Object> shorter = new ArrayList<>(list);
                shorter.remove(i);
                changed.add(with(original, shorter));
            }
        }
        changed.remove(original);
        return changed;
    }

    /** The same two values by the contrary operator, and with or without their being equal. */
    static List<Condition.PathComparison> of(Condition.PathComparison original) {
        List<Condition.PathComparison> changed = new ArrayList<>();
        for (Map<Operator, Operator> others : List.of(FLIPPED, WITH_OR_WITHOUT_BOUND)) {
            Operator other = others.get(original.operator());
            if (other != null) {
                changed.add(new Condition.PathComparison(original.path(), other, original.from(), original.decimal()));
            }
        }
        return changed;
    }

    private static Condition.Comparison with(Condition.Comparison original, Object operand) {
        return original.with(original.operator(), operand);
    }

    /** The folder above, or all hosts or domains beside; null where there is none that the operator takes. */
    private static @Nullable String widerEntry(Operator operator, String entry) {
        if (operator == Operator.WITHIN) {
            int slash = entry.lastIndexOf('/', entry.length() - 2);
            return slash <= 0 ? null : entry.substring(0, slash);
        }
        int start = entry.startsWith("http://") ? "http://".length() : 0;
        int dot = entry.indexOf('.');
        boolean hasParent = !entry.startsWith("*", start) && dot >= 0 && entry.indexOf('.', dot + 1) >= 0;
        return hasParent ? entry.substring(0, start) + "*" + entry.substring(dot) : null;
    }

    static String words(Condition.Comparison from, Condition.Comparison to) {
        return "`" + from + "` became `" + to.operator().id() + " " + CanonicalJson.write(to.operand()) + "`";
    }
}
