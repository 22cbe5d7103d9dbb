package dev.mcppolicy.examples.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a restart of the server forgets: every counter, or none where they are kept in a file. */
@Tag("real")
class RestartTest {
    private static final String POLICY = """
            version: "1"
            default: deny
            tools:
              ListCodeConnections:
                limits: [{ counter: calls, window: month, max: 3, scope: global }]
            """;

    @TempDir
    private Path directory;

    private List<Boolean> fiveCallsOverARestart(String... options) throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), POLICY);
        List<Boolean> allowed = new ArrayList<>();
        for (int calls : new int[] {2, 3}) {
            List<String> arguments = new ArrayList<>(List.of(
                    "--policy",
                    policy.toString(),
                    "--audit",
                    Files.createTempDirectory(directory, "run")
                            .resolve("audit.jsonl")
                            .toString()));
            arguments.addAll(List.of(options));
            try (Agent agent = new Agent(arguments)) {
                for (int i = 0; i < calls; i++) {
                    allowed.add(agent.call("ListCodeConnections", Map.of()).allowed());
                }
            }
        }
        return allowed;
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void counters_in_memory_are_gone_with_the_process() throws Exception {
        assertThat(fiveCallsOverARestart()).containsExactly(true, true, true, true, true);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void counters_in_a_file_outlive_the_process() throws Exception {
        assertThat(fiveCallsOverARestart("--counters", "sqlite:" + directory.resolve("counters.db")))
                .containsExactly(true, true, true, false, false);
    }
}
