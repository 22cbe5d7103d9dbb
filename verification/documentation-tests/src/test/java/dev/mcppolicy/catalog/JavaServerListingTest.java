package dev.mcppolicy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.documentation.ExampleServer;
import dev.mcppolicy.tool.ServerTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of the Java SDK is asked for its tools, over HTTP and started for it. */
@Tag("real")
class JavaServerListingTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private Path policy;

    @BeforeEach
    void prepare() throws IOException {
        ExampleServer.requireBuilt();
        policy = directory.resolve("policy.yaml");
        Files.writeString(
                policy,
                "default: allow\nhide: [PurgeCodeConnections]\ntools: { ListCodeConnections: { rules: [] } }\n");
    }

    private static void assertListed(ServerTools tools) {
        assertThat(tools.names())
                .contains("ListCodeConnections", "DeleteCodeConnection")
                .doesNotContain("PurgeCodeConnections");
    }

    @Test
    void over_http() throws Exception {
        try (ExampleServer server = new ExampleServer(List.of(), "--policy", policy.toString())) {
            assertListed(ToolSource.of(server.url()).within(TIMEOUT).read());
        }
    }

    @Test
    void over_standard_streams() {
        String command = ExampleServer.command(List.of(), "--policy", policy.toString()).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "stdio:", ""));

        assertListed(ToolSource.of(command).within(TIMEOUT).read());
    }
}
