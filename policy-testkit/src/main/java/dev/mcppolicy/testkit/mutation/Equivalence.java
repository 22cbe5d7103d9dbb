package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.condition.ValuePath;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.internal.InputDomain;
import dev.mcppolicy.testkit.internal.NumberRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a change why no test could notice it: every call is decided as before, by the same rule. Where it does not
 * know, it says nothing: such a mutant counts. Only rules that are judged before the changed one make it unreachable, since
 * a test sees which rule denies.
 */
final class Equivalence {
    private final Policy policy;
    private final RulePlace place;
    private final @Nullable InputSchema schema;
    private final MissingEquivalence missing;

    /**
     * The equivalences of changes of the rules in one place.
     *
     * @param place where the rules stand
     * @param schemas what is known of the arguments of tools
     */
    Equivalence(Policy policy, RulePlace place, Map<String, InputSchema> schemas) {
        this.policy = policy;
        this.place = place;
        this.schema = place instanceof RulePlace.Tool ? schemas.get(place.name()) : null;
        this.missing = new MissingEquivalence(policy, place, schemas);
    }

    /**
     * Why a change makes no difference, or null.
     *
     * @param before the rules that are judged before the changed one
     */
    @Nullable
    String of(List<Rule> before, Rule rule, MutatedRule changed) {
        String reason = ofRule(before, rule, changed);
        return reason != null || changed.missing() == null
                ? reason
                : missing.of(before, rule, changed, changed.missing());
    }

    private @Nullable String ofRule(List<Rule> before, Rule rule, MutatedRule changed) {
        if (isHidden()) {
            return "the tool is hidden, so its rules are never reached";
        }
        if (!policy.enforces(rule)) {
            return "the rule is in shadow mode, so it decides nothing";
        }
        List<Rule> enforced = before.stream()
                .filter(policy::enforces)
                .filter(earlier -> earlier.when().isEmpty())
                .toList();
        if (enforced.stream().anyMatch(Equivalence::alwaysDenies)) {
            return "a rule before it denies every call";
        }
        if (rule instanceof Limit limit) {
            return sameUnits(limit, changed) ? "both bounds admit the same whole units" : null;
        }
        if (changed.rules().isEmpty()) {
            return rule.when().isEmpty() ? ofDropped(enforced, rule) : null;
        }
        List<Condition> from = rule.conditions();
        List<Condition> to = changed.rules().get(0).conditions();
        if (changed.rules().get(0).getClass() != rule.getClass()) {
            return null;
        }
        if (to.size() < from.size()) {
            return ofLostCondition(rule, from, to);
        }
        for (int i = 0; i < from.size(); i++) {
            if (from.get(i) instanceof Condition.Comparison old
                    && to.get(i) instanceof Condition.Comparison other
                    && !old.equals(other)) {
                return ofChanged(enforced, rule, old, other);
            }
        }
        return null;
    }

    /** Whether no tool can be called that the place's rules concern. */
    private boolean isHidden() {
        if (place instanceof RulePlace.Tool tool) {
            return policy.hides(tool.name());
        }
        ToolGroup group = place instanceof RulePlace.Group ? policy.groups().get(place.name()) : null;
        return policy.hidesAll() || (group != null && group.tools().stream().allMatch(policy::hides));
    }

    static boolean alwaysDenies(Rule rule) {
        return rule instanceof DenyIf deny && deny.conditions().isEmpty();
    }

    private static boolean sameUnits(Limit left, MutatedRule changed) {
        return changed.rules().size() == 1
                && changed.rules().get(0) instanceof Limit right
                && left.window().equals(right.window())
                && left.when().equals(right.when())
                && left.scope() == right.scope()
                && left.amount().equals(right.amount())
                && Objects.equals(left.key(), right.key())
                && left.maxUnits() == right.maxUnits();
    }

