package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values that a policy's rules turn on: at each bound, just inside and just outside it, of the wrong type, looking
 * like another, null; of who calls, where they look at that. Leaving a value out is up to whoever uses them.
 */
public final class CandidateValues {
    /** Stands for JSON's null. */
    public static final Object NULL = new Object();

    private static final List<Object> OTHER_TYPES =
            List.of(NULL, true, "", "text", new BigDecimal("0.5"), -1, List.of(), List.of(1), Map.of());

    private final Map<CallPath, Set<Object>> values = new LinkedHashMap<>();

    private CandidateValues() {}

    /** The values at each path that rules look at. */
    public static Map<CallPath, List<Object>> of(List<Rule> rules) {
        CandidateValues candidates = new CandidateValues();
        rules.forEach(candidates::add);
        Map<CallPath, List<Object>> lists = new LinkedHashMap<>();
        candidates.values.forEach((path, all) -> {
            all.addAll(OTHER_TYPES);
            if (path instanceof CallerPath callers && callers.part() != CallerPath.Part.ATTRIBUTES) {
                all.removeIf(value -> !(value instanceof String text) || text.isEmpty());
            }
            lists.put(path, new ArrayList<>(all));
        });
        return lists;
    }

    private void add(Rule rule) {
        if (rule instanceof Limit limit && limit.amount() instanceof Amount.FromArgument from) {
            addNumber(
                    from.path(),
                    limit.bound() == null ? BigDecimal.TEN : limit.bound().max());
            at(from.path()).add(0);
            if (from.decimal()) {
                at(from.path()).addAll(List.of("0.5", "1e0", "-1", "01", " 1"));
            }
        }
        LimitKey by = rule instanceof Limit limit
                ? limit.key()
                : rule instanceof Concurrency concurrency ? concurrency.key() : null;
        if (by instanceof LimitKey.Paths key) {
            key.paths().forEach(path -> at(path).addAll(List.of("key-1", "key-2", 5, "5")));
        }
        PathComparisons.of(rule).forEach(this::addPair);
        for (Condition.Comparison comparison : rule.comparisons()) {
            if (comparison.path() instanceof CallPath path) {
                addOperand(path, comparison.operand());
                if (comparison.decimal()) {
                    addDecimalText(path);
                }
                if (comparison.operator() == Operator.REGEX || comparison.operator() == Operator.NOT_REGEX) {
                    PatternExamples.of(comparison.operand().toString()).forEach(example -> addText(path, example));
                }
                at(path).addAll(Neighbours.of(comparison));
            }
        }
    }

    /** Values of which some are equal, one below another, and some neither. */
    private void addPair(Condition.PathComparison pair) {
        for (CallPath path : List.of(pair.path(), pair.from())) {
            addNumber(path, BigDecimal.ONE);
            at(path).addAll(List.of(BigDecimal.valueOf(2), "a", "b"));
            if (pair.decimal()) {
                addDecimalText(path);
            }
        }
    }

    /** Each number so far as text, and text that is near to a decimal number and none. */
    private void addDecimalText(CallPath path) {
        List.copyOf(at(path)).forEach(value -> {
            BigDecimal number = JsonNumber.exact(value);
            if (number != null) {
                at(path).add(number.toPlainString());
            }
        });
        at(path).addAll(List.of("0.5", "1e0", "-1", "01", " 1", "+1"));
    }

    private void addOperand(CallPath path, Object operand) {
        BigDecimal number = JsonNumber.exact(operand);
        if (number != null) {
            addNumber(path, number);
        } else if (operand instanceof String text) {
            addText(path, text);
        } else {
            at(path).add(operand);
            if (operand instanceof List<?> list) {
                list.forEach(each -> addOperand(path, each));
            }
        }
    }

    private void addNumber(CallPath path, BigDecimal number) {
        BigDecimal step = NumberRange.step(number);
        BigDecimal half = step.movePointLeft(1);
        at(path).addAll(List.of(number, number.add(step), number.subtract(step), number.toPlainString()));
        at(path).addAll(List.of(number.add(half), number.subtract(half), List.of(number)));
        if (step.compareTo(BigDecimal.ONE) < 0) {
            at(path).addAll(List.of(
                    number.setScale(0, RoundingMode.FLOOR).toBigInteger(),
                    number.setScale(0, RoundingMode.CEILING).toBigInteger()));
        }
    }

    private void addText(CallPath path, String text) {
        at(path).addAll(List.of(text, text + "x", "x" + text, text + " ", "x" + text + "x", List.of(text)));
        if (!text.isEmpty()) {
            at(path).add(text.substring(0, text.offsetByCodePoints(text.length(), -1)));
        }
        BigDecimal lookAlike = JsonNumber.parse(text);
        if (lookAlike != null) {
            at(path).add(lookAlike);
        }
    }

    private Set<Object> at(CallPath path) {
        return values.computeIfAbsent(path, same -> new LinkedHashSet<>());
    }
}
