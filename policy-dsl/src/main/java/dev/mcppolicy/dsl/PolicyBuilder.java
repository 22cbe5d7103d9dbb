package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.text.SetOnce;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A policy while it is written in Java.
 *
 * <pre>{@code
 * Policy policy = PolicyBuilder.policy("stripe")
 *         .denyByDefault()
 *         .hide("delete_customer")
 *         .tool("create_charge", tool -> tool
 *                 .require(arg("amount").atMost(50_000)).orDeny("Single charge cannot exceed $500.00")
 *                 .denyIf(arg("metadata.env").is("prod"))
 *                 .limit(sumOf("amount").atMost(1_000_000).perDay()))
 *         .tool("list_customers")
 *         .group("writes", List.of("create_charge", "update_*"), group -> group
 *                 .limit(calls().atMost(10).perMinute()))
 *         .everyTool(tool -> tool.limit(calls().atMost(60).perMinute()))
 *         .build();
 * }</pre>
 *
 * <p>What can be a mistake is refused at the call that makes it, by {@code IllegalArgumentException}; what is set once
 * cannot be set again.
 *
 * <h2>Rule ids</h2>
 *
 * <p>Rules have the JSON Pointers that they would have in PolicyLayer's form: {@code /tools/x/require/0},
 * {@code /tools/x/deny_if/0}, {@code /tools/x/limits/0}, {@code /groups/g/limits/0}, {@code /all_tools/limits/0}, each kind numbered apart in the
 * order of writing. An approval of every call with the usual time-out, if it is the tool's first, is
 * {@code /tools/x/action}, and any other {@code /tools/x/approvals/0}. A concurrency rule is {@code /tools/x/concurrent}. Where PolicyLayer has no form the pointers are made alike:
 * {@code /all_tools/require/0}, {@code /all_tools/deny_if/0}, {@code /all_tools/approvals/0}, and
 * {@code /tools/x/concurrent/1} for a second one.
 *
 * <p>Used by one thread at a time. The format of a built policy is {@link PolicyFormat#POLICYLAYER}.
 */
public final class PolicyBuilder {
    private final String name;
    private final DefaultAction defaultAction;
    private final Set<String> hidden = new LinkedHashSet<>();
    private final Map<String, ToolPolicy> tools = new LinkedHashMap<>();
    private @Nullable String description;
    private final Map<String, ToolGroup> groups = new LinkedHashMap<>();
    private @Nullable List<Rule> everyTool;
    private Mode mode = Mode.ENFORCE;

    private PolicyBuilder(String name, DefaultAction defaultAction) {
        this.name = name;
        this.defaultAction = defaultAction;
    }

    /**
     * Begins a policy.
     *
     * @param name what to call the policy, the namespace of its counters
     * @return the choice of what happens to unlisted tools
     * @throws IllegalArgumentException if the name is blank
     */
    @CheckReturnValue
    public static Begun policy(String name) {
        OptionCheck.check("policy's name", null, name);
        return new Begun(name);
    }

    /** A policy that does not yet say what happens to the tools that it does not list. */
    @CheckReturnValue
    public static final class Begun {
        private final String name;

        private Begun(String name) {
            this.name = name;
        }

        /**
         * Denies every tool that the policy does not list.
         *
         * @return the builder
         */
        public PolicyBuilder denyByDefault() {
            return new PolicyBuilder(name, DefaultAction.DENY);
        }

        /**
         * Allows the tools that the policy does not list, subject to the every-tool rules.
         *
         * @return the builder
         */
        public PolicyBuilder allowByDefault() {
            return new PolicyBuilder(name, DefaultAction.ALLOW);
        }
    }

    /**
     * Says what the policy is for.
     *
     * @param text the description
     * @return this builder
     * @throws IllegalArgumentException if the text is blank
     * @throws IllegalStateException if it was already set
     */
    @CanIgnoreReturnValue
    public PolicyBuilder describedAs(String text) {
        OptionCheck.check("description", description, text);
        description = text;
        return this;
    }

    /**
     * Puts the whole policy in shadow mode: it says what it would have decided and blocks nothing.
     *
     * @return this builder
     * @throws IllegalStateException if it was already put in shadow mode
     */
    @CanIgnoreReturnValue
    public PolicyBuilder shadow() {
        mode = OptionCheck.shadow(mode);
        return this;
    }

    /**
     * Hides tools: they are not listed, and denied when called.
     *
     * @param names the tools' exact names, or patterns in which {@code *} stands for any run of characters;
     *     {@code "*"} for every tool
     * @return this builder
     * @throws IllegalArgumentException if a name is empty, already hidden or of several stars alone
     */
    @CanIgnoreReturnValue
    public PolicyBuilder hide(String... names) {
        for (String tool : names) {
            checkName(tool);
            if (tool.length() > 1 && NamePattern.isAll(tool)) {
                throw new IllegalArgumentException("`" + tool + "` hides all, which `*` says");
            }
            if (!hidden.add(tool)) {
                throw new IllegalArgumentException("`" + tool + "` is already hidden");
            }
        }
        return this;
    }

    /**
     * Lists a tool without rules of its own.
     *
     * @param tool the tool's exact name
     * @return this builder
     * @throws IllegalArgumentException if the name is empty, has a {@code *} or is already listed
     */
    @CanIgnoreReturnValue
    public PolicyBuilder tool(String tool) {
        return tool(tool, rules -> {});
    }

    /**
     * Lists a tool.
     *
     * @param tool the tool's exact name
     * @param rules adds the tool's rules; called once, at once
     * @return this builder
     * @throws IllegalArgumentException if the name is empty, has a {@code *} or is already listed
     */
    @CanIgnoreReturnValue
    public PolicyBuilder tool(String tool, Consumer<? super ToolRules> rules) {
        checkName(tool);
        if (tool.equals("*")) {
            throw new IllegalArgumentException("`*` is no tool (use `everyTool` for rules that apply to every tool)");
        }
        if (NamePattern.isPattern(tool)) {
            throw new IllegalArgumentException(
                    "`" + tool
                            + "` is a pattern, which is no tool's name (use `group` for rules, `hide` to hide what it matches)");
        }
        checkUnlisted(tool);
        RuleList list = RuleList.ofTool(tool);
        rules.accept(list);
        checkUnlisted(tool);
        tools.put(tool, new ToolPolicy(list.close()));
        return this;
    }

    /**
     * Adds a group: its rules apply to each of its tools, after the tool's own, and each of its limits is one budget for
     * them all. It lists none of them.
     *
     * @param name what to call the group; no tool's name, and without star, dot or bracket
     * @param tools the names of its tools, and patterns in which {@code *} stands for any run of characters
     * @param rules adds the group's rules; called once, at once
     * @return this builder
     * @throws IllegalArgumentException if the name is none of a group or already used, there is no tool, or one is empty,
     *     of stars alone or there twice
     */
    @CanIgnoreReturnValue
    public PolicyBuilder group(String name, List<String> tools, Consumer<? super ToolRules> rules) {
        return group(name, tools, false, rules);
    }

    /**
     * Adds a group as {@link #group} does, that also lists its tools, so that default deny allows them. A pattern lists
     * tools that do not exist yet, too.
     *
     * @param name as in {@link #group}
     * @param tools as in {@link #group}
     * @param rules adds the group's rules; called once, at once
     * @return this builder
     * @throws IllegalArgumentException as in {@link #group}
     */
    @CanIgnoreReturnValue
    public PolicyBuilder listedGroup(String name, List<String> tools, Consumer<? super ToolRules> rules) {
        return group(name, tools, true, rules);
    }

    @CanIgnoreReturnValue
    private PolicyBuilder group(String name, List<String> tools, boolean listing, Consumer<? super ToolRules> rules) {
        ToolGroup members = new ToolGroup(tools, listing, List.of());
        checkUngrouped(name);
        RuleList list = RuleList.ofGroup(name);
        rules.accept(list);
        checkUngrouped(name);
        groups.put(name, members.withRules(list.close()));
        return this;
    }

    /**
     * Adds rules that apply to every tool, after the tool's own and its groups'.
     *
     * @param rules adds the rules; called once, at once
     * @return this builder
     * @throws IllegalStateException if the every-tool rules were already set
     */
    @CanIgnoreReturnValue
    public PolicyBuilder everyTool(Consumer<? super ToolRules> rules) {
        SetOnce.checkUnset("list of rules for every tool", everyTool != null);
        RuleList list = RuleList.ofEveryTool();
        rules.accept(list);
        everyTool = list.close();
        return this;
    }

    /**
     * Makes the policy. The builder can be used further.
     *
     * @return the policy
     * @throws IllegalArgumentException if a condition reads a counter that no limit declares, or an enforced rule one
     *     whose limit is in shadow mode, or a group bears the name of a tool or one that no group can bear
     */
    @CheckReturnValue
    public Policy build() {
        return new PolicyParts(name, PolicyFormat.POLICYLAYER, defaultAction)
                .description(description)
                .mode(mode)
                .hidden(hidden)
                .tools(tools)
                .groups(groups)
                .everyTool(everyTool == null ? List.of() : everyTool)
                .policy();
    }

    private void checkUnlisted(String tool) {
        if (tools.containsKey(tool)) {
            throw new IllegalArgumentException("`" + tool + "` is already listed");
        }
    }

    private void checkUngrouped(String group) {
        if (groups.containsKey(group)) {
            throw new IllegalArgumentException("there is a group `" + group + "` already");
        }
    }

    private static void checkName(String tool) {
        if (tool.isEmpty()) {
            throw new IllegalArgumentException("a tool's name must not be empty");
        }
    }
}