    private @Nullable String ofDropped(List<Rule> before, Rule rule) {
        if (!(rule instanceof Require require)) {
            return null;
        }
        if (require.conditions().isEmpty()) {
            return "the rule requires nothing";
        }
        if (require.conditions().stream().allMatch(this::alwaysHolds)) {
            return "the input schema admits nothing that the rule denies";
        }
        List<Condition> required = before.stream()
                .filter(Require.class::isInstance)
                .flatMap(earlier -> earlier.conditions().stream())
                .toList();
        boolean implied = require.conditions().stream()
                .allMatch(condition -> required.stream().anyMatch(earlier -> implies(earlier, condition)));
        return implied ? "a rule before it requires as much" : null;
    }

    private @Nullable String ofLostCondition(Rule rule, List<Condition> from, List<Condition> to) {
        List<Condition> lost = new ArrayList<>(from);
        to.forEach(lost::remove);
        if (lost.stream().allMatch(this::alwaysHolds)) {
            return "the condition holds for all that the input schema admits";
        }
        boolean implied = !(rule instanceof RequireApproval)
                && lost.stream().allMatch(condition -> to.stream().anyMatch(other -> implies(other, condition)));
        return implied ? "another condition of the rule implies the dropped one" : null;
    }

    private @Nullable String ofChanged(
            List<Rule> before, Rule rule, Condition.Comparison old, Condition.Comparison other) {
        Optional<InputDomain> domain = domain(old.path());
        List<@Nullable Object> values = domain.map(InputDomain::values).orElse(null);
        boolean asksForMissing = old.operator() == Operator.EXISTS || other.operator() == Operator.EXISTS;
        if (values != null
                && !asksForMissing
                && values.stream().allMatch(value -> value == null || alike(old, other, value))) {
            return "both are the same for every value that the input schema admits";
        }
        if (old.decimal() != other.decimal()) {
            boolean admitsText = domain.map(InputDomain::admitsOthers).orElse(true);
            return admitsText ? null : "the input schema admits no text there";
        }
        NumberRange changed = between(old, other);
        if (changed == null) {
            return null;
        }
        boolean wholeOnly = domain.map(InputDomain::wholeOnly).orElse(false);
        boolean numbersAlone =
                !old.decimal() || domain.filter(InputDomain::admitsOthers).isEmpty();
        if (domain.isPresent()
                && numbersAlone
                && (!domain.get().admitsNumbers()
                        || changed.and(domain.get().numbers()).isEmpty(wholeOnly))) {
            return "the input schema admits no number that both bounds tell apart";
        }
        NumberRange left = domain.filter(admitted -> numbersAlone)
                .map(InputDomain::numbers)
                .orElse(NumberRange.ALL)
                .and(changed);
        for (Rule earlier : before) {
            left = left.and(passing(earlier, old.path()));
        }
        if (left.isEmpty(wholeOnly)) {
            return "a rule before it admits no number that both bounds tell apart";
        }
        for (Condition sibling : rule.conditions()) {
            if (sibling != old && isAlone(rule, old.path())) {
                left = left.and(satisfying(sibling, old.path()));
            }
        }
        return left.isEmpty(wholeOnly)
                ? "another condition of the rule admits no number that both bounds tell apart"
                : null;
    }

    /** Whether the conditions of a rule are all about the same value of a path: one value, or every one required. */
    private static boolean isAlone(Rule rule, ValuePath path) {
        return rule instanceof Require || !(path instanceof CallPath call && call.hasWildcard());
    }

    private static boolean alike(Condition.Comparison left, Condition.Comparison right, Object value) {
        return left.test().test(value) == right.test().test(value);
    }

    /** The numbers on which two comparisons differ, or null if they may differ on more than numbers. */
    private static @Nullable NumberRange between(Condition.Comparison left, Condition.Comparison right) {
        if (!NumberRange.ORDERS.contains(left.operator()) || !NumberRange.ORDERS.contains(right.operator())) {
            return null;
        }
        NumberRange first = NumberRange.of(left).orElse(NumberRange.ALL);
        NumberRange second = NumberRange.of(right).orElse(NumberRange.ALL);
        if ((first.low() == null) != (second.low() == null)) {
            return NumberRange.ALL;
        }
        boolean firstIsWider = second.isWithin(first);
        NumberRange wider = firstIsWider ? first : second;
        NumberRange narrower = firstIsWider ? second : first;
        return narrower.complement().orElse(NumberRange.ALL).and(wider);
    }

