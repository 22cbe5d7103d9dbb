package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.JsonPointers;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Warns of what the rules of a policy, each of them good, come to together. */
final class PolicyLint {
    /** Beyond this many requirements, those of every tool counted for each, the rest is not compared. */
    private static final int MOST_COMPARED = 20_000;

    private final ObjectNode root;
    private final Policy policy;
    private final Problems problems;
    private int compared;

    PolicyLint(ObjectNode root, Policy policy, Problems problems) {
        this.root = root;
        this.policy = policy;
        this.problems = problems;
    }

    void check() {
        checkEffect();
        checkCounters();
        checkKeys();
        checkWhen();
        Map<RuleId, String> reported = new HashMap<>();
        policy.tools().forEach((name, tool) -> {
            List<Rule> all =
                    policy.rulesFor(name).stream().map(PlacedRule::rule).toList();
            checkTogether(all, reported);
            checkDenials(tool.rules(), all);
        });
        for (ToolGroup group : policy.groups().values()) {
            List<Rule> all = Stream.concat(group.rules().stream(), policy.everyTool().stream())
                    .toList();
            checkTogether(all, reported);
            checkDenials(group.rules(), all);
        }
        if (policy.tools().isEmpty() && policy.groups().isEmpty()) {
            checkTogether(policy.everyTool(), reported);
        }
    }

    /** Whether there is a rule that denies, or a default or a hidden tool. */
    private void checkEffect() {
        if (policy.mode() == Mode.SHADOW) {
            return;
        }
        List<Rule> rules = policy.rules().stream().map(PlacedRule::rule).toList();
        Node place = Objects.requireNonNullElse(root.child("default"), root);
        if (!rules.isEmpty() && rules.stream().noneMatch(policy::enforces)) {
            problems.report(
                    Diagnostic.ALL_SHADOW, root, "take `mode: shadow` out of the rules that are to be enforced");
            return;
        }
        policy.groups().forEach(this::checkGroup);
        if (policy.defaultAction() == DefaultAction.ALLOW
                && policy.hidden().isEmpty()
                && rules.stream().noneMatch(rule -> policy.enforces(rule) && canDeny(rule))) {
            problems.report(
                    Diagnostic.DENIES_NOTHING,
                    place,
                    "give the tools rules, or write `default: deny` and list those that may be called");
        }
    }

    /** Whether a group enforces anything, and whether its tools can be called. */
    private void checkGroup(String name, ToolGroup group) {
        String pointer = RuleId.pointer("groups", name).value();
        if (!group.rules().isEmpty() && group.rules().stream().noneMatch(policy::enforces)) {
            problems.report(
                    Diagnostic.SHADOW_GROUP,
                    JsonPointers.innermost(root, pointer),
                    "take `mode: shadow` out of the rules that are to be enforced");
        }
        int index = 0;
        for (String tool : group.tools()) {
            String entry =
                    NamePattern.isPattern(tool) ? null : policy.hiddenBy(tool).orElse(null);
            if (entry != null) {
                problems.report(
                        Diagnostic.CHANGES_NOTHING,
                        JsonPointers.innermost(root, pointer + "/tools/" + index),
                        "take it out of `hide` or of the group",
                        NamePattern.isPattern(entry)
                                ? "`" + Quoted.of(entry) + "` hides the tool"
                                : "the tool is hidden");
            }
            index++;
        }
    }

    private static boolean canDeny(Rule rule) {
        if (rule instanceof Require require) {
            return !require.conditions().isEmpty();
        }
        return !(rule instanceof Limit limit) || limit.bound() != null;
    }

    /** A counter that two tools declare alike, as an author does who means one. */
    private record Declared(
            String counter,
            String window,
            String scope,
            @Nullable Bound bound) {}

