package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.internal.InputDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a change that makes a difference where a value is missing alone, why there is no such call: every tool that the
 * rule concerns takes none without the value, or something else that the call meets first fails without it.
 */
final class MissingEquivalence {
    private final Policy policy;
    private final RulePlace place;
    private final Map<String, InputSchema> schemas;

    MissingEquivalence(Policy policy, RulePlace place, Map<String, InputSchema> schemas) {
        this.policy = policy;
        this.place = place;
        this.schemas = schemas;
    }

    /** Why a change makes no difference, or null. */
    @Nullable
    String of(List<Rule> before, Rule rule, MutatedRule changed, CallPath path) {
        List<String> tools = tools();
        if (path instanceof ArgumentPath argument
                && !tools.isEmpty()
                && tools.stream().allMatch(tool -> isAlwaysThere(tool, argument))) {
            return "the input schema always has `" + path + "`";
        }
        Rule other = changed.rules().get(0);
        boolean asks = rule instanceof RequireApproval;
        if (!asks && failsBesides(rule, other, path)) {
            return "another condition of the rule fails without `" + path + "`";
        }
        if (requires(before, path)
                || (!tools.isEmpty() && tools.stream().allMatch(tool -> requires(besides(tool), path)))) {
            return "a rule before it denies calls without `" + path + "`";
        }
        return null;
    }

    /** The tools that the rule concerns, or none where they are not all named. */
    private List<String> tools() {
        if (place instanceof RulePlace.Tool) {
            return List.of(place.name());
        }
        ToolGroup group = place instanceof RulePlace.Group ? policy.groups().get(place.name()) : null;
        return group == null || group.tools().stream().anyMatch(entry -> entry.contains("*"))
                ? List.of()
                : List.copyOf(group.tools());
    }

    private boolean isAlwaysThere(String tool, ArgumentPath path) {
        InputSchema schema = schemas.get(tool);
        return schema != null
                && InputDomain.at(schema.root(), path)
                        .filter(InputDomain::always)
                        .isPresent();
    }

    /** The rules of a tool, and of groups before this one, that are judged before those of a group. */
    private List<Rule> besides(String tool) {
        List<Rule> rules = new ArrayList<>();
        if (place instanceof RulePlace.Group && policy.tools().containsKey(tool)) {
            rules.addAll(policy.tools().get(tool).rules());
        }
        for (Map.Entry<String, ToolGroup> group : policy.groups().entrySet()) {
            if (!(place instanceof RulePlace.Group) || group.getKey().equals(place.name())) {
                break;
            }
            if (group.getValue().has(tool)) {
                rules.addAll(group.getValue().rules());
            }
        }
        return rules;
    }

    private boolean requires(List<Rule> rules, CallPath path) {
        return rules.stream()
                .anyMatch(rule -> rule instanceof Require
                        && rule.when().isEmpty()
                        && policy.enforces(rule)
                        && failsWithout(rule.conditions(), path));
    }

    /** One element may lack what another has, so that conditions of every element say nothing where any may fire. */
    private static boolean failsBesides(Rule rule, Rule other, CallPath path) {
        boolean sameWhen = rule.when().equals(other.when());
        boolean isTold = !path.hasWildcard() || (rule instanceof Require && sameWhen);
        return isTold
                && ((!path.hasWildcard() && failsWithout(unchanged(rule.when(), other.when()), path))
                        || (sameWhen && failsWithout(unchanged(rule.conditions(), other.conditions()), path)));
    }

    /** The conditions that a change left as they were. */
    private static List<Condition> unchanged(List<Condition> from, List<Condition> to) {
        List<Condition> same = new ArrayList<>();
        for (int i = 0; i < from.size() && from.size() == to.size(); i++) {
            if (from.get(i).equals(to.get(i))) {
                same.add(from.get(i));
            }
        }
        return same;
    }

    /** Whether conditions that must all hold do not where a value is missing. */
    private static boolean failsWithout(List<Condition> conditions, CallPath path) {
        return conditions.stream()
                .flatMap(MissingEquivalence::parts)
                .anyMatch(part -> part instanceof Condition.Comparison comparison
                        ? comparison.path().equals(path)
                                && (comparison.operator() != Operator.EXISTS
                                        || Boolean.TRUE.equals(comparison.operand()))
                        : part instanceof Condition.PathComparison pair
                                && (pair.path().equals(path) || pair.from().equals(path)));
    }

    private static Stream<Condition> parts(Condition condition) {
        return condition instanceof Condition.AllOf all
                ? all.conditions().stream().flatMap(MissingEquivalence::parts)
                : Stream.of(condition);
    }
}
