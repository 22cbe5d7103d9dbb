package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.testkit.calls.InputSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes all mutants of a policy, in the order of its document. */
final class MutantGenerator {
    private final Policy policy;
    private final Map<String, InputSchema> schemas;
    private final Set<CounterPath> read;
    private final List<Mutant> mutants = new ArrayList<>();

    private MutantGenerator(Policy policy, Map<String, InputSchema> schemas) {
        this.policy = policy;
        this.schemas = schemas;
        this.read = policy.rules().stream()
                .flatMap(placed -> placed.rule().countersRead().stream())
                .collect(Collectors.toSet());
    }

    static List<Mutant> of(Policy policy, Map<String, InputSchema> schemas) {
        MutantGenerator all = new MutantGenerator(policy, schemas);
        all.changeDefault();
        all.changeHidden();
        policy.tools().forEach((name, tool) -> all.changeRules(RulePlace.tool(name), tool.rules()));
        policy.groups().forEach(all::changeGroup);
        all.changeRules(RulePlace.everyTool(), policy.everyTool());
        return List.copyOf(all.mutants);
    }

    private void changeDefault() {
        boolean denies = policy.defaultAction() == DefaultAction.DENY;
        Policy other = policy.withDefaultAction(denies ? DefaultAction.ALLOW : DefaultAction.DENY);
        mutants.add(new Mutant(
                "/default",
                "default",
                denies ? "`deny` became `allow`" : "`allow` became `deny`",
                other,
                equivalence(policy.hidesAll())));
    }

    private void changeHidden() {
        List<String> entries = new ArrayList<>(policy.hidden());
        for (int i = 0; i < entries.size(); i++) {
            Set<String> fewer = new LinkedHashSet<>(entries);
            fewer.remove(entries.get(i));
            mutants.add(new Mutant(
                    "/hide/" + i,
                    "hide",
                    "lost `" + entries.get(i) + "`",
                    policy.withHidden(fewer),
                    needless(entries.get(i), fewer)));
        }
    }

    private void changeGroup(String name, ToolGroup group) {
        List<String> tools = List.copyOf(group.tools());
        for (int i = 0; i < tools.size() && tools.size() > 1; i++) {
            List<String> fewer = new ArrayList<>(tools);
            fewer.remove(i);
            mutants.add(new Mutant(
                    RuleId.pointer("groups", name, "tools", i).value(),
                    name,
                    "lost `" + tools.get(i) + "`",
                    withGroup(name, new ToolGroup(fewer, group.isListing(), group.rules())),
                    needlessMember(tools.get(i), fewer, name)));
        }
        boolean isListing = group.isListing();
        mutants.add(new Mutant(
                RuleId.pointer("groups", name, "allow").value(),
                name,
                isListing ? "`allow: true` became `false`" : "`allow: false` became `true`",
                withGroup(name, new ToolGroup(tools, !isListing, group.rules())),
                listedAnyway(name)));
        changeRules(RulePlace.group(name), group.rules());
    }

    private Policy withGroup(String name, ToolGroup changed) {
        Map<String, ToolGroup> groups = new LinkedHashMap<>(policy.groups());
        groups.put(name, changed);
        return policy.withGroups(groups);
    }

    /** Why it makes no difference that a group loses a tool, or null. */
    private @Nullable String needlessMember(String entry, List<String> others, String name) {
        ToolGroup group = Objects.requireNonNull(policy.groups().get(name));
        String reason = equivalence(policy.hidesAll());
        if (reason != null) {
            return reason;
        }
        if (others.stream().anyMatch(other -> NamePattern.of(other).matches(entry))) {
            return "another entry of the group matches what it matches";
        }
        if (policy.hides(entry)) {
            return "the tool is hidden";
        }
        boolean lists = group.isListing() && listedAnyway(name) == null;
        return !lists && group.rules().stream().noneMatch(policy::enforces)
                ? "the group enforces no rule and lists no tool"
                : null;
    }

    /** Why it makes no difference whether a group lists its tools, or null. */
    private @Nullable String listedAnyway(String name) {
        ToolGroup group = Objects.requireNonNull(policy.groups().get(name));
        String reason = equivalence(policy.hidesAll());
        if (reason == null && policy.defaultAction() == DefaultAction.ALLOW) {
            return "the default lists every tool";
        }
        boolean isListed = group.tools().stream().allMatch(entry -> isListedBesides(entry, name));
        return reason == null && isListed ? "its tools are listed elsewhere, or hidden" : reason;
    }

    private boolean isListedBesides(String entry, String group) {
        return policy.hides(entry)
                || policy.tools().containsKey(entry)
                || policy.groups().entrySet().stream()
                        .filter(other -> !other.getKey().equals(group)
                                && other.getValue().isListing())
                        .flatMap(other -> other.getValue().tools().stream())
                        .anyMatch(other -> NamePattern.of(other).matches(entry));
    }

    /** Why it makes no difference that an entry of the hidden tools is lost, or null. */
    private @Nullable String needless(String entry, Set<String> others) {
        boolean isCovered =
                others.stream().anyMatch(other -> NamePattern.of(other).matches(entry));
        String reason = equivalence(others.contains("*"));
        return reason == null && isCovered ? "another entry hides what it hides" : reason;
    }

    /** Why it makes no difference which tools are listed, or null. */
    private @Nullable String equivalence(boolean allHidden) {
        if (policy.mode() == Mode.SHADOW) {
            return "the policy is in shadow mode, so it decides nothing";
        }
        return allHidden ? "all tools are hidden" : null;
    }

    private void changeRules(RulePlace place, List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean isRead =
                    new PlacedRule(place, rule).counter().filter(read::contains).isPresent();
            for (MutatedRule made : RuleMutations.of(rule, policy.labelOf(rule), isRead)) {
                MutatedRule changed = made.inMode(rule.mode());
                List<Rule> altered = new ArrayList<>(rules.subList(0, i));
                altered.addAll(changed.rules());
                altered.addAll(rules.subList(i + 1, rules.size()));
                mutants.add(new Mutant(
                        rule.id().value() + changed.detail(),
                        policy.labelOf(rule),
                        changed.change(),
                        policy.withRules(place, altered),
                        new Equivalence(policy, place, schemas).of(rules.subList(0, i), rule, changed)));
            }
        }
    }
}