    private void checkCounters() {
        Map<Declared, String> toolOf = new HashMap<>();
        policy.tools().forEach((name, tool) -> {
            for (Rule rule : tool.rules()) {
                if (rule instanceof Limit limit && !limit.counter().startsWith("_") && limit.bound() != null) {
                    Declared declared = new Declared(
                            limit.counter(), limit.window().id(), limit.scope().id(), limit.bound());
                    String other = toolOf.putIfAbsent(declared, name);
                    if (other != null) {
                        report(
                                Diagnostic.SEPARATE_COUNTERS,
                                rule,
                                "name them apart; one limit for both tools stands in a group of them",
                                Quoted.of(limit.counter()),
                                Quoted.of(other));
                    }
                }
            }
        });
    }

    /** Looks for limits that whoever writes an argument need not keep. */
    private void checkKeys() {
        Set<Rule> keyed = new LinkedHashSet<>();
        for (String tool : policy.tools().keySet()) {
            List<Rule> concerning =
                    policy.rulesFor(tool).stream().map(PlacedRule::rule).toList();
            keyed.addAll(keyedAlone(concerning));
        }
        for (ToolGroup group : policy.groups().values()) {
            concerning(group).forEach(rules -> keyed.addAll(keyedAlone(rules)));
        }
        if (policy.tools().isEmpty() || policy.defaultAction() == DefaultAction.ALLOW) {
            keyed.addAll(keyedAlone(policy.everyTool()));
        }
        keyed.forEach(this::reportKeyed);
    }

    /** The rules for each tool that a group names, and for those that only its patterns match. */
    private List<List<Rule>> concerning(ToolGroup group) {
        List<List<Rule>> concerning = new ArrayList<>();
        for (String tool : group.tools()) {
            concerning.add(
                    NamePattern.isPattern(tool)
                            ? Stream.concat(group.rules().stream(), policy.everyTool().stream())
                                    .toList()
                            : policy.rulesFor(tool).stream()
                                    .map(PlacedRule::rule)
                                    .toList());
        }
        return concerning;
    }

    /**
     * The limits with a key among some rules, where none without holds all calls, and the concurrency rules with one, where
     * nothing else does.
     */
    private List<Rule> keyedAlone(List<Rule> rules) {
        List<Limit> limits = bounding(rules);
        if (limits.stream().anyMatch(limit -> limit.key() == null && isOfAll(limit))) {
            return List.of();
        }
        List<Rule> alone = new ArrayList<>();
        limits.stream().filter(limit -> isOpenedAtWill(limit.key())).forEach(alone::add);
        List<Concurrency> places = rules.stream()
                .filter(policy::enforces)
                .filter(Concurrency.class::isInstance)
                .map(Concurrency.class::cast)
                .toList();
        if (places.stream().allMatch(rule -> rule.key() != null || !isOfAll(rule))) {
            places.stream().filter(rule -> isOpenedAtWill(rule.key())).forEach(alone::add);
        }
        return alone;
    }

    /** Whether whoever calls chooses what a rule counts by: not where all of that is what the server knows of it. */
    private static boolean isOpenedAtWill(@Nullable LimitKey key) {
        return key != null
                && !(key instanceof LimitKey.Paths some
                        && some.paths().stream()
                                .allMatch(path -> path instanceof CallerPath callers
                                        && !callers.part().isClientsWord()));
    }

    private List<Limit> bounding(List<Rule> rules) {
        return rules.stream()
                .filter(policy::enforces)
                .flatMap(rule -> rule.asLimit().stream())
                .filter(limit -> limit.bound() != null)
                .toList();
    }

    private void reportKeyed(Rule rule) {
        LimitKey key = rule instanceof Concurrency places ? places.key() : ((Limit) rule).key();
        if (key instanceof LimitKey.AllArguments) {
            report(Diagnostic.KEY_OF_ALL, rule, "against who means harm, limit the calls without a `key` too");
        } else {
            report(Diagnostic.KEYED_ALONE, rule, "add a limit without a `key`", Quoted.of(String.valueOf(key)));
        }
    }

