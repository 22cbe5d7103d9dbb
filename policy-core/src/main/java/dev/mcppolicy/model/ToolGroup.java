package dev.mcppolicy.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tools with rules in common: each rule concerns the calls of all of them, and each limit is one budget for all of them.
 * A group lists none of its tools unless it says so. Immutable and safe for use by any thread.
 */
public final class ToolGroup {
    private final Set<String> tools;
    private final boolean listing;
    private final List<Rule> rules;
    private final List<NamePattern> patterns;

    /**
     * A group.
     *
     * @param tools the names of its tools, and patterns in which {@code *} stands for any run of characters
     * @param listing whether its tools are listed by it, and so allowed under default deny
     * @param rules its rules in document order
     * @throws IllegalArgumentException if there is no tool, one stands twice, is empty or of stars alone, or two limits
     *     have one counter
     */
    public ToolGroup(List<String> tools, boolean listing, List<Rule> rules) {
        if (tools.isEmpty()) {
            throw new IllegalArgumentException("a group needs a tool");
        }
        Set<String> distinct = new LinkedHashSet<>();
        List<NamePattern> found = new ArrayList<>();
        for (String tool : tools) {
            check(tool);
            if (!distinct.add(tool)) {
                throw new IllegalArgumentException("`" + tool + "` is in the group twice");
            }
            if (NamePattern.isPattern(tool)) {
                found.add(NamePattern.of(tool));
            }
        }
        this.tools = Collections.unmodifiableSet(distinct);
        this.listing = listing;
        this.rules = ToolPolicy.withDistinctCounters(rules);
        this.patterns = List.copyOf(found);
    }

    private static void check(String tool) {
        if (tool.isEmpty()) {
            throw new IllegalArgumentException("a tool's name must not be empty");
        }
        if (NamePattern.isAll(tool)) {
            throw new IllegalArgumentException("`" + tool + "` is every tool, whose rules stand apart");
        }
    }

    /**
     * The names and patterns of the group's tools.
     *
     * @return an unmodifiable set in document order
     */
    public Set<String> tools() {
        return tools;
    }

    /**
     * Whether the group lists its tools. With a pattern these are also tools that do not exist yet.
     *
     * @return true if the tools are listed by it, and so allowed under default deny
     */
    public boolean isListing() {
        return listing;
    }

    /**
     * The group's rules.
     *
     * @return an unmodifiable list in document order
     */
    public List<Rule> rules() {
        return rules;
    }

    /**
     * The same group with other rules.
     *
     * @param changed all of its rules
     * @return the changed copy
     * @throws IllegalArgumentException if two limits have one counter
     */
    public ToolGroup withRules(List<Rule> changed) {
        return new ToolGroup(List.copyOf(tools), listing, changed);
    }

    /**
     * Whether a tool is in the group.
     *
     * @param tool the exact name
     * @return true if the group has the name, or a pattern that it matches
     */
    public boolean has(String tool) {
        if (tools.contains(tool)) {
            return true;
        }
        for (NamePattern pattern : patterns) {
            if (pattern.matches(tool)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the group has patterns, so that tools which nobody has named can be in it.
     *
     * @return true if there is one
     */
    public boolean hasPattern() {
        return !patterns.isEmpty();
    }

    /** Whether another group says the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToolGroup that
                && listing == that.listing
                && tools.equals(that.tools)
                && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tools, listing, rules);
    }

    @Override
    public String toString() {
        return "ToolGroup[" + String.join(", ", tools) + (listing ? ", listing" : "") + ", " + rules.size() + " rules]";
    }
}
