package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.internal.InputDomain;
import dev.mcppolicy.testkit.internal.NumberRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The goals that no call shows which the input schemas of the tools admit, with the reason. Where it does not know, it
 * excuses nothing: such a goal stays.
 */
final class ExcusedGoals {
    private static final Set<Operator> PATTERNS = Set.of(Operator.REGEX, Operator.NOT_REGEX);
    private static final Set<Operator> EQUALITIES = Set.of(Operator.EQ, Operator.NEQ, Operator.IN, Operator.NOT_IN);

    private static final List<String> NUMBERS = List.of("integer", "number", "null");
    private static final List<String> SCALARS = List.of("string", "boolean", "integer", "number", "null");

    private final Policy policy;
    private final Map<String, InputSchema> schemas;

    private ExcusedGoals(Policy policy, Map<String, InputSchema> schemas) {
        this.policy = policy;
        this.schemas = schemas;
    }

    static Map<CoverageGoal, String> of(Policy policy, List<CoverageGoal> goals, Map<String, InputSchema> schemas) {
        Map<CoverageGoal, String> excused = new LinkedHashMap<>();
        if (schemas.isEmpty()) {
            return excused;
        }
        ExcusedGoals reasons = new ExcusedGoals(policy, schemas);
        Map<RuleId, PlacedRule> rules = new LinkedHashMap<>();
        policy.rules().forEach(placed -> rules.put(placed.rule().id(), placed));
        for (CoverageGoal goal : goals) {
            PlacedRule placed = rules.get(goal.rule());
            String reason = placed == null ? null : reasons.reason(goal, placed);
            if (reason != null) {
                excused.put(goal, reason);
            }
        }
        return excused;
    }

    /** The reason that every tool which the rule concerns gives, or null. */
    private @Nullable String reason(CoverageGoal goal, PlacedRule placed) {
        String reason = null;
        for (String tool : tools(placed.place())) {
            InputSchema schema = schemas.get(tool);
            reason = schema == null ? null : reason(goal, placed.rule(), schema);
            if (reason == null) {
                return null;
            }
        }
        return reason;
    }

    /** The tools that rules of a place concern, or none where they are not all named. */
    private List<String> tools(RulePlace place) {
        if (place instanceof RulePlace.Tool) {
            return List.of(place.name());
        }
        ToolGroup group = place instanceof RulePlace.Group ? policy.groups().get(place.name()) : null;
        return group == null || group.tools().stream().anyMatch(entry -> entry.contains("*"))
                ? List.of()
                : List.copyOf(group.tools());
    }

    private static @Nullable String reason(CoverageGoal goal, Rule rule, InputSchema schema) {
        for (ValueGoals.Sight sight : ValueGoals.of(rule, goal.label()).sights()) {
            if (sight.goal().equals(goal) && sight.path() instanceof ArgumentPath path) {
                return InputDomain.at(schema.root(), path)
                        .map(domain -> reason(goal, rule, path, domain, schema))
                        .orElse(null);
            }
        }
        if (goal.kind() == CoverageGoal.Kind.LEFT_OUT) {
            return rule.comparisons().stream()
                            .filter(each -> each.toString().equals(goal.detail()))
                            .flatMap(each -> domain(schema, each.path()).stream())
                            .anyMatch(InputDomain::always)
                    ? "the input schema requires it"
                    : null;
        }
        boolean isBound = goal.kind() == CoverageGoal.Kind.INSIDE || goal.kind() == CoverageGoal.Kind.OUTSIDE;
        return isBound
                        && rule.comparisons().stream()
                                .filter(each -> each.toString().equals(goal.detail()))
                                .anyMatch(each -> domain(schema, each.path())
                                        .filter(domain -> isBeyond(goal.kind(), each, domain))
                                        .isPresent())
                ? "the input schema admits no such number"
                : null;
    }

    private static Optional<InputDomain> domain(InputSchema schema, Object path) {
        return path instanceof ArgumentPath argument ? InputDomain.at(schema.root(), argument) : Optional.empty();
    }

