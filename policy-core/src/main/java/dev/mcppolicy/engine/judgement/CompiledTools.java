package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the calls of each tool. Which groups a tool is in is found once for every name that the policy says. A name
 * that only a pattern matches, which callers may have invented, is kept while there is room, and looked up anew where there
 * is none. Safe for use by any thread.
 */
final class CompiledTools {
    /** How many names that the policy does not say are kept, and how many sets of groups for them. */
    private static final int MOST_KEPT = 1_024;

    /** A longer name is matched anew at each call. */
    private static final int LONGEST_KEPT = 256;

    private final Policy policy;
    private final Map<CounterPath, CompiledLimit> counters;
    private final List<ToolGroup> groups;
    private final List<CompiledRules> groupRules = new ArrayList<>();
    private final CompiledRules everyTool;
    private final boolean hasPattern;

    /** The tools that the policy names, lists and does not hide, so that their calls are looked up once. */
    private final Map<String, CompiledTool> named = new HashMap<>();
    /** For the tools that the policy does not name, where the default is allow. */
    private final @Nullable CompiledTool unnamed;

    private final Map<String, CompiledTool> keptByName = new ConcurrentHashMap<>();
    private final Map<BitSet, CompiledTool> keptByGroups = new ConcurrentHashMap<>();

    /**
     * The rules of a policy.
     *
     * @param compiled makes the rules of one place ready; asked once for each
     * @param counters the limits that declare the counters which conditions read
     */
    CompiledTools(
            Policy policy, Function<RulePlace, CompiledRules> compiled, Map<CounterPath, CompiledLimit> counters) {
        this.policy = policy;
        this.counters = counters;
        this.groups = List.copyOf(policy.groups().values());
        policy.groups().keySet().forEach(group -> groupRules.add(compiled.apply(RulePlace.group(group))));
        this.everyTool = compiled.apply(RulePlace.everyTool());
        this.hasPattern = groups.stream().anyMatch(ToolGroup::hasPattern);
        for (String tool : namesIn(policy)) {
            if (isListed(tool, groupsOf(tool))) {
                List<CompiledRules> own =
                        policy.tools().containsKey(tool) ? List.of(compiled.apply(RulePlace.tool(tool))) : List.of();
                named.put(tool, tool(own, groupsOf(tool)));
            }
        }
        this.unnamed = policy.defaultAction() == DefaultAction.ALLOW ? tool(List.of(), new BitSet()) : null;
    }

    private static Set<String> namesIn(Policy policy) {
        Set<String> names = new LinkedHashSet<>(policy.tools().keySet());
        policy.groups().values().forEach(group -> names.addAll(group.tools()));
        return names;
    }

    /** The rules for calls of a tool, or null if the tool is hidden, or must be listed and is not. */
    @Nullable
    CompiledTool of(String tool) {
        CompiledTool found = named.get(tool);
        if (found != null) {
            return found;
        }
        if (hasPattern) {
            return matched(tool);
        }
        return unnamed == null || policy.hides(tool) ? null : unnamed;
    }

    private @Nullable CompiledTool matched(String tool) {
        CompiledTool kept = keptByName.get(tool);
        if (kept != null) {
            return kept;
        }
        BitSet in = groupsOf(tool);
        if (!isListed(tool, in)) {
            return null;
        }
        if (in.isEmpty()) {
            return unnamed;
        }
        CompiledTool found = keptByGroups.get(in);
        if (found == null) {
            found = tool(List.of(), in);
            keep(keptByGroups, in, found);
        }
        if (tool.length() <= LONGEST_KEPT) {
            keep(keptByName, tool, found);
        }
        return found;
    }

    /** Threads that come together may keep a few more than the most. */
    private static <K> void keep(Map<K, CompiledTool> kept, K key, CompiledTool tool) {
        if (kept.size() < MOST_KEPT) {
            kept.put(key, tool);
        }
    }

    private boolean isListed(String tool, BitSet in) {
        boolean isListed = policy.defaultAction() == DefaultAction.ALLOW
                || policy.tools().containsKey(tool)
                || in.stream().anyMatch(group -> groups.get(group).isListing());
        return isListed && !policy.hides(tool);
    }

    private BitSet groupsOf(String tool) {
        BitSet in = new BitSet(groups.size());
        for (int i = 0; i < groups.size(); i++) {
            in.set(i, groups.get(i).has(tool));
        }
        return in;
    }

    private CompiledTool tool(List<CompiledRules> own, BitSet in) {
        List<CompiledRules> places = new ArrayList<>(own);
        in.stream().mapToObj(groupRules::get).forEach(places::add);
        places.add(everyTool);
        return new CompiledTool(CompiledRules.of(places), counters);
    }
}
