package dev.mcppolicy.engine;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.ToolPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Policies in few words. Rules get the pointers of their PolicyLayer form. */
public final class TestPolicy {
    private String name = "test";
    private PolicyFormat format = PolicyFormat.POLICYLAYER;
    private DefaultAction defaultAction = DefaultAction.ALLOW;
    private final Set<String> hidden = new LinkedHashSet<>();
    private final Map<String, ToolPolicy> tools = new LinkedHashMap<>();
    private final Map<String, ToolGroup> groups = new LinkedHashMap<>();
    private List<Rule> everyTool = List.of();

    public static TestPolicy allowing() {
        return new TestPolicy();
    }

    public static TestPolicy denying() {
        TestPolicy policy = new TestPolicy();
        policy.defaultAction = DefaultAction.DENY;
        return policy;
    }

    /** A policy of one tool, {@code t}. */
    static Policy ofTool(Draft... rules) {
        return allowing().tool("t", rules).build();
    }

    TestPolicy inIntercept() {
        format = PolicyFormat.INTERCEPT;
        return this;
    }

    TestPolicy called(String given) {
        name = given;
        return this;
    }

    TestPolicy hide(String... names) {
        hidden.addAll(List.of(names));
        return this;
    }

    TestPolicy tool(String name, Draft... rules) {
        tools.put(name, new ToolPolicy(placed(List.of("tools", name), rules)));
        return this;
    }

    /** A group that lists none of its tools. */
    TestPolicy group(String name, List<String> members, Draft... rules) {
        return group(name, members, false, rules);
    }

    TestPolicy group(String name, List<String> members, boolean listing, Draft... rules) {
        groups.put(name, new ToolGroup(members, listing, placed(List.of("groups", name), rules)));
        return this;
    }

    TestPolicy everyTool(Draft... rules) {
        everyTool = placed(List.of("all_tools"), rules);
        return this;
    }

    public Policy build() {
        return new PolicyParts(name, format, defaultAction)
                .hidden(hidden)
                .tools(tools)
                .groups(groups)
                .everyTool(everyTool)
                .policy();
    }

    private static List<Rule> placed(List<String> place, Draft... drafts) {
        Map<String, Integer> next = new HashMap<>();
        List<Rule> rules = new ArrayList<>();
        for (Draft draft : drafts) {
            List<Object> pointer = new ArrayList<>(place);
            pointer.add(draft.list());
            pointer.add(next.merge(draft.list(), 1, Integer::sum) - 1);
            rules.add(draft.at(RuleId.pointer(pointer.toArray())));
        }
        return rules;
    }
}
