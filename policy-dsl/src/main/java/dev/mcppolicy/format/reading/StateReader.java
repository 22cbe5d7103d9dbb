package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    record State(List<PlacedCondition> others, @Nullable Limit limit, Node place) {}

    /** Reads the block of a rule with the conditions given, of which those that bound its counter are the limit. */
    State read(ObjectNode state, List<PlacedCondition> comparisons, InterceptRuleReader.Context context) {
        ObjectFields fields = ObjectFields.of(state, KEYS, problems);
        Node counterNode = fields.require("counter", null);
        Node windowNode = fields.require("window", null);
        String counter = counterNode == null ? null : values.counter(counterNode);
        Window window = windowNode == null ? null : values.window(windowNode, fields.get("zone"));
        Scope scope = values.scope(fields.get("scope"), Scope.GLOBAL, state);
        Amount amount = increment(fields);
        KeyReader.Read key = keys.of(fields);
        RulePlace place = context.place();
        if (counterNode == null || counter == null || place == null) {
            return new State(comparisons, null, state);
        }
        CounterPath own = new CounterPath(place, counter);
        List<PlacedCondition> others = new ArrayList<>();
        OwnBound tightest = null;
        for (PlacedCondition placed : conjuncts(comparisons, own)) {
            OwnBound found = OwnBound.of(own, placed);
            if (found == null) {
                others.add(placed);
                placed.conjuncts().forEach(part -> checkReadsOwn(own, part));
            } else if (tightest == null || found.isTighterThan(tightest)) {
                tightest = found;
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
                tightest == null ? counterNode : tightest.place());
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

    /** The conditions, and in the place of an {@code all} that holds a bound, its parts. */
    private static List<PlacedCondition> conjuncts(List<PlacedCondition> conditions, CounterPath own) {
        return conditions.stream()
                .flatMap(placed -> placed.conjuncts().anyMatch(part -> OwnBound.of(own, part) != null)
                        ? placed.conjuncts()
                        : Stream.of(placed))
                .toList();
    }

    /**
     * A bound binds always, so what need not hold cannot have it, by whatever operator it is said; and what is no bound
     * reads the counter as it was.
     */
    private void checkReadsOwn(CounterPath own, PlacedCondition placed) {
        if (isOf(own, placed)) {
            problems.report(
                    Diagnostic.OWN_COUNTER_READ,
                    placed.node(),
                    "the limit is what `lt` or `lte` says",
                    Quoted.of(own.toString()));
            return;
        }
        for (PlacedCondition leaf : placed.leaves()) {
            if (isOf(own, leaf)) {
                problems.report(
                        Diagnostic.NESTED_BOUND,
                        leaf.node(),
                        "write it directly under `conditions`; to read the counter, write another rule",
                        Quoted.of(own.toString()));
            }
        }
    }

    private static boolean isOf(CounterPath own, PlacedCondition placed) {
        return placed.comparison() != null && placed.comparison().path().equals(own);
    }

    /** A comparison that bounds the rule's own counter. */
    private record OwnBound(PlacedCondition placed, Operator operator, BigDecimal max) {
        static @Nullable OwnBound of(CounterPath own, PlacedCondition placed) {
            Condition.Comparison comparison = placed.comparison();
            if (comparison == null || !isOf(own, placed)) {
                return null;
            }
            Operator operator = comparison.operator();
            return operator == Operator.LT || operator == Operator.LTE
                    ? new OwnBound(
                            placed,
                            operator,
                            new BigDecimal(comparison.operand().toString()))
                    : null;
        }

        boolean isTighterThan(OwnBound other) {
            int order = max.compareTo(other.max);
            return order < 0 || (order == 0 && operator == Operator.LT);
        }

        Node place() {
            return placed.value() == null ? placed.node() : placed.value();
        }
    }

    private @Nullable Bound bound(OwnBound own, Amount amount) {
        BigDecimal max = own.max();
        if (max.signum() <= 0) {
            problems.report(
                    Diagnostic.NOT_POSITIVE,
                    own.place(),
                    "write `action: deny`",
                    "value",
                    Quoted.of(max.toPlainString()));
            return null;
        }
        boolean inclusive = own.operator() == Operator.LTE;
        Bound bound = new Bound(max, inclusive);
        if (!inclusive && amount.scale() == Scale.WHOLE) {
            long most = amount.scale().unitsOf(bound);
            if (most >= 0) {
                problems.report(
                        Diagnostic.LT_ON_WHOLE_NUMBERS,
                        own.placed().node(),
                        "write `lte` to say so",
                        Quoted.of(max.toPlainString()),
                        most);
            }
        }
        return bound;
    }
}
