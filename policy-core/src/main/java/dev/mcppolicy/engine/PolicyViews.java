package dev.mcppolicy.engine;

import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolPolicy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What of a policy is enforced. What is not is seen only by an audited view, which judges the policy whole. */
final class PolicyViews {
    private PolicyViews() {}

    /**
     * The part of a policy that decides about calls: all of it, all but the rules in audit mode, or nothing.
     *
     * @param policy the policy
     * @param mode the engine's mode
     * @return the policy itself where all of it is enforced
     */
    static Policy enforced(Policy policy, Mode mode) {
        if (!enforcesAny(policy, mode)) {
            return new Policy(policy.name(), null, policy.format(), DefaultAction.ALLOW, Set.of(), Map.of(), List.of());
        }
        if (rules(policy).allMatch(policy::enforces)) {
            return policy;
        }
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        policy.tools().forEach((name, tool) -> tools.put(name, new ToolPolicy(enforced(policy, tool.rules()))));
        return new Policy(
                policy.name(),
                policy.description(),
                policy.format(),
                policy.defaultAction(),
                policy.hidden(),
                tools,
                enforced(policy, policy.everyTool()));
    }

    /** Whether anything of a policy decides about calls. */
    private static boolean enforcesAny(Policy policy, Mode mode) {
        return mode == Mode.ENFORCE && policy.mode() == Mode.ENFORCE;
    }

    /** The names of the counters of the limits that are not enforced, each alone and with what declares it. */
    static Set<String> auditedCounters(Policy policy, Mode mode) {
        Set<String> names = new HashSet<>();
        policy.tools().forEach((tool, rules) -> addAudited(names, policy, mode, tool, rules.rules()));
        addAudited(names, policy, mode, CounterPath.EVERY_TOOL, policy.everyTool());
        return Set.copyOf(names);
    }

    private static void addAudited(Set<String> names, Policy policy, Mode mode, String declaredBy, List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Limit limit && (mode == Mode.AUDIT || !policy.enforces(rule))) {
                names.add(limit.counter());
                names.add(declaredBy + "/" + limit.counter());
            }
        }
    }

    private static List<Rule> enforced(Policy policy, List<Rule> rules) {
        return rules.stream().filter(policy::enforces).toList();
    }

    private static Stream<Rule> rules(Policy policy) {
        return Stream.concat(
                policy.tools().values().stream().flatMap(tool -> tool.rules().stream()), policy.everyTool().stream());
    }
}
