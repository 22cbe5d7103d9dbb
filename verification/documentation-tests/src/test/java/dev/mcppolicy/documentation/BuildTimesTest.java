package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a build, told and held to the budgets of its modules. */
@Tag("real")
class BuildTimesTest {
    private static final String LOG = """
            [INFO] --- maven-surefire-plugin:3.5.4:test (default-test) @ policy-core ---
            [INFO] Tests run: 3, Failures: 0
            [INFO] Reactor Summary for mcp-policy 0.1.0-SNAPSHOT:
            [INFO]\s
            [INFO] mcp-policy ......................................... SUCCESS [  0.812 s]
            [INFO] policy-core ........................................ SUCCESS [ 50.923 s]
            [INFO] policy-dsl ......................................... SUCCESS [01:02 min]
            [INFO] BUILD SUCCESS
            """;

    @TempDir
    private Path folder;

    private record Told(int exitCode, String text) {}

    private Told told(String log, String... budgets) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("budgets"), "# seconds\n" + String.join("\n", budgets) + "\n");
        Process process = new ProcessBuilder(
                        Document.ROOT.resolve(".ci/build-times").toString(), file.toString())
                .redirectErrorStream(true)
                .redirectInput(Files.writeString(folder.resolve("log"), log).toFile())
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Told(process.waitFor(), text);
    }

    @Test
    void a_build_within_its_budgets_ends_with_what_it_took() throws Exception {
        Told told = told(LOG, "mcp-policy 1", "policy-core 51", "policy-dsl 62", "whole-build 114");

        assertThat(told.exitCode()).as(told.text()).isZero();
        assertThat(told.text())
                .contains("Tests run: 3", "BUILD SUCCESS")
                .doesNotContain("maven-surefire-plugin")
                .containsPattern("policy-core +50 +51\n")
                .containsPattern("policy-dsl +62 +62\n")
                .containsPattern("whole-build +113 +114\n");
    }

    @Test
    void a_module_that_passes_its_budget_fails_the_build() throws Exception {
        Told told = told(LOG, "mcp-policy 1", "policy-core 50", "policy-dsl 62", "whole-build 200");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.text())
                .contains("policy-core took 50.9 s and may take 50")
                .doesNotContain("policy-dsl took");
    }

    @Test
    void the_whole_build_has_a_budget_too() throws Exception {
        Told told = told(LOG, "mcp-policy 1", "policy-core 51", "policy-dsl 62", "whole-build 113");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.text()).contains("whole-build took 113.7 s and may take 113");
    }

    @Test
    void a_module_without_a_budget_fails_the_build() throws Exception {
        Told told = told(LOG, "mcp-policy 1", "policy-core 51", "whole-build 200");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.text()).contains("policy-dsl has no budget");
    }

    @Test
    void a_log_that_tells_no_time_fails_the_build() throws Exception {
        assertThat(told("[INFO] BUILD SUCCESS\n", "whole-build 200").exitCode()).isEqualTo(1);
    }
}
