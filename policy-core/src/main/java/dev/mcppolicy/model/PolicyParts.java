package dev.mcppolicy.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a policy while it is put together by a reader or a program; {@link #policy} checks them against each
 * other. What is not said is empty, and the policy is enforced.
 *
 * <p>Used by one thread at a time.
 */
public final class PolicyParts {
    final String name;
    final PolicyFormat format;
    DefaultAction defaultAction;

    @Nullable
    String description;

    Mode mode = Mode.ENFORCE;
    Set<String> hidden = Set.of();
    Map<String, ToolPolicy> tools = Map.of();
    Map<String, ToolGroup> groups = Map.of();
    List<Rule> everyTool = List.of();
    List<String> warnings = List.of();

    /**
     * The parts of a policy without tools.
     *
     * @param name what to call the policy, the namespace of its counters; may be empty
     * @param format the format it was written in
     * @param defaultAction what happens to unlisted tools
     */
    public PolicyParts(String name, PolicyFormat format, DefaultAction defaultAction) {
        this.name = name;
        this.format = format;
        this.defaultAction = defaultAction;
    }

    /**
     * Sets what the author says of the policy.
     *
     * @param text the description, or null
     * @return this
     */
    public PolicyParts description(@Nullable String text) {
        description = text;
        return this;
    }

    /**
     * Sets whether the policy decides about calls.
     *
     * @param chosen the mode
     * @return this
     */
    public PolicyParts mode(Mode chosen) {
        mode = chosen;
        return this;
    }

    /**
     * Sets the tools that are neither listed nor callable.
     *
     * @param names their names in document order; {@code "*"} hides all
     * @return this
     */
    public PolicyParts hidden(Set<String> names) {
        hidden = names;
        return this;
    }

    /**
     * Sets the listed tools.
     *
     * @param byName their rules by name, in document order
     * @return this
     */
    public PolicyParts tools(Map<String, ToolPolicy> byName) {
        tools = byName;
        return this;
    }

    /**
     * Sets the groups of tools, whose rules are judged after a tool's own.
     *
     * @param byName the groups by name, in document order
     * @return this
     */
    public PolicyParts groups(Map<String, ToolGroup> byName) {
        groups = byName;
        return this;
    }

    /**
     * Sets the rules for every tool, judged after the tool's own and its groups'.
     *
     * @param rules the rules in document order
     * @return this
     */
    public PolicyParts everyTool(List<Rule> rules) {
        everyTool = rules;
        return this;
    }

    /**
     * The policy of these parts, which are copied.
     *
     * @return the policy
     * @throws IllegalArgumentException if a name is empty, {@code "*"} is listed as a tool, a group bears a tool's name,
     *     {@code _global} or one with a star, dot or bracket, two every-tool limits have one counter or two
     *     concurrency rules of one place the same places, a condition reads a
     *     counter that no rule declares, or one with a key that is not its own rule's, or an enforced rule reads a counter
     *     whose limit is in shadow mode and so raises nothing that an enforced rule could read
     */
    public Policy policy() {
        return new Policy(this);
    }
}
