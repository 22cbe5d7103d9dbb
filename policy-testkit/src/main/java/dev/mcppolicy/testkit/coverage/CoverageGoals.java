package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.internal.NumberRange;
import dev.mcppolicy.testkit.internal.PathComparisons;
import dev.mcppolicy.testkit.internal.TimeSpans;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what tests of a policy should show. */
final class CoverageGoals {
    static final RuleId DEFAULT_ALLOW = new RuleId("(default allow)");

    private final Policy policy;
    private final Set<CoverageGoal> goals = new LinkedHashSet<>();

    private CoverageGoals(Policy policy) {
        this.policy = policy;
    }

    /**
     * All goals of a policy in document order. What is in shadow mode has none, as no decision shows it, nor have rules of
     * hidden tools, which are never reached.
     */
    static List<CoverageGoal> of(Policy policy) {
        CoverageGoals goals = new CoverageGoals(policy);
        goals.addDefault();
        goals.addHidden();
        policy.tools().forEach((name, tool) -> {
            if (policy.lists(name)) {
                goals.addTool(name, tool);
            }
        });
        policy.groups().forEach(goals::addGroup);
        if (!policy.hidesAll()) {
            goals.addAll(policy.everyTool());
        }
        return List.copyOf(goals.goals);
    }

    /** The goals of rules but those behind one that denies every call. */
    private void addAll(List<Rule> rules) {
        for (Rule rule : rules) {
            if (policy.enforces(rule)) {
                add(rule);
                if (rule instanceof DenyIf deny && deny.allConditions().isEmpty()) {
                    return;
                }
            }
        }
    }

    private void addTool(String name, ToolPolicy tool) {
        if (policy.defaultAction() == DefaultAction.DENY
                && tool.rules().stream().noneMatch(policy::enforces)) {
            goals.add(listed(name));
        }
        addAll(tool.rules());
    }

    private void addGroup(String name, ToolGroup group) {
        boolean isHidden =
                policy.mode() == Mode.ENFORCE && group.tools().stream().allMatch(policy::hides);
        if (isHidden) {
            return;
        }
        if (group.isListing() && policy.defaultAction() == DefaultAction.DENY && policy.mode() == Mode.ENFORCE) {
            goals.add(listedBy(name));
        }
        addAll(group.rules());
    }

    /** The goal that a tool which only a group lists is called. */
    static CoverageGoal listedBy(String group) {
        RuleId place = RuleId.pointer("groups", group);
        return new CoverageGoal(place, place.value() + "/allow", group, CoverageGoal.Kind.ALLOWED, "a tool it lists");
    }

    /** The goal that a tool without rules is called. */
    static CoverageGoal listed(String tool) {
        return CoverageGoal.of(RuleId.pointer("tools", tool), tool, CoverageGoal.Kind.ALLOWED);
    }

    /** The goal that a hidden tool is denied, for an entry of the policy's list. */
    static CoverageGoal hidden(Policy policy, String entry) {
        int index = new ArrayList<>(policy.hidden()).indexOf(entry);
        return new CoverageGoal(
                RuleId.HIDDEN, "/hide/" + index, RuleId.HIDDEN.value(), CoverageGoal.Kind.DENIED, entry);
    }

    /** The goal that a tool which the policy does not name meets its default. */
    static CoverageGoal unlisted(DefaultAction action) {
        return action == DefaultAction.DENY
                ? new CoverageGoal(
                        RuleId.DEFAULT_DENY,
                        "/default",
                        RuleId.DEFAULT_DENY.value(),
                        CoverageGoal.Kind.DENIED,
                        "an unlisted tool")
                : new CoverageGoal(
                        DEFAULT_ALLOW,
                        "/default",
                        DEFAULT_ALLOW.value(),
                        CoverageGoal.Kind.ALLOWED,
                        "an unlisted tool");
    }

    private void addDefault() {
        boolean decides = policy.mode() == Mode.ENFORCE || policy.defaultAction() == DefaultAction.ALLOW;
        if (decides && !policy.hidesAll()) {
            goals.add(unlisted(policy.defaultAction()));
        }
    }

    private void addHidden() {
        if (policy.mode() == Mode.ENFORCE) {
            policy.hidden().forEach(entry -> goals.add(hidden(policy, entry)));
        }
    }

