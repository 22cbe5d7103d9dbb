package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.model.Amount;
import dev.mcppolicy.model.Bound;
import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Scale;
import dev.mcppolicy.model.Scope;
import dev.mcppolicy.model.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code state} block of an Intercept rule: a counter, and with the conditions on it, a limit. */
final class StateReader {
    private static final List<String> KEYS =
            List.of("counter", "window", "zone", "increment", "increment_from", "scope", "key");

    private final Problems problems;
    private final LimitValues values;
    private final KeyReader keys;

    StateReader(Problems problems) {
        this.problems = problems;
        this.values = new LimitValues(problems);
        this.keys = new KeyReader(problems, values);
    }

    /**
     * What a {@code state} block makes of a rule.
     *
     * @param others the conditions that are no part of the limit
     * @param limit the limit, or null if it could not be read
     * @param place where its counter is declared
     */
    record State(
            List<ConditionReader.Placed> others, @Nullable Limit limit, Node place) {}

    /** Reads the block of a rule with the conditions given, of which those that bound its counter are the limit. */
    State read(ObjectNode state, List<ConditionReader.Placed> comparisons, InterceptRuleReader.Context context) {
        ObjectFields fields = ObjectFields.of(state, KEYS, problems);
        Node counterNode = fields.require("counter", null);
        Node windowNode = fields.require("window", null);
        String counter = counterNode == null ? null : values.counter(counterNode);
        Window window = windowNode == null ? null : values.window(windowNode, fields.get("zone"));
        Scope scope = values.scope(fields.get("scope"), Scope.GLOBAL, state);
        Amount amount = increment(fields);
        KeyReader.Read key = keys.of(fields);
        boolean isNameless = context.tool() != null && context.tool().isEmpty();
        if (counterNode == null || counter == null || isNameless) {
            return new State(comparisons, null, state);
        }
        CounterPath own = new CounterPath(context.tool(), counter);
        List<ConditionReader.Placed> others = new ArrayList<>();
        ConditionReader.Placed tightest = null;
        for (ConditionReader.Placed placed : comparisons) {
            if (!isBoundOn(own, placed)) {
                others.add(placed);
            } else if (tightest == null || isTighter(placed, tightest)) {
                tightest = placed;
            }
        }
        Bound bound = tightest == null || amount == null ? null : bound(tightest, amount);
        if (window == null || scope == null || amount == null || !key.isGood() || (tightest != null && bound == null)) {
            return new State(others, null, counterNode);
        }
        Limit limit = values.limit(
                () -> Limit.of(context.head(), counter, window, bound)
                        .withScope(scope)
                        .withAmount(amount)
                        .withKey(key.key()),
                tightest == null ? counterNode : tightest.value());
        return new State(others, limit, counterNode);
    }

    private @Nullable Amount increment(ObjectFields fields) {
        fields.conflict("increment_from", "increment");
        Node from = fields.get("increment_from");
        Node fixed = fields.get("increment");
        if (from != null) {
            return values.amount(from);
        }
        if (fixed == null) {
            return Amount.ONE;
        }
        BigDecimal increment = values.positive("increment", fixed);
        return increment == null ? null : new Amount.Fixed(increment);
    }

    private static boolean isBoundOn(CounterPath own, ConditionReader.Placed placed) {
        Operator operator = placed.comparison().operator();
        return (operator == Operator.LT || operator == Operator.LTE)
                && placed.comparison().path().equals(own);
    }

    private static boolean isTighter(ConditionReader.Placed one, ConditionReader.Placed other) {
        int order = number(one).compareTo(number(other));
        return order < 0 || (order == 0 && one.comparison().operator() == Operator.LT);
    }

    private static BigDecimal number(ConditionReader.Placed placed) {
        return new BigDecimal(placed.comparison().operand().toString());
    }

    private @Nullable Bound bound(ConditionReader.Placed placed, Amount amount) {
        BigDecimal max = number(placed);
        if (max.signum() <= 0) {
            problems.report(
                    Diagnostic.NOT_POSITIVE,
                    placed.value(),
                    "write `action: deny`",
                    "value",
                    Quoted.of(max.toPlainString()));
            return null;
        }
        boolean inclusive = placed.comparison().operator() == Operator.LTE;
        Bound bound = new Bound(max, inclusive);
        if (!inclusive && amount.scale() == Scale.WHOLE) {
            long most = amount.scale().unitsOf(bound);
            if (most >= 0) {
                problems.report(
                        Diagnostic.LT_ON_WHOLE_NUMBERS,
                        placed.node(),
                        "write `lte` to say so",
                        Quoted.of(max.toPlainString()),
                        most);
            }
        }
        return bound;
    }
}
