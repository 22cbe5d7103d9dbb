package dev.mcppolicy.tool;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.tool.ArgumentFacts.Standing;
import dev.mcppolicy.tool.Doubt.Extent;
import dev.mcppolicy.tool.ToolFinding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What becomes of a rule where a caller leaves out what the schema of the tool leaves to callers. */
final class AbsenceCheck {
    private final Function<ArgumentPath, ArgumentFacts> schema;
    private final Supplier<Demanded> demanded;

    /**
     * A look at the rules of one tool.
     *
     * @param schema what the tool's schema says of the values at a path
     * @param demanded what the policy demands of the tool's calls
     */
    AbsenceCheck(Function<ArgumentPath, ArgumentFacts> schema, Supplier<Demanded> demanded) {
        this.schema = schema;
        this.demanded = demanded;
    }

    List<Doubt> doubts(Rule rule) {
        List<Doubt> doubts = new ArrayList<>();
        if (rule instanceof Require) {
            RuleArguments.conjuncts(rule.conditions()).forEach(condition -> addRequired(condition, doubts));
        }
        addCounted(rule, doubts);
        if (!(rule instanceof RequireApproval)) {
            addAvoided(rule instanceof DenyIf ? rule.conditions() : rule.when(), doubts);
        }
        return doubts;
    }

    private void addRequired(Condition condition, List<Doubt> doubts) {
        if (condition instanceof Condition.Optional optional) {
            if (optional.comparison() instanceof Condition.Comparison comparison
                    && comparison.path() instanceof ArgumentPath path) {
                addDefault(comparison, schema.apply(path), doubts);
            }
            return;
        }
        boolean asks = condition instanceof Condition.Comparison comparison && comparison.operator() == Operator.EXISTS;
        if (!asks && (condition instanceof Condition.Comparison || condition instanceof Condition.PathComparison)) {
            RuleArguments.ofLeaf(condition)
                    .filter(path -> isOptional(path) && !demanded.get().hasExpressly(path))
                    .forEach(path -> doubts.add(new Doubt(
                            Kind.OPTIONAL_REQUIRED,
                            shown(path),
                            Extent.ONE_TOOL,
                            "every call without it is denied",
                            "write `optional: true` for such calls to pass, or beside it that the argument `exists`")));
        }
    }

    private static void addDefault(Condition.Comparison comparison, ArgumentFacts facts, List<Doubt> doubts) {
        for (Object value : facts.defaults()) {
            if (comparison.test().test(value) != Truth.TRUE) {
                doubts.add(new Doubt(
                        Kind.UNSAFE_DEFAULT,
                        ComparisonCheck.shown(comparison.toString()),
                        Extent.ONE_TOOL,
                        "left out, the argument is " + text(value)
                                + " by the schema, which the rule does not let through",
                        "leave out `optional`, so that callers say what they want"));
                return;
            }
        }
    }

    private void addCounted(Rule rule, List<Doubt> doubts) {
        if (!rule.when().isEmpty()) {
            return;
        }
        Set<ArgumentPath> counted = new LinkedHashSet<>(RuleArguments.keys(rule));
        Amount.FromArgument amount = RuleArguments.amount(rule);
        if (amount != null) {
            counted.add(amount.path());
        }
        for (ArgumentPath path : counted) {
            if (isOptional(path) && !demanded.get().has(path)) {
                doubts.add(new Doubt(
                        Kind.OPTIONAL_REQUIRED,
                        shown(path),
                        Extent.ONE_TOOL,
                        "every call without it is denied, as there is nothing to count by",
                        "say in a requirement that the argument `exists`, with words for the agent"));
            }
        }
    }

    private void addAvoided(List<Condition> conditions, List<Doubt> doubts) {
        Set<ArgumentPath> left = new LinkedHashSet<>();
        conditions.forEach(condition -> RuleArguments.of(condition)
                .filter(path -> isOptional(path) && !demanded.get().has(path))
                .forEach(left::add));
        boolean isFound = false;
        for (ArgumentPath path : left) {
            isFound |= addAvoided(conditions, Set.of(path), doubts);
        }
        if (!isFound && left.size() > 1) {
            addAvoided(conditions, left, doubts);
        }
    }

    /** Whether leaving out some arguments together avoids a rule, which is a doubt unless the server's defaults do, too. */
    private boolean addAvoided(List<Condition> conditions, Set<ArgumentPath> left, List<Doubt> doubts) {
        Map<ArgumentPath, List<Object>> missing = new HashMap<>();
        Map<ArgumentPath, List<Object>> taken = new HashMap<>();
        for (ArgumentPath path : left) {
            missing.put(path, List.of());
            if (!schema.apply(path).defaults().isEmpty()) {
                taken.put(path, schema.apply(path).defaults());
            }
        }
        if (new AbsentArguments(missing).of(conditions) != Truth.FALSE) {
            return false;
        }
        ArgumentPath path = left.iterator().next();
        if (taken.size() < left.size()) {
            doubts.add(new Doubt(
                    Kind.AVOIDABLE,
                    shown(path),
                    Extent.ONE_TOOL,
                    "leaving it out avoids the rule",
                    "require that the argument `exists`"));
        } else if (new AbsentArguments(taken).of(conditions) != Truth.FALSE) {
            doubts.add(new Doubt(
                    Kind.UNSAFE_DEFAULT,
                    shown(path),
                    Extent.ONE_TOOL,
                    "left out, the argument is "
                            + text(schema.apply(path).defaults().get(0))
                            + " by the schema, which is what the rule is about",
                    "require that the argument `exists`"));
        }
        return true;
    }

    private boolean isOptional(ArgumentPath path) {
        ArgumentFacts facts = schema.apply(path);
        return facts.standing() == Standing.KNOWN && facts.optional();
    }

    private static String shown(ArgumentPath path) {
        return ComparisonCheck.shown(path.toString());
    }

    private static String text(@Nullable Object value) {
        return "`" + ComparisonCheck.shown(CanonicalJson.write(value)) + "`";
    }
}
