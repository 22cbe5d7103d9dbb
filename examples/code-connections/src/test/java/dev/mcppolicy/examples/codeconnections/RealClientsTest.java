package dev.mcppolicy.examples.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that were not written here get the same decisions over stdio and over HTTP. */
@Tag("real")
class RealClientsTest {
    /** Ends in 2030, so that no run of this test sees two windows. */
    private static final String LONG_WINDOW = "316224000";

    private static final String EXPECTED = expected();

    @TempDir
    private static Path directory;

    private static Path policy;

    @BeforeAll
    static void installClients() throws IOException, InterruptedException {
        NodeClients.require();
        policy = directory.resolve("policy.json");
        try (InputStream file = RealClientsTest.class.getResourceAsStream("/policies/code-connections.policy.json")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(policy, text.replace("\"minute\"", LONG_WINDOW));
        }
    }

    private static String expected() {
        List<String> calls = new ArrayList<>(Collections.nCopies(30, "ran false"));
        calls.addAll(Collections.nCopies(3, "LIMIT_EXCEEDED /tools/CreateCodeConnection/limits/0 true"));
        calls.addAll(List.of(
                "ran false",
                "NOT_LISTED (default deny) true",
                "HIDDEN (hidden) true",
                "APPROVAL_DECLINED /tools/DeleteCodeConnection/action true"));
        return "{\"tools\":[\"CreateCodeConnection\",\"ListCodeConnections\",\"DeleteCodeConnection\"],\"calls\":[\""
                + String.join("\",\"", calls) + "\"]}";
    }

    private static List<String> stdio() {
        return Programs.java(CodeConnectionsServer.class, "--policy", policy.toString());
    }

    private static List<String> with(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }

    @Test
    void the_typescript_sdk_over_stdio() throws Exception {
        List<String> args = new ArrayList<>(List.of("stdio"));
        args.addAll(stdio());

        Programs.Run run = NodeClients.sdk(args);

        assertThat(run.out().strip()).as(run.err()).isEqualTo(EXPECTED);
        assertThat(run.err()).contains("5 tools: 3 guarded, 1 hidden, 1 unlisted; default deny");
    }

    @Test
    void the_typescript_sdk_over_http() throws Exception {
        try (Programs.HttpServerProcess server = new Programs.HttpServerProcess(policy)) {
            Programs.Run run = NodeClients.sdk(List.of("http", server.url()));

            assertThat(run.out().strip()).as(run.err()).isEqualTo(EXPECTED);
        }
    }

    @Test
    void the_inspector_over_stdio() throws Exception {
        // The inspector takes options of the command for its own, so this server reads the policy that it comes with.
        inspect(Programs.java(CodeConnectionsServer.class));
    }

    @Test
    void the_inspector_over_http() throws Exception {
        try (Programs.HttpServerProcess server = new Programs.HttpServerProcess(policy)) {
            inspect(List.of(server.url(), "--transport", "http"));
        }
    }

    /** Each command of the inspector connects anew. */
    private static void inspect(List<String> server) throws Exception {
        Programs.Run list = NodeClients.inspector(with(server, "--method", "tools/list"));
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out())
                .contains("\"CreateCodeConnection\"", "\"ListCodeConnections\"", "\"DeleteCodeConnection\"")
                .doesNotContain("\"GetCodeConnection\"", "\"PurgeCodeConnections\"");

        assertThat(call(server, "CreateCodeConnection", "connection_name=repository", "provider_type=GitHub"))
                .contains("\"isError\": false", "connection_arn");
        assertThat(call(server, "CreateCodeConnection", "connection_name=repository", "provider_type=Elsewhere"))
                .contains("\"isError\": true", "input validation failed")
                .doesNotContain("POLICY DENIED");
        assertThat(call(server, "PurgeCodeConnections"))
                .contains("\"isError\": true", "\"HIDDEN\"", "[POLICY DENIED] Tool");
        assertThat(call(server, "GetCodeConnection", "connection_arn=any"))
                .contains("\"isError\": true", "\"NOT_LISTED\"", "[POLICY DENIED] Tool");
        assertThat(call(server, "DeleteCodeConnection", "connection_arn=any"))
                .contains("\"isError\": true", "\"APPROVAL_DECLINED\"", "No human approved it.");
    }

    private static String call(List<String> server, String tool, String... arguments) throws Exception {
        List<String> args = new ArrayList<>(with(server, "--method", "tools/call", "--tool-name", tool));
        for (String argument : arguments) {
            args.addAll(List.of("--tool-arg", argument));
        }
        Programs.Run run = NodeClients.inspector(args);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }
}
