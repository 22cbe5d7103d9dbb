package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.testkit.PolicyTester;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A test with the tools that it calls. Under a policy of which other tools alone have other rules it passes as before, so that
 * it need not be run: of a policy with a test for each tool, each change is put to the tests of its tool.
 *
 * @param test the test, which passes with the policy as it is
 * @param tools the tools whose calls it had judged
 */
record CalledTools(Consumer<PolicyTester> test, Set<String> tools) {
    /** Runs a test with the policy as it is, which throws what the test does. */
    static CalledTools of(Consumer<PolicyTester> test, Policy policy) {
        Set<String> tools = new HashSet<>();
        test.accept(
                PolicyTester.observed(policy, judged -> tools.add(judged.call().tool())));
        return new CalledTools(test, tools);
    }

    /** Whether a changed policy could decide anything in the test otherwise. */
    boolean mayNotice(Policy policy, Policy changed) {
        if (!differInRulesAlone(policy, changed)) {
            return true;
        }
        List<String> others = policy.tools().keySet().stream()
                .filter(tool -> !policy.rulesAt(RulePlace.tool(tool)).equals(changed.rulesAt(RulePlace.tool(tool))))
                .toList();
        // Where nothing seems to differ, it is code of one name that does.
        return others.isEmpty()
                || others.stream()
                        .anyMatch(tool -> tools.contains(tool) || isRead(policy, tool) || isRead(changed, tool));
    }

    private static boolean differInRulesAlone(Policy policy, Policy changed) {
        return policy.tools().keySet().equals(changed.tools().keySet())
                && policy.groups().equals(changed.groups())
                && policy.everyTool().equals(changed.everyTool())
                && policy.hidden().equals(changed.hidden())
                && policy.mode() == changed.mode()
                && policy.defaultAction() == changed.defaultAction();
    }

    /** Whether any rule reads a counter of a tool, be it one of another tool. */
    private static boolean isRead(Policy policy, String tool) {
        return policy.rules().stream()
                .flatMap(placed -> placed.rule().countersRead().stream())
                .anyMatch(counter -> counter.place().equals(RulePlace.tool(tool)));
    }
}
