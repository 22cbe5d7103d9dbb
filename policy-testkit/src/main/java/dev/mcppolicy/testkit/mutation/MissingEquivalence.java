package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
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
        if (isAlikeWithout(rule, other, path)) {
            return "another condition of the rule decides without `" + path + "`";
        }
        boolean asks = rule instanceof RequireApproval;
        boolean isDenied = requires(before, path)
                || (!tools.isEmpty()
                        && tools.stream()
                                .allMatch(tool -> asks
                                        ? requires(all(tool), path) || isCounted(all(tool), path)
                                        : requires(besides(tool), path)));
        if (isDenied) {
            return "a rule denies calls without `" + path + "` before it";
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
        ToolPolicy own = policy.tools().get(tool);
        if (place instanceof RulePlace.Group && own != null) {
            rules.addAll(own.rules());
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

    /** All rules that a call of a tool meets before a human is asked. */
    private List<Rule> all(String tool) {
        return policy.rulesFor(tool).stream().map(PlacedRule::rule).toList();
    }

    /** Whether a limit, which is charged before a human is asked, counts what is at a path or by it. */
    private boolean isCounted(List<Rule> rules, CallPath path) {
        return rules.stream()
                .anyMatch(rule -> rule instanceof Limit limit
                        && limit.when().isEmpty()
                        && policy.enforces(limit)
                        && ((limit.amount() instanceof Amount.FromArgument from
                                        && from.path().equals(path))
                                || (limit.key() instanceof LimitKey.Paths key
                                        && key.paths().contains(path))));
    }

    private boolean requires(List<Rule> rules, CallPath path) {
        return rules.stream()
                .anyMatch(rule -> rule instanceof Require require
                        && rule.when().isEmpty()
                        && policy.enforces(rule)
                        && fails(require, path));
    }

    /** One element may lack what another has, so that conditions of every element say nothing where any may fire. */
    private static boolean isAlikeWithout(Rule rule, Rule other, CallPath path) {
        boolean sameWhen = rule.when().equals(other.when());
        if (path.hasWildcard() && !(rule instanceof Require && sameWhen)) {
            return false;
        }
        boolean asks = rule instanceof RequireApproval;
        Object when = path.hasWildcard() ? Truth.TRUE : WithoutValue.left(rule.when(), path, asks);
        Object otherWhen = path.hasWildcard() ? Truth.TRUE : WithoutValue.left(other.when(), path, asks);
        return when.equals(otherWhen)
                && (when == Truth.FALSE
                        || WithoutValue.left(rule.conditions(), path, asks)
                                .equals(WithoutValue.left(other.conditions(), path, asks)));
    }

    /** Whether a requirement is not met, or cannot be told, where a value is missing. */
    private static boolean fails(Require rule, CallPath path) {
        return rule.conditions().stream()
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
