package dev.mcppolicy.examples.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.catalog.ToolSource;
import dev.mcppolicy.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose tool has another description than it had when it was accepted, as docs/lock.md walks through: caught by
 * the command line, at its start and while it runs, until an operator accepts the tool.
 */
@Tag("real")
class LockTest {
    private static final String CHANGED = "`CreateCodeConnection` has changed";

    @TempDir
    private Path directory;

    private Path policy;
    private Path lock;

    @BeforeEach
    void prepare() throws IOException {
        policy = directory.resolve("policy.yaml");
        Files.writeString(policy, "version: '1'\ndefault: allow\n");
        lock = directory.resolve("tools.lock.json");
        Files.copy(Path.of("../../docs/cli/code-connections.lock.json"), lock);
    }

    private String source() {
        return Programs.java(CodeConnectionsServer.class, "--policy", policy.toString()).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "stdio:", ""));
    }

    private Programs.Run lock(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("lock", "--server", "code-connections", "--file", lock.toString(), "--tools", source()));
        arguments.addAll(List.of(options));
        return Programs.run(directory, Programs.java(Main.class, arguments.toArray(String[]::new)));
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void a_description_that_changed_is_caught_in_ci_at_start_and_while_running_until_it_is_accepted() throws Exception {
        Programs.Run check = lock("--check");
        assertThat(check.exitCode()).as(check.err()).isEqualTo(1);
        assertThat(check.out()).startsWith(CHANGED + "\n  /description: ");

        try (Agent agent = new Agent(List.of(
                "--policy",
                policy.toString(),
                "--audit",
                directory.resolve("audit.jsonl").toString(),
                "--lock",
                lock.toString()))) {
            String line = agent.nextServerLine();
            while (!line.isEmpty() && !line.contains("NOT AS ACCEPTED")) {
                line = agent.nextServerLine();
            }
            assertThat(line).contains("NOT AS ACCEPTED: " + CHANGED);
            assertThat(agent.listTools()).contains("ListCodeConnections").doesNotContain("CreateCodeConnection");
            Map<String, Object> arguments = Map.of("connection_name", "c", "provider_type", "GitHub");
            assertThat(agent.call("CreateCodeConnection", arguments).text())
                    .contains("is not defined as it was accepted");
            assertThat(agent.call("ListCodeConnections", Map.of()).allowed()).isTrue();

            assertThat(lock("--accept", "CreateCodeConnection").exitCode()).isZero();

            while (!agent.call("CreateCodeConnection", arguments).allowed()) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(agent.listTools()).contains("CreateCodeConnection");
        }
        assertThat(Files.readString(directory.resolve("audit.jsonl")))
                .contains("\"kind\":\"tools\"", "\"change\":\"changed\"", "\"code\":\"DRIFTED\"", "\"changes\":[]");
        assertThat(lock("--check").exitCode()).isZero();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void a_lock_of_another_server_keeps_the_server_from_starting() throws Exception {
        Files.writeString(lock, Files.readString(lock).replace("\"code-connections\"", "\"other\""));

        Programs.Run run =
                Programs.run(directory, Programs.java(CodeConnectionsServer.class, "--lock", lock.toString()));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no lock of a server `code-connections` (there is `other`)");
        assertThat(ToolSource.of(source()).within(Duration.ofMinutes(1)).read().names())
                .contains("CreateCodeConnection");
    }
}
