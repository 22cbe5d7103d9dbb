package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.RulePlace;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two policies without the tools that a run of calls does not call, which decide these calls as the whole ones do: an engine
 * for each run is built in a time that does not grow with the policies.
 */
final class PolicyExcerpts {
    private static final int KEPT = 100;

    private final Policy before;
    private final Policy after;
    private final Map<Set<String>, Excerpt> known = new HashMap<>();

    PolicyExcerpts(Policy before, Policy after) {
        this.before = before;
        this.after = after;
    }

    private record Excerpt(Policy before, Policy after) {}

    /** The policies of some tools, by engines that have judged nothing. */
    PolicyPair pair(Set<String> tools, Instant start, boolean runsOn) {
        if (known.size() >= KEPT) {
            known.clear();
        }
        Excerpt excerpt = known.computeIfAbsent(
                Set.copyOf(tools), named -> new Excerpt(excerpt(before, named), excerpt(after, named)));
        return new PolicyPair(excerpt.before(), excerpt.after(), start, runsOn);
    }

    private static Policy excerpt(Policy policy, Set<String> named) {
        Set<String> read = policy.rules().stream()
                .flatMap(placed -> placed.rule().countersRead().stream())
                .map(counter -> counter.place())
                .filter(RulePlace.Tool.class::isInstance)
                .map(RulePlace::name)
                .collect(Collectors.toSet());
        Map<String, ToolPolicy> tools = new LinkedHashMap<>(policy.tools());
        tools.keySet().removeIf(tool -> !named.contains(tool) && !read.contains(tool));
        return new PolicyParts(policy.name(), policy.format(), policy.defaultAction())
                .mode(policy.mode())
                .hidden(policy.hidden())
                .tools(tools)
                .groups(policy.groups())
                .everyTool(policy.everyTool())
                .policy();
    }
}