    /** Looks for rules of some calls that others slip out of. */
    private void checkWhen() {
        if (policy.rules().stream().map(PlacedRule::rule).allMatch(PolicyLint::isOfAll)) {
            return;
        }
        Set<RuleId> reported = new HashSet<>();
        policy.tools()
                .forEach((name, tool) -> checkWhen(
                        tool.rules(),
                        policy.rulesFor(name).stream().map(PlacedRule::rule).toList(),
                        reported));
        for (ToolGroup group : policy.groups().values()) {
            concerning(group).forEach(all -> checkWhen(group.rules(), all, reported));
        }
        checkWhen(policy.everyTool(), policy.everyTool(), reported);
        policy.tools()
                .forEach((name, tool) -> checkExcluded(
                        tool.rules(),
                        policy.rulesFor(name).stream().map(PlacedRule::rule).toList()));
        policy.groups().values().forEach(group -> checkExcluded(group.rules(), group.rules()));
        checkExcluded(policy.everyTool(), policy.everyTool());
    }

    /** Looks for rules of some calls that a requirement denies. */
    private void checkExcluded(List<Rule> own, List<Rule> all) {
        List<Rule> some = own.stream()
                .filter(rule -> !isOfAll(rule) && policy.enforces(rule))
                .toList();
        long pairs = leaves(some) * leaves(all);
        if (pairs > MOST_COMPARED - compared) {
            return;
        }
        compared += (int) pairs;
        WhenLint lint = new WhenLint(policy, all);
        for (Rule rule : some) {
            Rule other = lint.excluding(rule);
            if (other != null) {
                report(
                        Diagnostic.CHANGES_NOTHING,
                        rule,
                        "correct the `when`, or leave the rule out",
                        "`" + VisibleText.of(other.id().value()) + "` denies each call that this is for");
            }
        }
    }

    private void checkWhen(List<Rule> own, List<Rule> all, Set<RuleId> reported) {
        WhenLint lint = new WhenLint(policy, all);
        for (Rule rule : own) {
            if (isOfAll(rule) || !policy.enforces(rule) || reported.contains(rule.id())) {
                continue;
            }
            ArgumentPath avoided = lint.avoidedWithout(rule);
            ArgumentPath others = lint.othersOf(rule);
            if (avoided != null) {
                report(
                        Diagnostic.AVOIDABLE_WHEN,
                        rule,
                        "require it in a rule of its own",
                        Quoted.of(avoided.toString()));
            }
            if (others != null) {
                report(
                        Diagnostic.OTHER_VALUES,
                        rule,
                        "give the limit a `key` instead, or require one of the values with `in`",
                        Quoted.of(others.toString()));
            }
            if (avoided != null || others != null) {
                reported.add(rule.id());
            }
        }
    }