    /** Whether a schema admits no number on one side of a bound; text that is a number is one. */
    private static boolean isBeyond(CoverageGoal.Kind kind, Condition.Comparison comparison, InputDomain domain) {
        if (comparison.decimal() && domain.admitsOthers()) {
            return false;
        }
        Optional<NumberRange> holds = NumberRange.of(comparison);
        Optional<NumberRange> side = kind == CoverageGoal.Kind.INSIDE ? holds : holds.flatMap(NumberRange::complement);
        return !domain.admitsNumbers()
                || side.filter(range -> range.and(domain.numbers()).isEmpty(domain.wholeOnly()))
                        .isPresent();
    }

    private static @Nullable String reason(
            CoverageGoal goal, Rule rule, ArgumentPath path, InputDomain domain, InputSchema schema) {
        return switch (goal.kind()) {
            case MISSING -> domain.always() ? "the input schema requires it" : null;
            case NULL -> domain.admitsNull() ? null : "the input schema admits no null there";
            case OTHER_KIND ->
                isAlwaysTold(rule, path, domain, schema) ? "the input schema admits nothing else there" : null;
            case NOT_IN_LIST -> isInList(rule, goal, domain) ? "the input schema admits no value outside" : null;
            default -> null;
        };
    }

    private static boolean isInList(Rule rule, CoverageGoal goal, InputDomain domain) {
        List<@Nullable Object> values = domain.values();
        return values != null
                && rule.comparisons().stream()
                        .filter(each -> each.toString().equals(goal.detail()))
                        .anyMatch(each -> values.stream()
                                .allMatch(value -> value == null || each.test().test(value) == Truth.TRUE));
    }

    /** Whether all that a rule does with a value, compare, add up or count by it, can be done with what a schema admits there. */
    private static boolean isAlwaysTold(Rule rule, ArgumentPath path, InputDomain domain, InputSchema schema) {
        List<Condition> compared = ReadPaths.leaves(rule.allConditions()).stream()
                .filter(leaf -> ReadPaths.paths(List.of(leaf)).contains((CallPath) path))
                .toList();
        boolean isAdded = rule instanceof Limit limit
                && limit.amount() instanceof Amount.FromArgument from
                && from.path().equals(path);
        boolean isKey =
                ReadPaths.key(rule) instanceof LimitKey.Paths key && key.paths().contains((CallPath) path);
        return (!compared.isEmpty() || isAdded || isKey)
                && !domain.types().isEmpty()
                && leadsOn(path, schema)
                && (!isAdded || NUMBERS.containsAll(domain.types()))
                && (!isKey || SCALARS.containsAll(domain.types()))
                && compared.stream()
                        .allMatch(leaf ->
                                leaf instanceof Condition.Comparison comparison && isTold(comparison, domain.types()));
    }

    /** Whether each step of a path meets an object or a list as it wants, where it meets anything. */
    private static boolean leadsOn(ArgumentPath path, InputSchema schema) {
        List<ArgumentPath.Step> steps = path.steps();
        for (int i = 1; i < steps.size(); i++) {
            List<String> wanted = List.of(steps.get(i) instanceof ArgumentPath.Member ? "object" : "array", "null");
            boolean isSuch = InputDomain.at(schema.root(), new ArgumentPath(steps.subList(0, i)))
                    .filter(domain -> !domain.types().isEmpty() && wanted.containsAll(domain.types()))
                    .isPresent();
            if (!isSuch) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTold(Condition.Comparison comparison, List<?> types) {
        Operator operator = comparison.operator();
        if (operator == Operator.EXISTS) {
            return true;
        }
        boolean isText = List.of("string", "null").containsAll(types);
        boolean isNumber = NUMBERS.containsAll(types);
        if (NumberRange.ORDERS.contains(operator)) {
            return isNumber;
        }
        if (PATTERNS.contains(operator)) {
            return isText;
        }
        boolean comparesText = operands(comparison).stream().allMatch(String.class::isInstance);
        boolean comparesNumbers = operands(comparison).stream().allMatch(Number.class::isInstance);
        return EQUALITIES.contains(operator)
                && !comparison.decimal()
                && ((isText && comparesText) || (isNumber && comparesNumbers));
    }

    private static List<?> operands(Condition.Comparison comparison) {
        return comparison.operand() instanceof List<?> list ? list : List.of(comparison.operand());
    }
}
