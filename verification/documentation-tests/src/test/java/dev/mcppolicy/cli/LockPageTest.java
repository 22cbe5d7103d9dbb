package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.documentation.Document;
import dev.mcppolicy.documentation.ExampleServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk-through of docs/lock.md: a server whose tool has another description than when it was accepted is caught by the
 * command line, at its start and while it runs, until an operator accepts the tool.
 */
@Tag("real")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LockPageTest {
    private static final String CHANGED = "`CreateCodeConnection` has changed";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path lock;
    private final BlockingQueue<String> serverLines = new LinkedBlockingQueue<>();

    /** What a command printed, after its exit code. */
    private record Run(int code, String out, String err) {}

    @BeforeEach
    void prepare() throws IOException {
        ExampleServer.requireBuilt();
        lock = folder.resolve("tools.lock.json");
        Files.copy(Document.ROOT.resolve("docs/cli/code-connections.lock.json"), lock);
    }

    private static List<String> server(String... options) {
        List<String> words = ExampleServer.command(
                List.of(),
                "--policy",
                Document.ROOT.resolve("docs/cli/everything.yaml").toString());
        words.addAll(List.of(options));
        return words;
    }

    private Run lock(String... options) {
        String source = server().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ", "stdio:", ""));
        Stream<String> arguments = Stream.concat(
                Stream.of("lock", "--server", "code-connections", "--file", lock.toString(), "--tools", source),
                Stream.of(options));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new Console(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        false,
                        false,
                        true),
                InstantSource.system(),
                arguments.toArray(String[]::new));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private McpSyncClient client(Path audit) {
        List<String> words = server("--audit", audit.toString(), "--lock", lock.toString());
        StdioClientTransport transport = new StdioClientTransport(
                ServerParameters.builder(words.get(0))
                        .args(words.subList(1, words.size()))
                        .build(),
                McpJsonDefaults.getMapper());
        transport.setStdErrorHandler(serverLines::add);
        McpSyncClient client = McpClient.sync(transport)
                .requestTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .build();
        client.initialize();
        return client;
    }

    private String serverLineWith(String words) throws InterruptedException {
        String line = serverLines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        while (line != null && !line.contains(words)) {
            line = serverLines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return String.valueOf(line);
    }

    private static List<String> names(McpSyncClient client) {
        return client.listTools().tools().stream().map(Tool::name).toList();
    }

    private static CallToolResult call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    @Test
    void a_description_that_changed_is_caught_in_ci_at_start_and_while_running_until_it_is_accepted() throws Exception {
        Path audit = folder.resolve("audit.jsonl");
        Map<String, Object> arguments = Map.of("connection_name", "c", "provider_type", "GitHub");

        Run check = lock("--check");
        assertThat(check.code()).as(check.err()).isEqualTo(1);
        assertThat(check.out()).startsWith(CHANGED + "\n  /description: ");

        McpSyncClient client = client(audit);
        try {
            assertThat(serverLineWith("NOT AS ACCEPTED")).contains(CHANGED);
            assertThat(names(client)).contains("ListCodeConnections").doesNotContain("CreateCodeConnection");
            assertThat(call(client, "CreateCodeConnection", arguments).toString())
                    .contains("is not defined as it was accepted");
            assertThat(call(client, "ListCodeConnections", Map.of()).isError()).isFalse();

            assertThat(lock("--accept", "CreateCodeConnection").code()).isZero();

            while (Boolean.TRUE.equals(
                    call(client, "CreateCodeConnection", arguments).isError())) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            assertThat(names(client)).contains("CreateCodeConnection");
        } finally {
            client.closeGracefully();
        }
        assertThat(lock("--check").code()).isZero();
        assertThat(Files.readString(audit))
                .contains("\"kind\":\"tools\"", "\"change\":\"changed\"", "\"code\":\"DRIFTED\"", "\"changes\":[]");
    }

    @Test
    void a_lock_of_another_server_keeps_the_server_from_starting() throws Exception {
        Files.writeString(lock, Files.readString(lock).replace("\"code-connections\"", "\"other\""));

        Process process = new ProcessBuilder(server("--lock", lock.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said).contains("there is no lock of a server `code-connections` (there is `other`)");
    }
}
