package dev.mcppolicy.examples.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.catalog.ToolSource;
import dev.mcppolicy.tool.ServerTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of the Java SDK is asked for its tools, over HTTP and started for it. */
@Tag("real")
class ToolListingTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private Path policy;

    @BeforeEach
    void prepare() throws IOException {
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
        try (Programs.HttpServerProcess server = new Programs.HttpServerProcess(policy)) {
            assertListed(ToolSource.of(server.url()).within(TIMEOUT).read());
        }
    }

    @Test
    void over_standard_streams() {
        String command = Programs.java(CodeConnectionsServer.class, "--policy", policy.toString()).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "stdio:", ""));

        assertListed(ToolSource.of(command).within(TIMEOUT).read());
    }
}