    /** The numbers at a path that a rule may let pass. */
    private static NumberRange passing(Rule rule, ValuePath path) {
        List<Condition> conditions = rule.conditions();
        NumberRange passing = NumberRange.ALL;
        if (rule instanceof Require) {
            for (Condition condition : conditions) {
                passing = passing.and(satisfying(condition, path));
            }
        } else if (rule instanceof DenyIf
                && conditions.size() == 1
                && conditions.get(0) instanceof Condition.Comparison comparison
                && comparison.path().equals(path)
                && NumberRange.ORDERS.contains(comparison.operator())) {
            passing =
                    NumberRange.of(comparison).flatMap(NumberRange::complement).orElse(NumberRange.ALL);
        }
        return passing;
    }

    /** The numbers at a path that satisfy a condition; all where it is about something else. */
    private static NumberRange satisfying(Condition condition, ValuePath path) {
        return condition instanceof Condition.Comparison comparison
                        && comparison.path().equals(path)
                ? NumberRange.of(comparison).orElse(NumberRange.ALL)
                : NumberRange.ALL;
    }

    private Optional<InputDomain> domain(ValuePath path) {
        return schema != null && path instanceof ArgumentPath argument
                ? InputDomain.at(schema.root(), argument)
                : Optional.empty();
    }

    /** Whether a condition is true for all arguments that the schema admits. */
    private boolean alwaysHolds(Condition condition) {
        if (!(condition instanceof Condition.Comparison comparison)) {
            return false;
        }
        Optional<InputDomain> found = domain(comparison.path());
        if (found.isEmpty() || !found.get().always()) {
            return false;
        }
        InputDomain domain = found.get();
        List<@Nullable Object> values = domain.values();
        if (values != null) {
            return values.stream()
                    .allMatch(value -> value != null && comparison.test().test(value) == Truth.TRUE);
        }
        if (comparison.operator() == Operator.EXISTS) {
            return Boolean.TRUE.equals(comparison.operand());
        }
        return NumberRange.ORDERS.contains(comparison.operator())
                && !domain.admitsOthers()
                && isBounded(domain)
                && NumberRange.of(comparison).filter(domain.numbers()::isWithin).isPresent();
    }

    /** Numbers without an end may be too large to be told. */
    private static boolean isBounded(InputDomain domain) {
        return domain.wholeOnly()
                && domain.numbers().low() != null
                && domain.numbers().high() != null;
    }

    /** Whether what satisfies one condition satisfies another, and where the one cannot be told, nor can the other. */
    private static boolean implies(Condition left, Condition right) {
        if (!(left instanceof Condition.Comparison stronger)
                || !(right instanceof Condition.Comparison weaker)
                || !stronger.path().equals(weaker.path())) {
            return false;
        }
        if (stronger.equals(weaker)) {
            return true;
        }
        if (stronger.decimal() && !weaker.decimal()) {
            // Text that satisfies the one cannot be told by the other.
            return false;
        }
        if (weaker.operator() == Operator.EXISTS) {
            return Boolean.TRUE.equals(weaker.operand()) && stronger.operator() != Operator.EXISTS;
        }
        if (!NumberRange.ORDERS.contains(weaker.operator()) || !isNumeric(stronger)) {
            return false;
        }
        NumberRange range = NumberRange.of(stronger).orElse(NumberRange.ALL);
        return NumberRange.of(weaker).filter(range::isWithin).isPresent();
    }

    private static boolean isNumeric(Condition.Comparison comparison) {
        BigDecimal bound = JsonNumber.exact(comparison.operand());
        return bound != null
                && (NumberRange.ORDERS.contains(comparison.operator()) || comparison.operator() == Operator.EQ);
    }
}
