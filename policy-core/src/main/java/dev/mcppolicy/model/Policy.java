package dev.mcppolicy.model;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A policy: which tools may be called, under which rules. Immutable and safe for use by any thread.
 *
 * <p>Policies come from a reader or from the Java DSL; {@link PolicyParts} is the meeting point of both, and checks what
 * neither may break.
 */
public final class Policy {
    private final String name;
    private final @Nullable String description;
    private final PolicyFormat format;
    private final DefaultAction defaultAction;
    private final Mode mode;
    private final Set<String> hidden;
    private final Map<String, ToolPolicy> tools;
    private final Map<String, ToolGroup> groups;
    private final List<Rule> everyTool;
    /** The hidden entries with a star, in their order. */
    private final List<NamePattern> hiddenPatterns;

    private final List<String> warnings;
    private volatile @Nullable String revision;

    Policy(PolicyParts parts) {
        this.name = parts.name;
        this.description = parts.description;
        this.format = parts.format;
        this.defaultAction = parts.defaultAction;
        this.mode = parts.mode;
        this.hidden = Collections.unmodifiableSet(new LinkedHashSet<>(parts.hidden));
        this.tools = Collections.unmodifiableMap(new LinkedHashMap<>(parts.tools));
        this.groups = Collections.unmodifiableMap(new LinkedHashMap<>(parts.groups));
        this.everyTool = ToolPolicy.withDistinctCounters(parts.everyTool);
        if (this.hidden.contains("") || this.tools.containsKey("")) {
            throw new IllegalArgumentException("a tool's name must not be empty");
        }
        if (this.tools.containsKey("*")) {
            throw new IllegalArgumentException("`*` is no tool; rules for every tool stand apart");
        }
        for (String tool : this.tools.keySet()) {
            if (NamePattern.isPattern(tool)) {
                throw new IllegalArgumentException("`" + tool + "` is a pattern, and rules are for tools by name");
            }
        }
        this.groups.keySet().forEach(this::checkGroup);
        for (String entry : this.hidden) {
            if (NamePattern.isAll(entry) && entry.length() > 1) {
                throw new IllegalArgumentException("`" + entry + "` hides all, which `*` says");
            }
        }
        this.hiddenPatterns = this.hidden.stream()
                .filter(NamePattern::isPattern)
                .map(NamePattern::of)
                .toList();
        this.warnings = List.copyOf(parts.warnings);
        CounterDeclarations.check(rules());
    }