    private void add(Rule rule) {
        if (!rule.when().isEmpty()) {
            add(rule, CoverageGoal.Kind.NOT_CONCERNED);
        }
        if (rule instanceof Limit limit) {
            addLimit(limit);
            return;
        }
        if (rule instanceof Concurrency concurrency) {
            add(rule, CoverageGoal.Kind.LAST_ALLOWED);
            add(rule, CoverageGoal.Kind.FIRST_DENIED);
            if (concurrency.key() != null) {
                add(rule, CoverageGoal.Kind.OTHER_KEY);
            }
            addOtherCaller(rule, concurrency.scope());
            addSides(rule);
            return;
        }
        boolean always = rule.conditions().isEmpty();
        boolean asserts = rule instanceof Require;
        if (!always || asserts) {
            add(rule, CoverageGoal.Kind.PASSED);
        }
        if (rule instanceof RequireApproval approval) {
            add(rule, CoverageGoal.Kind.ASKED);
            add(rule, CoverageGoal.Kind.APPROVED);
            add(rule, CoverageGoal.Kind.DECLINED);
            add(rule, CoverageGoal.Kind.TIMED_OUT);
            if (approval.remember() != null) {
                add(rule, CoverageGoal.Kind.REMEMBERED);
            }
        } else if (!always || !asserts) {
            add(rule, CoverageGoal.Kind.DENIED);
        }
        addSides(rule);
        optionals(rule).forEach(optional -> add(rule, CoverageGoal.Kind.LEFT_OUT, optional.comparison()));
    }

    private void addSides(Rule rule) {
        for (Condition.Comparison comparison : rule.comparisons()) {
            if (NumberRange.ORDERS.contains(comparison.operator()) && JsonNumber.exact(comparison.operand()) != null) {
                addBothSides(rule, comparison);
            }
        }
        for (Condition.PathComparison pair : PathComparisons.of(rule)) {
            if (NumberRange.ORDERS.contains(pair.operator())) {
                addBothSides(rule, pair);
            }
        }
        for (TimeSpan span : TimeSpans.of(rule)) {
            TimeEdge.of(span).forEach(edge -> addEdge(rule, edge));
        }
        Alternatives.of(rule).forEach(each -> add(rule, CoverageGoal.Kind.ALONE, each));
        ValueGoals.of(rule, policy.labelOf(rule)).sights().forEach(sight -> goals.add(sight.goal()));
    }

    private void addBothSides(Rule rule, Condition comparison) {
        add(rule, CoverageGoal.Kind.INSIDE, comparison);
        add(rule, CoverageGoal.Kind.OUTSIDE, comparison);
    }

    private void addEdge(Rule rule, TimeEdge edge) {
        for (CoverageGoal.Kind kind : edge.kinds()) {
            goals.add(CoverageGoal.of(rule.id(), policy.labelOf(rule), kind, edge.words()));
        }
    }

    /** The comparisons of a rule that a missing argument satisfies. */
    static List<Condition.Optional> optionals(Rule rule) {
        return rule.conditions().stream()
                .flatMap(condition -> condition.leaves().stream())
                .filter(Condition.Optional.class::isInstance)
                .map(Condition.Optional.class::cast)
                .toList();
    }

    private void addLimit(Limit limit) {
        if (limit.bound() == null) {
            add(limit, CoverageGoal.Kind.COUNTED);
        } else {
            add(limit, CoverageGoal.Kind.LAST_ALLOWED);
            add(limit, CoverageGoal.Kind.FIRST_DENIED);
            add(limit, CoverageGoal.Kind.NEXT_WINDOW);
            if (limit.key() != null) {
                add(limit, CoverageGoal.Kind.OTHER_KEY);
            }
            addOtherCaller(limit, limit.scope());
        }
        add(limit, CoverageGoal.Kind.RELEASED);
        addSides(limit);
    }

    /** A scope of which the rules admit one value alone has no other caller. */
    private void addOtherCaller(Rule rule, Scope scope) {
        boolean isOne = policy.rules().stream()
                .map(PlacedRule::rule)
                .filter(other -> other instanceof Require && other.when().isEmpty() && policy.enforces(other))
                .flatMap(other -> other.conditions().stream())
                .anyMatch(condition -> isOne(condition, scope));
        if (!isOne) {
            goals.add(otherCaller(rule, policy.labelOf(rule), scope));
        }
    }

    private static boolean isOne(Condition condition, Scope scope) {
        return condition instanceof Condition.Comparison comparison
                && comparison.path() instanceof CallerPath caller
                && caller.part().name().equals(scope.name())
                && (comparison.operator() == Operator.EQ
                        || (comparison.operator() == Operator.IN
                                && comparison.operand() instanceof List<?> list
                                && list.size() == 1));
    }

    /** The goal that the calls of another caller are counted as the scope of a rule says. */
    static CoverageGoal otherCaller(Rule rule, String label, Scope scope) {
        return CoverageGoal.of(
                rule.id(),
                label,
                CoverageGoal.Kind.OTHER_CALLER,
                scope == Scope.GLOBAL
                        ? "is denied, too, as all count together"
                        : "is allowed meanwhile, as each " + scope.id() + " counts apart");
    }

    private void add(Rule rule, CoverageGoal.Kind kind) {
        goals.add(CoverageGoal.of(rule.id(), policy.labelOf(rule), kind));
    }

    private void add(Rule rule, CoverageGoal.Kind kind, Condition comparison) {
        goals.add(CoverageGoal.of(rule.id(), policy.labelOf(rule), kind, comparison.toString()));
    }
}
