package dev.mcppolicy.model;

import dev.mcppolicy.json.CanonicalJson;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy: which tools may be called, under which rules. Immutable and safe for use by any thread.
 *
 * <p>Policies come from a reader or from the Java DSL; {@link #Policy the constructor} is the meeting point of both and
 * checks what neither may break.
 */
public final class Policy {
    private final String name;
    private final @Nullable String description;
    private final PolicyFormat format;
    private final DefaultAction defaultAction;
    private final Set<String> hidden;
    private final Map<String, ToolPolicy> tools;
    private final List<Rule> everyTool;
    private volatile @Nullable String revision;

    /**
     * A policy of its parts, which are copied.
     *
     * @param name what to call the policy, the namespace of its counters; may be empty
     * @param description what the author says of it, or null
     * @param format the format it was written in
     * @param defaultAction what happens to unlisted tools
     * @param hidden names of tools that are neither listed nor callable; {@code "*"} hides all
     * @param tools the listed tools by name
     * @param everyTool the rules for every tool, judged after the tool's own
     * @throws IllegalArgumentException if a name is empty, {@code "*"} is listed as a tool, two every-tool limits have
     *     one counter, or a condition reads a counter that no rule declares
     */
    public Policy(
            String name,
            @Nullable String description,
            PolicyFormat format,
            DefaultAction defaultAction,
            Set<String> hidden,
            Map<String, ToolPolicy> tools,
            List<Rule> everyTool) {
        this.name = name;
        this.description = description;
        this.format = format;
        this.defaultAction = defaultAction;
        this.hidden = Collections.unmodifiableSet(new LinkedHashSet<>(hidden));
        this.tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
        this.everyTool = ToolPolicy.withDistinctCounters(everyTool);
        if (this.hidden.contains("") || this.tools.containsKey("")) {
            throw new IllegalArgumentException("a tool's name must not be empty");
        }
        if (this.tools.containsKey("*")) {
            throw new IllegalArgumentException("`*` is no tool; rules for every tool stand apart");
        }
        checkCounterReads();
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
     * The hidden tools, perhaps {@code "*"} for all, in document order.
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
     * The rules for every tool.
     *
     * @return an unmodifiable list
     */
    public List<Rule> everyTool() {
        return everyTool;
    }

    /**
     * Whether the policy hides a tool.
     *
     * @param tool the exact name
     * @return true if the tool is neither to be listed nor called
     */
    public boolean hides(String tool) {
        return hidden.contains(tool) || hidden.contains("*");
    }

    /**
     * Whether a call of a tool can be allowed at all: it is not hidden, and listed where the default is deny.
     *
     * @param tool the exact name
     * @return true if the tool is to be listed
     */
    public boolean lists(String tool) {
        return !hides(tool) && (defaultAction == DefaultAction.ALLOW || tools.containsKey(tool));
    }

    /**
     * What to call a rule in a denial: its name, else its id in Intercept's format and its description elsewhere.
     *
     * @param rule a rule of this policy
     * @return the label
     */
    public String labelOf(Rule rule) {
        String given = rule.name();
        if (given != null) {
            return given;
        }
        return format == PolicyFormat.INTERCEPT ? rule.id().value() : rule.description();
    }

    /**
     * The limit that declares a counter.
     *
     * @param counter the counter
     * @return the limit, or empty if no rule declares the counter
     */
    public Optional<Rule.Limit> limitOf(CounterPath counter) {
        ToolPolicy tool = counter.tool() == null ? new ToolPolicy(everyTool) : tools.get(counter.tool());
        return tool == null
                ? Optional.empty()
                : tool.rules().stream()
                        .filter(Rule.Limit.class::isInstance)
                        .map(Rule.Limit.class::cast)
                        .filter(limit -> limit.counter().equals(counter.counter()))
                        .findFirst();
    }

    /**
     * What tells this policy from every other: the SHA-256 of its canonical form. Conditions written in Java enter by
     * name.
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

    private void checkCounterReads() {
        Set<CounterPath> read = new LinkedHashSet<>();
        tools.values().forEach(tool -> CounterReads.addAll(tool.rules(), read));
        CounterReads.addAll(everyTool, read);
        if (read.isEmpty()) {
            return;
        }
        Set<CounterPath> declared = new HashSet<>();
        tools.forEach((tool, policy) -> declare(tool, policy.rules(), declared));
        declare(null, everyTool, declared);
        read.removeAll(declared);
        if (!read.isEmpty()) {
            throw new IllegalArgumentException(
                    "`" + read.iterator().next() + "` reads a counter that no rule declares");
        }
    }

    private static void declare(@Nullable String tool, List<Rule> rules, Set<CounterPath> declared) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Limit limit) {
                declared.add(new CounterPath(tool, limit.counter()));
            }
        }
    }
}