    private void checkGroup(String group) {
        if (group.isEmpty()) {
            throw new IllegalArgumentException("a group's name must not be empty");
        }
        if (group.equals(RulePlace.EVERY_TOOL_NAME) || group.chars().anyMatch(c -> "*.[]".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("`" + group + "` is no name of a group");
        }
        if (tools.containsKey(group)) {
            throw new IllegalArgumentException("`" + group + "` is a tool, and so no name of a group");
        }
    }

    private PolicyParts parts() {
        PolicyParts parts = new PolicyParts(name, format, defaultAction)
                .description(description)
                .mode(mode)
                .hidden(hidden)
                .tools(tools)
                .groups(groups)
                .everyTool(everyTool);
        parts.warnings = warnings;
        return parts;
    }

    /**
     * What the policy is called.
     *
     * @return the name, perhaps empty
     */
    public String name() {
        return name;
    }

    /**
     * What the author says of the policy.
     *
     * @return the description, or null
     */
    public @Nullable String description() {
        return description;
    }

    /**
     * The format the policy was written in.
     *
     * @return the format
     */
    public PolicyFormat format() {
        return format;
    }

    /**
     * What happens to unlisted tools.
     *
     * @return the default
     */
    public DefaultAction defaultAction() {
        return defaultAction;
    }

    /**
     * Whether the policy decides about calls or only says what it would have decided.
     *
     * @return the policy's own mode, which holds for all of its rules where it is {@link Mode#SHADOW}
     */
    public Mode mode() {
        return mode;
    }

    /**
     * The same policy in a mode.
     *
     * @param changed the mode
     * @return the changed copy, with a revision of its own if the mode is another
     */
    public Policy withMode(Mode changed) {
        return parts().mode(changed).policy();
    }

    /**
     * The same policy with another default.
     *
     * @param changed what happens to unlisted tools
     * @return the changed copy
     */
    public Policy withDefaultAction(DefaultAction changed) {
        PolicyParts parts = parts();
        parts.defaultAction = changed;
        return parts.policy();
    }

    /**
     * The same policy with other tools hidden.
     *
     * @param changed the hidden tools, perhaps {@code "*"} for all
     * @return the changed copy
     * @throws IllegalArgumentException if a name is empty
     */
    public Policy withHidden(Set<String> changed) {
        return parts().hidden(changed).policy();
    }

    /**
     * The same policy with other rules in one place.
     *
     * @param place where they stand; a tool is listed by them if it was not
     * @param changed all rules of that place
     * @return the changed copy
     * @throws IllegalArgumentException as of {@link PolicyParts#policy}
     */
    public Policy withRules(RulePlace place, List<Rule> changed) {
        if (place instanceof RulePlace.Tool tool) {
            Map<String, ToolPolicy> changedTools = new LinkedHashMap<>(tools);
            changedTools.put(tool.name(), new ToolPolicy(changed));
            return parts().tools(changedTools).policy();
        }
        if (place instanceof RulePlace.Group group) {
            ToolGroup old = groups.get(group.name());
            if (old == null) {
                throw new IllegalArgumentException("there is no group `" + group.name() + "`");
            }
            Map<String, ToolGroup> changedGroups = new LinkedHashMap<>(groups);
            changedGroups.put(group.name(), old.withRules(changed));
            return parts().groups(changedGroups).policy();
        }
        return parts().everyTool(changed).policy();
    }

    /**
     * The same policy with other groups.
     *
     * @param changed all groups by name, in document order
     * @return the changed copy
     * @throws IllegalArgumentException as of {@link PolicyParts#policy}
     */
    public Policy withGroups(Map<String, ToolGroup> changed) {
        return parts().groups(changed).policy();
    }

    /**
     * The same policy without the rules that a question rules out. Tools that lose all their rules stay listed, and
     * groups stay.
     *
     * @param kept whether a rule stays
     * @return the changed copy
     * @throws IllegalArgumentException if a rule that stays reads a counter whose limit does not
     */
    public Policy withRulesThat(Predicate<? super Rule> kept) {
        Map<String, ToolPolicy> changedTools = new LinkedHashMap<>();
        tools.forEach((tool, own) -> changedTools.put(
                tool, new ToolPolicy(own.rules().stream().filter(kept).toList())));
        Map<String, ToolGroup> changedGroups = new LinkedHashMap<>();
        groups.forEach((name, group) -> changedGroups.put(
                name, group.withRules(group.rules().stream().filter(kept).toList())));
        return parts().tools(changedTools)
                .groups(changedGroups)
                .everyTool(everyTool.stream().filter(kept).toList())
                .policy();
    }

    /**
     * What the policy's reader warned of: what loads but can hardly be meant. No part of what the policy says, so equal
     * policies can have different warnings.
     *
     * @return a line each, without line break and fit to be shown; empty for policies built in Java
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The same policy with what its reader warned of.
     *
     * @param lines a line each, without line break and fit to be shown
     * @return the copy, equal to this policy and of the same revision
     */
    public Policy withWarnings(List<String> lines) {
        PolicyParts parts = parts();
        parts.warnings = List.copyOf(lines);
        Policy copy = parts.policy();
        copy.revision = revision;
        return copy;
    }

    /**
     * Whether the policy enforces a rule: neither the policy nor the rule is in shadow mode.
     *
     * @param rule a rule of this policy
     * @return false if the rule only says what it would have decided
     */
    public boolean enforces(Rule rule) {
        return mode == Mode.ENFORCE && rule.mode() == Mode.ENFORCE;
    }

    /**
     * The names and patterns of hidden tools, perhaps {@code "*"} for all, in document order.
     *
     * @return an unmodifiable set
     */
    public Set<String> hidden() {
        return hidden;
    }

    /**
     * The listed tools in document order.
     *
     * @return an unmodifiable map by tool name
     */
    public Map<String, ToolPolicy> tools() {
        return tools;
    }

    /**
     * The groups of tools, in document order.
     *
     * @return an unmodifiable map by the group's name
     */
    public Map<String, ToolGroup> groups() {
        return groups;
    }

    /**
     * The rules for every tool.
     *
     * @return an unmodifiable list
     */
    public List<Rule> everyTool() {
        return everyTool;
    }

    /**
     * All rules with where they stand: the tools' in document order, then the groups', then those for every tool.
     *
     * @return a new list
     */
    public List<PlacedRule> rules() {
        List<PlacedRule> all = new ArrayList<>();
        tools.forEach((tool, own) -> place(RulePlace.tool(tool), own.rules(), all));
        groups.forEach((group, its) -> place(RulePlace.group(group), its.rules(), all));
        place(RulePlace.everyTool(), everyTool, all);
        return all;
    }

    /**
     * The rules that apply to the calls of a tool, whether it is listed or hidden, in the order of judging.
     *
     * @param tool the exact name
     * @return a new list: the tool's own rules, then those of its groups, then those for every tool
     */
    public List<PlacedRule> rulesFor(String tool) {
        List<PlacedRule> applying = new ArrayList<>();
        if (tools.containsKey(tool)) {
            place(RulePlace.tool(tool), rulesUnder(tool), applying);
        }
        groups.forEach((group, its) -> {
            if (its.has(tool)) {
                place(RulePlace.group(group), its.rules(), applying);
            }
        });
        place(RulePlace.everyTool(), everyTool, applying);
        return applying;
    }

    private static void place(RulePlace place, List<Rule> rules, List<PlacedRule> placed) {
        rules.forEach(rule -> placed.add(new PlacedRule(place, rule)));
    }

    /**
     * The rules that stand in one place.
     *
     * @param place the place
     * @return an unmodifiable list; empty where the policy has no such place
     */
    public List<Rule> rulesAt(RulePlace place) {
        if (place instanceof RulePlace.Tool tool) {
            return rulesUnder(tool.name());
        }
        if (place instanceof RulePlace.Group group) {
            ToolGroup its = groups.get(group.name());
            return its == null ? List.of() : its.rules();
        }
        return everyTool;
    }

    /**
     * Whether the policy hides a tool.
     *
     * @param tool the exact name
     * @return true if the tool is neither to be listed nor called
     */
    public boolean hides(String tool) {
        return hiddenBy(tool).isPresent();
    }

    /**
     * Which entry of the {@link #hidden() hidden} hides a tool.
     *
     * @param tool the exact name
     * @return the name itself if it is there, else the first pattern that it matches, or empty if nothing hides the tool
     */
    public Optional<String> hiddenBy(String tool) {
        if (hidden.contains(tool)) {
            return Optional.of(tool);
        }
        for (NamePattern pattern : hiddenPatterns) {
            if (pattern.matches(tool)) {
                return Optional.of(pattern.toString());
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the policy hides every tool there may be.
     *
     * @return true if {@code "*"} is among the hidden
     */
    public boolean hidesAll() {
        return hidden.contains("*");
    }

    /**
     * Whether the policy speaks of a tool: it stands among the {@link #tools() tools}, or is in a group by its name or by
     * a pattern.
     *
     * @param tool the exact name
     * @return false if only the rules for every tool, the default and what is hidden can concern it
     */
    public boolean names(String tool) {
        return tools.containsKey(tool) || groups.values().stream().anyMatch(group -> group.has(tool));
    }

    /**
     * Whether a call of a tool can be allowed at all: it is not hidden, and listed where the default is deny, by itself or
     * by a group that lists its tools. A policy in shadow mode lists every tool, as it denies none.
     *
     * @param tool the exact name
     * @return true if the tool is to be listed
     */
    public boolean lists(String tool) {
        return mode == Mode.SHADOW
                || (!hides(tool)
                        && (defaultAction == DefaultAction.ALLOW || tools.containsKey(tool) || isListedByGroup(tool)));
    }

    private boolean isListedByGroup(String tool) {
        for (ToolGroup group : groups.values()) {
            if (group.isListing() && group.has(tool)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What to call a rule in a denial: its name, else its description; in Intercept's format its id instead, but for a
     * limit whose counter has no name of its author's either, and a concurrency rule, which has no counter.
     *
     * @param rule a rule of this policy
     * @return the label
     */
    public String labelOf(Rule rule) {
        String given = rule.name();
        if (given != null) {
            return given;
        }
        boolean isDescribed = rule instanceof Concurrency
                || rule.asLimit().map(limit -> !LimitDescription.isNamed(limit)).orElse(false);
        return format == PolicyFormat.INTERCEPT && !isDescribed ? rule.id().value() : rule.description();
    }

    /**
     * The limit that declares a counter.
     *
     * @param counter the counter
     * @return the limit, or empty if no rule declares the counter
     */
    public Optional<Limit> limitOf(CounterPath counter) {
        return rulesAt(counter.place()).stream()
                .flatMap(rule -> rule.asLimit().stream())
                .filter(limit -> limit.counter().equals(counter.counter()))
                .findFirst();
    }

    /**
     * Whether another policy is certain to judge every call as this one does: they are equal, and what stands for code in
     * either is the same code, as {@link Condition#judgesAs} says. To be asked wherever one policy is taken for another.
     *
     * @param other another policy
     * @return false also where they might judge alike and nobody can know
     */
    @SuppressWarnings("ReferenceEquality") // the short way, as mostly one policy is put to itself
    public boolean judgesAs(Policy other) {
        return this == other
                || (equals(other)
                        && tools.keySet().equals(other.tools.keySet())
                        && tools.keySet().stream()
                                .allMatch(tool -> judgeAlike(rulesUnder(tool), other.rulesUnder(tool)))
                        && groups.keySet().equals(other.groups.keySet())
                        && groups.keySet().stream()
                                .map(RulePlace::group)
                                .allMatch(group -> judgeAlike(rulesAt(group), other.rulesAt(group)))
                        && judgeAlike(everyTool, other.everyTool));
    }

    private List<Rule> rulesUnder(String tool) {
        ToolPolicy own = tools.get(tool);
        return own == null ? List.of() : own.rules();
    }

    private static boolean judgeAlike(List<Rule> rules, List<Rule> others) {
        return rules.size() == others.size()
                && IntStream.range(0, rules.size()).allMatch(i -> rules.get(i).judgesAs(others.get(i)));
    }

    /**
     * What tells this policy from every other: the SHA-256 of its canonical form. Conditions written in Java enter by
     * name, so that policies of one revision need not judge alike: see {@link #judgesAs}.
     *
     * @return 64 lowercase hexadecimal digits
     */
    public String revision() {
        String known = revision;
        if (known == null) {
            known = CanonicalJson.sha256(CanonicalPolicy.of(this));
            revision = known;
        }
        return known;
    }

    /** Whether another policy has the same revision. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Policy that && revision().equals(that.revision());
    }

    @Override
    public int hashCode() {
        return revision().hashCode();
    }

    @Override
    public String toString() {
        return "Policy[" + (name.isEmpty() ? format.id() : name) + ", " + tools.size() + " tools, revision "
                + revision().substring(0, 12) + "]";
    }
}
