package dev.mcppolicy.model;

import dev.mcppolicy.json.CanonicalJson;
import java.util.Collections;
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
    private final Mode mode;
    private final Set<String> hidden;
    private final Map<String, ToolPolicy> tools;
    private final List<Rule> everyTool;
    /** The hidden entries with a star, in their order. */
    private final List<NamePattern> hiddenPatterns;

    private final List<String> warnings;
    private volatile @Nullable String revision;

    /**
     * An enforced policy of its parts, which are copied.
     *
     * @param name what to call the policy, the namespace of its counters; may be empty
     * @param description what the author says of it, or null
     * @param format the format it was written in
     * @param defaultAction what happens to unlisted tools
     * @param hidden names of tools that are neither listed nor callable; a {@code *} in one stands for any run of
     *     characters, and {@code "*"} alone hides all
     * @param tools the listed tools by name
     * @param everyTool the rules for every tool, judged after the tool's own
     * @throws IllegalArgumentException as the full constructor
     */
    public Policy(
            String name,
            @Nullable String description,
            PolicyFormat format,
            DefaultAction defaultAction,
            Set<String> hidden,
            Map<String, ToolPolicy> tools,
            List<Rule> everyTool) {
        this(name, description, format, defaultAction, hidden, tools, everyTool, Mode.ENFORCE);
    }

    /**
     * A policy of its parts, which are copied.
     *
     * @param name what to call the policy, the namespace of its counters; may be empty
     * @param description what the author says of it, or null
     * @param format the format it was written in
     * @param defaultAction what happens to unlisted tools
     * @param hidden names of tools that are neither listed nor callable; a {@code *} in one stands for any run of
     *     characters, and {@code "*"} alone hides all
     * @param tools the listed tools by name
     * @param everyTool the rules for every tool, judged after the tool's own
     * @param mode whether the policy decides about calls
     * @throws IllegalArgumentException if a name is empty, a listed tool has a {@code *} in its name, an entry of the
     *     hidden is of several stars alone, two every-tool limits have one counter, a condition reads a counter that no rule declares, or an enforced rule reads a counter whose
     *     limit is in audit mode and so raises nothing that an enforced rule could read
     */
    public Policy(
            String name,
            @Nullable String description,
            PolicyFormat format,
            DefaultAction defaultAction,
            Set<String> hidden,
            Map<String, ToolPolicy> tools,
            List<Rule> everyTool,
            Mode mode) {
        this(name, description, format, defaultAction, hidden, tools, everyTool, mode, List.of());
    }

    private Policy(
            String name,
            @Nullable String description,
            PolicyFormat format,
            DefaultAction defaultAction,
            Set<String> hidden,
            Map<String, ToolPolicy> tools,
            List<Rule> everyTool,
            Mode mode,
            List<String> warnings) {
        this.name = name;
        this.description = description;
        this.format = format;
        this.defaultAction = defaultAction;
        this.mode = mode;
        this.hidden = Collections.unmodifiableSet(new LinkedHashSet<>(hidden));
        this.tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
        this.everyTool = ToolPolicy.withDistinctCounters(everyTool);
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
        for (String entry : this.hidden) {
            if (NamePattern.isAll(entry) && entry.length() > 1) {
                throw new IllegalArgumentException("`" + entry + "` hides all, which `*` says");
            }
        }
        this.hiddenPatterns = this.hidden.stream()
                .filter(NamePattern::isPattern)
                .map(NamePattern::of)
                .toList();
        this.warnings = List.copyOf(warnings);
        CounterDeclarations.check(this);
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
     * @return the policy's own mode, which holds for all of its rules where it is {@link Mode#AUDIT}
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
        return new Policy(name, description, format, defaultAction, hidden, tools, everyTool, changed, warnings);
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
        Policy copy = new Policy(name, description, format, defaultAction, hidden, tools, everyTool, mode, lines);
        copy.revision = revision;
        return copy;
    }

    /**
     * Whether the policy enforces a rule: neither the policy nor the rule is in audit mode.
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
     * Whether a call of a tool can be allowed at all: it is not hidden, and listed where the default is deny. A policy in
     * audit mode lists every tool, as it denies none.
     *
     * @param tool the exact name
     * @return true if the tool is to be listed
     */
    public boolean lists(String tool) {
        return mode == Mode.AUDIT
                || (!hides(tool) && (defaultAction == DefaultAction.ALLOW || tools.containsKey(tool)));
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
}
