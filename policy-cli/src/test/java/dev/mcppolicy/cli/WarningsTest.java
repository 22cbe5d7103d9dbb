package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a command does with a policy, what the policy is warned of goes to standard error and not among the answers. */
class WarningsTest {
    private static final String POLICY = """
            default: deny
            tools:
              pay:
                rules: [{ rate_limit: { max: 1, window: hour, scope: session } }]
            """;
    private static final String TESTS = """
            policy: policy.yaml
            tests:
              - name: a stranger is denied
                steps: [{ call: other, expect: { denied_by: (default deny) } }]
            """;

    @TempDir
    private Path folder;

    static List<List<String>> commands() {
        return List.of(
                List.of("replay", "policy.yaml", "--calls", "calls.jsonl"),
                List.of("explain", "policy.yaml", "--call", "call.json"),
                List.of("diff", "policy.yaml", "policy.yaml"),
                List.of("convert", "--to", "intercept", "policy.yaml"),
                List.of("test", "policy.policytest.yaml"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_shows_them_beside_its_answers(List<String> command) {
        CommandRun run = run(POLICY, command);

        assertThat(run.err()).contains("warning[session-scope]: clients open sessions at will", "--> policy.yaml:4:58");
        assertThat(run.out()).doesNotContain("session-scope");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_policy_without_warnings_is_silent(List<String> command) {
        CommandRun run = run(POLICY.replace("session", "grant"), command);

        assertThat(run.err()).doesNotContain("warning");
    }

    @Test
    void each_policy_of_a_test_run_is_warned_of_once() {
        CommandRun run = files(POLICY)
                .with("second.policytest.yaml", TESTS)
                .run("test", "policy.policytest.yaml", "second.policytest.yaml");

        assertThat(run.err().split("warning\\[", -1)).hasSize(2);
    }

    private CommandRun run(String policy, List<String> command) {
        return files(policy).run(command.toArray(String[]::new));
    }

    private CommandRun.Folder files(String policy) {
        return new CommandRun.Folder(folder)
                .with("policy.yaml", policy)
                .with("calls.jsonl", "{\"tool\":\"other\"}\n")
                .with("call.json", "{\"tool\":\"other\"}")
                .with("policy.policytest.yaml", TESTS);
    }
}
