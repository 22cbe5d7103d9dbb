package dev.mcppolicy.examples.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo and the server as programs. */
@Tag("real")
class DemoTest {
    private static final Path POLICIES = Path.of("src", "main", "resources", "policies");

    @TempDir
    private Path directory;

    private Programs.Run run(Class<?> main, String... args) throws IOException, InterruptedException {
        return Programs.run(directory, Programs.java(main, args));
    }

    @Test
    void the_demo_shows_what_the_policy_says_plainly_in_a_pipe() throws Exception {
        Programs.Run demo = run(Demo.class);

        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out())
                .contains("5 tools: 3 guarded, 1 hidden, 1 unlisted; default deny")
                .contains("calls 1 to 30         allowed")
                .containsSubsequence("calls 31 to 33        denied", "At most 30 connections a minute. Retry after ")
                .containsSubsequence("GetCodeConnection     denied", "is not permitted by policy")
                .containsSubsequence("PurgeCodeConnections  denied", "is hidden by policy")
                .containsSubsequence("a person is asked", "and says              yes", "DeleteCodeConnection  allowed")
                .containsSubsequence(
                        "and says              no", "DeleteCodeConnection  denied", "No human approved it.")
                .containsSubsequence(
                        "The server is started again",
                        "CreateCodeConnection  denied",
                        "At most 30 connections a minute.")
                .contains("73 lines, each with the hash of the one before: nothing was changed")
                .endsWith("33 connections asked for, 30 made. All as the policy says.\n")
                .doesNotContain("\u001b");
        assertThat(demo.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eks-create-code-connection.policy.json", "healthomics-create-code-connection.policy.yaml"})
    void the_published_policies_stop_the_thirty_first_call(String file) throws Exception {
        Programs.Run demo = run(
                Demo.class, "--policy", POLICIES.resolve(file).toAbsolutePath().toString());

        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out()).contains("calls 1 to 30         allowed", "calls 31 to 33        denied");
    }

    @ParameterizedTest
    @ValueSource(classes = {Demo.class, CodeConnectionsServer.class})
    void a_wrong_policy_starts_nothing_and_says_what_is_wrong(Class<?> main) throws Exception {
        Path policy = directory.resolve("policy.json");
        Files.writeString(policy, "{ \"version\": \"1\", \"default\": \"deny\",\n  \"toolz\": {} }\n");

        Programs.Run run = run(main, "--policy", policy.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("policy.json:2:3: /toolz: unknown key `toolz` (did you mean `tools`?)")
                .doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.json", ".", ""})
    void a_policy_that_cannot_be_read_starts_nothing(String file) throws Exception {
        for (Class<?> main : new Class<?>[] {Demo.class, CodeConnectionsServer.class}) {
            Programs.Run run = run(main, "--policy", file);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).isNotEmpty().doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void a_command_line_that_is_not_understood_starts_nothing() throws Exception {
        assertThat(run(CodeConnectionsServer.class, "--polcy", "x").err()).isEqualTo("""
                        `--polcy` is not known
                        usage: code-connections [--policy FILE] [--audit FILE] [--lock FILE] [--counters URL] [--approvals URL] [--http PORT]
                        """);
        assertThat(run(CodeConnectionsServer.class, "--http", "70000").exitCode())
                .isEqualTo(2);
    }

    @Test
    void counters_that_cannot_be_kept_start_nothing() throws Exception {
        Programs.Run unknown = run(CodeConnectionsServer.class, "--counters", "slqite:counters.db");
        Programs.Run missing = run(
                CodeConnectionsServer.class,
                "--counters",
                "sqlite:" + directory.resolve("missing").resolve("counters.db"));

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("code-connections: no counter store opens `slqite:`");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).startsWith("code-connections: there is no directory for `counters.db`");
    }

    @Test
    void an_audit_log_that_cannot_be_kept_starts_nothing() throws Exception {
        Path missing = directory.resolve("missing").resolve("audit.jsonl");
        Path something = directory.resolve("something");
        Files.writeString(something, "else\n");

        for (Path audit : List.of(missing, something)) {
            Programs.Run server = run(CodeConnectionsServer.class, "--audit", audit.toString());

            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.err())
                    .startsWith("code-connections: the audit log `" + audit + "`")
                    .hasLineCount(1);
        }
    }

    @Test
    void the_last_hash_of_the_audit_log_is_said_when_the_server_ends() throws Exception {
        Path audit = directory.resolve("audit.jsonl");

        Programs.Run server = run(CodeConnectionsServer.class, "--audit", audit.toString());

        assertThat(server.err())
                .contains("code-connections: audit log at " + audit + "\n")
                .containsPattern(
                        "code-connections: audit log \\Q" + audit + "\\E closed after line 3, hash [0-9a-f]{64}\n$");
    }

    @Test
    void a_policy_with_a_name_that_no_tool_bears_starts_no_server() throws Exception {
        Path policy = directory.resolve("policy.json");
        Files.writeString(
                policy,
                "{\"version\":\"1\",\"default\":\"deny\",\"hide\":[\"DeleteCodeConection\"],"
                        + "\"tools\":{\"ListCodeConnections\":{}}}");

        Programs.Run server = run(CodeConnectionsServer.class, "--policy", policy.toString());

        assertThat(server.exitCode()).isEqualTo(CodeConnectionsServer.BAD_POLICY);
        assertThat(server.out()).isEmpty();
        assertThat(server.err())
                .contains("code-connections: the policy names tools that the server does not have:"
                        + " `DeleteCodeConection` (did you mean `DeleteCodeConnection`?)");
    }
}