    private static long leaves(List<Rule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.allConditions().stream())
                .mapToLong(condition -> condition.leaves().size())
                .sum();
    }

    /** Looks for a requirement that contradicts those before it. */
    private void checkTogether(List<Rule> rules, Map<RuleId, String> reported) {
        if (compared > MOST_COMPARED) {
            return;
        }
        Map<CallPath, Demands> demands = new HashMap<>();
        Map<CallPath, Rule> first = new HashMap<>();
        checkTimes(rules, reported);
        for (Rule rule : rules) {
            if (rule instanceof DenyIf deny && deny.conditions().isEmpty() && policy.enforces(rule)) {
                return;
            }
        }
        for (Rule rule : rules) {
            if (++compared > MOST_COMPARED) {
                return;
            }
            if (rule instanceof Require require && policy.enforces(rule) && isOfAll(require) && agrees(require)) {
                for (Condition condition : require.conditions()) {
                    CallPath path = single(condition);
                    if (path == null) {
                        continue;
                    }
                    Rule other = first.putIfAbsent(path, rule);
                    String reason =
                            demands.computeIfAbsent(path, any -> new Demands()).add((Condition.Comparison) condition);
                    if (reason != null && other != null && reported.putIfAbsent(rule.id(), reason) == null) {
                        report(
                                Diagnostic.NEVER_MET,
                                rule,
                                null,
                                VisibleText.of(other.id().value()),
                                reason);
                        return;
                    }
                }
            }
        }
    }

    /** Looks for a requirement of a time that is never that of those before it. */
    private void checkTimes(List<Rule> rules, Map<RuleId, String> reported) {
        TimeDemands demands = new TimeDemands();
        Rule first = null;
        for (Rule rule : rules) {
            if (!(rule instanceof Require) || !policy.enforces(rule)) {
                continue;
            }
            TimeDemands own = new TimeDemands();
            boolean agrees = rule.conditions().stream().map(own::add).allMatch(Objects::isNull);
            for (Condition condition : agrees ? rule.conditions() : List.<Condition>of()) {
                String reason = demands.add(condition);
                if (reason != null && first != null) {
                    if (reported.putIfAbsent(rule.id(), reason) == null) {
                        report(
                                Diagnostic.NEVER_MET,
                                rule,
                                null,
                                VisibleText.of(first.id().value()),
                                reason);
                    }
                    return;
                }
            }
            first = rule.conditions().stream().anyMatch(Condition.AtTime.class::isInstance) ? rule : first;
        }
    }

    /** A comparison that every call of a tool must satisfy, and the rule that says so. */
    private record Demanded(Condition.Comparison comparison, Rule by) {}

    /** Looks for denials that requirements leave nothing to deny, or no call that is not denied. */
    private void checkDenials(List<Rule> own, List<Rule> all) {
        if (own.stream().noneMatch(DenyIf.class::isInstance)) {
            return;
        }
        Map<CallPath, List<Demanded>> demanded = new HashMap<>();
        for (Rule rule : all) {
            if (rule instanceof Require require && policy.enforces(rule) && isOfAll(require) && agrees(require)) {
                for (Condition condition : require.conditions()) {
                    CallPath path = single(condition);
                    if (path != null) {
                        demanded.computeIfAbsent(path, any -> new ArrayList<>())
                                .add(new Demanded((Condition.Comparison) condition, rule));
                    }
                }
            }
        }
        for (Rule rule : own) {
            if (rule instanceof DenyIf deny) {
                checkDenial(deny, demanded);
            }
        }
    }

    private void checkDenial(DenyIf deny, Map<CallPath, List<Demanded>> demanded) {
        boolean isAlone = deny.conditions().size() == 1 && policy.enforces(deny);
        for (Condition condition : deny.conditions()) {
            CallPath path = single(condition);
            for (Demanded each : path == null ? List.<Demanded>of() : demanded.getOrDefault(path, List.of())) {
                if (++compared > MOST_COMPARED) {
                    return;
                }
                Condition.Comparison denied = (Condition.Comparison) condition;
                String other = VisibleText.of(each.by().id().value());
                if (Exclusion.isAlwaysFalse(each.comparison(), denied)) {
                    report(
                            Diagnostic.CHANGES_NOTHING,
                            deny,
                            "leave it out, or correct one of the two",
                            "`" + other + "` denies each call that this would");
                    return;
                }
                if (isAlone && Exclusion.isAlwaysTrue(each.comparison(), denied)) {
                    report(Diagnostic.NEVER_MET, deny, null, other, "each value that is required is denied");
                    return;
                }
            }
        }
    }

    /** Whether a rule is for all calls. */
    private static boolean isOfAll(Rule rule) {
        return rule.when().isEmpty();
    }

    /** Whether the conditions of one requirement can hold together; where not, that has been said. */
    private static boolean agrees(Require require) {
        Map<CallPath, Demands> demands = new HashMap<>();
        for (Condition condition : require.conditions()) {
            CallPath path = single(condition);
            if (path != null
                    && demands.computeIfAbsent(path, any -> new Demands()).add((Condition.Comparison) condition)
                            != null) {
                return false;
            }
        }
        return true;
    }

    /** The path of a comparison of one value of the call, or null for another condition. */
    private static @Nullable CallPath single(Condition condition) {
        return condition instanceof Condition.Comparison comparison
                        && comparison.path() instanceof CallPath path
                        && !path.hasWildcard()
                ? path
                : null;
    }

    private void report(Diagnostic diagnostic, Rule rule, @Nullable String help, Object... parts) {
        problems.report(diagnostic, JsonPointers.innermost(root, rule.id().value()), help, parts);
    }
}
