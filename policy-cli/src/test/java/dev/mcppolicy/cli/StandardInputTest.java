package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -} in the place of a file is standard input, once. */
class StandardInputTest {
    private static final String POLICY =
            "default: deny\ntools: { a: { rules: [{ name: one, rate_limit: 1/hour }] } }\n";
    private static final String CALL = "{\"tool\":\"a\"}\n";

    @TempDir
    Path folder;

    @Test
    void a_policy_is_read() {
        assertThat(files().runWith(POLICY, "validate", "-")).isEqualTo(new CommandRun(0, "<stdin>: valid\n", ""));
        assertThat(files().runWith("tools: 5\n", "validate", "-").out()).contains("  --> <stdin>:1:8  /tools\n");
        assertThat(files().runWith(POLICY, "convert", "-", "--to", "intercept").out())
                .startsWith("version: \"1\"\n");
        assertThat(files().runWith(POLICY, "diff", "-", "policy.yaml").code()).isZero();
    }

    @Test
    void calls_are_read() {
        assertThat(files().runWith(CALL, "explain", "policy.yaml", "--call", "-")
                        .out())
                .startsWith("a at ")
                .endsWith("decision: allow\n");
        assertThat(files().runWith(CALL + "{\"tool\":1}\n", "replay", "policy.yaml", "--calls", "-"))
                .isEqualTo(new CommandRun(2, "{\"decision\":\"allow\"}\n", """
                        1 call from 2026-01-01T00:00:00Z to 2026-01-01T00:00:00Z: 1 allowed, 0 denied
                        <stdin>:2: `tool`: expected a string, not a number
                        """));
        assertThat(files().runWith(CALL, "diff", "policy.yaml", "policy.yaml", "--calls", "-")
                        .out())
                .contains("1 recorded call");
    }

    @Test
    void tools_are_read() {
        String tools = "{\"tools\":[{\"name\":\"b\",\"inputSchema\":{\"type\":\"object\"}}]}";

        assertThat(files().runWith(tools, "validate", "policy.yaml", "--tools", "-")
                        .out())
                .contains("error[unknown-tool]");
        assertThat(files().runWith("{}", "validate", "policy.yaml", "--tools", "-")
                        .err())
                .contains("  --> <stdin>:1:1");
    }

    @Test
    void it_is_read_once() {
        String twice = "`-` is standard input, which can be read once\n";

        assertThat(files().runWith(POLICY, "validate", "-", "-")).isEqualTo(new CommandRun(2, "", twice));
        assertThat(files().runWith(POLICY, "diff", "-", "-")).isEqualTo(new CommandRun(2, "", twice));
        assertThat(files().runWith(POLICY, "explain", "-", "--call", "-")).isEqualTo(new CommandRun(2, "", twice));
        assertThat(files().runWith(POLICY, "replay", "-", "--calls", "-")).isEqualTo(new CommandRun(2, "", twice));
    }

    private CommandRun.Folder files() {
        return new CommandRun.Folder(folder).with("policy.yaml", POLICY);
    }
}
