package dev.mcppolicy.benchmarks;

import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The policy that all contenders decide by, in this library's model, and its relatives. */
final class CommonPolicy {
    static final String TOOL = "create_charge";
    static final String HIDDEN = "delete_charge";
    static final String BRANCH = "^feat/";

    /** Matches what {@link #BRANCH} does, in a form that needs the pattern engine. */
    static final String BRANCH_FOR_MATCHER = "^(?:feat)/";

    /** A daily maximum that no run reaches. */
    static final long UNREACHED = 1L << 39;

    private CommonPolicy() {}

    /** The rules without a limit. */
    static Policy stateless() {
        return policy(Map.of(TOOL, new ToolPolicy(requirements(TOOL, BRANCH))));
    }

    /** The rules without a limit, and a pattern that needs the pattern engine. */
    static Policy statelessWithMatcher() {
        return policy(Map.of(TOOL, new ToolPolicy(requirements(TOOL, BRANCH_FOR_MATCHER))));
    }

    /** The rules with a daily limit. */
    static Policy limited(Scope scope, long max) {
        List<Rule> rules = new ArrayList<>(requirements(TOOL, BRANCH));
        rules.add(limit(scope, max));
        return policy(Map.of(TOOL, new ToolPolicy(rules)));
    }

    /** The rules with three limits: by grant an hour and a day, and a day for all. */
    static Policy limitedThreeTimes(long max) {
        List<Rule> rules = new ArrayList<>(requirements(TOOL, BRANCH));
        rules.add(limit(0, Window.Calendar.HOUR, Scope.GRANT, max));
        rules.add(limit(1, Window.Calendar.DAY, Scope.GRANT, max));
        rules.add(limit(2, Window.Calendar.DAY, Scope.GLOBAL, max));
        return policy(Map.of(TOOL, new ToolPolicy(rules)));
    }

    /** The daily limit and no other rule. */
    static Policy limitAlone(Scope scope, long max) {
        return policy(Map.of(TOOL, new ToolPolicy(List.of(limit(scope, max)))));
    }

    /** A policy of tools with five rules each: the three of the common policy and two more. */
    static Policy ofTools(Collection<String> names) {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        for (String name : names) {
            List<Rule> rules = new ArrayList<>(requirements(name, BRANCH));
            rules.add(require(name, 3, "amount", Operator.GT, -1));
            rules.add(require(name, 4, "currency", Operator.NEQ, "xau"));
            tools.put(name, new ToolPolicy(rules));
        }
        return policy(tools);
    }

    /** As {@link #ofTools}, but each tool with operands of its own in all rules save that of the pattern. */
    static Policy ofDifferingTools(List<String> names) {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            List<Rule> rules = List.of(
                    require(name, 0, "amount", Operator.LTE, 50_000 + i),
                    require(name, 1, "currency", Operator.IN, List.of("usd", "eur", "x" + i)),
                    require(name, 2, "branch", Operator.REGEX, BRANCH),
                    require(name, 3, "amount", Operator.GT, -1 - i),
                    require(name, 4, "currency", Operator.NEQ, "xau" + i));
            tools.put(name, new ToolPolicy(rules));
        }
        return policy(tools);
    }

    private static Policy policy(Map<String, ToolPolicy> tools) {
        return new PolicyParts("benchmark", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
                .hidden(Set.of(HIDDEN))
                .tools(tools)
                .policy();
    }

    private static List<Rule> requirements(String tool, String branchPattern) {
        return List.of(
                require(tool, 0, "amount", Operator.LTE, 50_000),
                require(tool, 1, "currency", Operator.IN, List.of("usd", "eur")),
                require(tool, 2, "branch", Operator.REGEX, branchPattern));
    }

    private static Rule require(String tool, int index, String argument, Operator operator, Object operand) {
        return new Require(
                RuleHead.of(RuleId.pointer("tools", tool, "require", index))
                        .withMessage("Not within the rules for charges"),
                List.of(new Condition.Comparison(ArgumentPath.parse("args." + argument), operator, operand)));
    }

    private static Rule limit(Scope scope, long max) {
        return limit(0, Window.Calendar.DAY, scope, max);
    }

    private static Rule limit(int index, Window window, Scope scope, long max) {
        return Limit.of(
                        RuleHead.of(RuleId.pointer("tools", TOOL, "limits", index)),
                        "charges" + index,
                        window,
                        Bound.atMost(BigDecimal.valueOf(max)))
                .withScope(scope);
    }
}
