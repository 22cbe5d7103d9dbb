package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.tool.ServerTools;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The 117 tools of a real server, and a policy that speaks of twenty of them as they are. */
class RealToolsTest {
    private static final ServerTools TOOLS = ToolsOfTests.gitHub();
    private static final String POLICY = ToolsOfTests.resource("/tools/github.policy.yaml");

    private static List<String> found(String policy) {
        return ToolsOfTests.found(policy, TOOLS).stream()
                .filter(problem -> problem.severity() != Severity.NOTE)
                .map(problem -> problem.code() + " " + problem.pointer() + " " + problem.message())
                .toList();
    }

    @Test
    void a_policy_that_speaks_of_the_tools_as_they_are_has_neither_errors_nor_warnings() {
        assertThat(found(POLICY)).isEmpty();
    }

    @Test
    void what_its_patterns_match_is_noted() {
        assertThat(ToolsOfTests.found(POLICY, TOOLS))
                .filteredOn(problem -> problem.severity() == Severity.NOTE)
                .extracting(PolicyProblem::pointer, PolicyProblem::message)
                .containsExactly(
                        tuple("/hide/1", "`*_gist` matches 3 tools: `create_gist`, `get_gist`, `update_gist`"));
    }

    @Test
    void a_state_in_the_wrong_letters_is_found() {
        assertThat(found(POLICY.replace("[OPEN]", "[open]")))
                .anyMatch(finding -> finding.startsWith("impossible /tools/list_issues/rules/1"));
    }

    @Test
    void a_policy_of_all_tools_is_checked_at_once() {
        String rules = TOOLS.names().stream()
                .map(name -> "  " + name + ":\n    rules:\n"
                        + "      - { name: a, conditions: [{ path: args.owner, op: eq, value: x, optional: true }] }\n"
                        + "      - { name: b, action: deny, when: [{ path: args.repo, op: regex, value: x }] }\n"
                        + "      - { name: c, rate_limit: { max: 1, window: day, key: args.owner } }\n")
                .collect(Collectors.joining());
        CheckedPolicy policy = PolicyReader.check("default: deny\ntools:\n" + rules, "policy.yaml");

        // Half a second is the promise, kept on an idle machine; the bound is for a busy one.
        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(policy.against(TOOLS).problems()).hasSizeGreaterThan(117));
    }
}
