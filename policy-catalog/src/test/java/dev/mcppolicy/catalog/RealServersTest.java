package dev.mcppolicy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers from npm that start without an account are asked as they come. */
@Tag("real")
class RealServersTest {
    private static final Path HOME = home();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Found from wherever the tests run. */
    private static Path home() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("verification").resolve("npm"))) {
            folder = folder.getParent();
        }
        return folder.resolve("verification").resolve("npm");
    }

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        try {
            Process install = new ProcessBuilder(HOME.resolve("install").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (install.waitFor(10, TimeUnit.MINUTES) && install.exitValue() == 0) {
                return;
            }
            skip("npm cannot install the servers");
        } catch (IOException e) {
            skip("npm is not installed");
        }
    }

    private static void skip(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI must not skip the real servers: " + reason);
        }
        Assumptions.abort("the real servers are skipped: " + reason);
    }

    private static ServerTools tools(String command) {
        String program = command.indexOf(' ') < 0 ? command : command.substring(0, command.indexOf(' '));
        return ToolSource.of("stdio:'" + HOME.resolve("node_modules/.bin").resolve(program) + "'"
                        + command.substring(program.length()))
                .within(TIMEOUT)
                .read();
    }

    @ParameterizedTest
    @CsvSource({
        "mcp-server-everything, echo",
        "mcp-server-filesystem ., read_text_file",
        "mcp-server-memory, create_entities",
        "mcp-server-sequential-thinking, sequentialthinking",
        "mcp-server-github, create_issue",
        "playwright-mcp --headless, browser_navigate",
        "context7-mcp, resolve-library-id"
    })
    void a_server_lists_what_it_offers(String command, String tool) {
        long before = ProcessHandle.current().descendants().count();
        ServerTools tools = tools(command);

        assertThat(tools.names()).contains(tool);
        assertThat(tools.definitions())
                .allSatisfy(definition -> assertThat(definition.members()).containsKeys("description", "inputSchema"));
        assertThat(ProcessHandle.current().descendants().count()).isEqualTo(before);
    }

    @Test
    void what_a_server_lists_is_the_same_the_next_time() {
        assertThat(tools("mcp-server-everything").definitions())
                .extracting(ToolDefinition::fingerprint)
                .containsExactlyElementsOf(tools("mcp-server-everything").definitions().stream()
                        .map(ToolDefinition::fingerprint)
                        .toList());
    }

    @Test
    void a_server_that_npx_starts_ends_with_it() {
        long before = ProcessHandle.current().descendants().count();
        ServerTools tools = ToolSource.of("stdio:npx --offline --prefix '" + HOME + "' mcp-server-memory")
                .within(TIMEOUT)
                .read();

        assertThat(tools.names()).contains("create_entities");
        assertThat(ProcessHandle.current().descendants().count()).isEqualTo(before);
    }
}
