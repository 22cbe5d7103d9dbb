package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static dev.mcppolicy.mcp.Policies.LIST;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.DenialCode;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Several callers on one HTTP server. */
class HttpCallersTest {
    private HttpServer server;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.ALWAYS) Path base) throws Exception {
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(Map.of(
                        "writer", connections(2),
                        "reader", Policies.of("{'version':'1','default':'deny','tools':{'ListCodeConnections':{}}}")))
                .callers(CallerResolver.bearerGrants(
                        Map.of("t-alice", "writer", "t-bob", "reader", "t-eve", "unknown grant")))
                .build();
        server = new HttpServer(base, enforcer);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static CallToolResult call(McpSyncClient client, String tool) {
        return client.callTool(CallToolRequest.builder(tool).arguments(Map.of()).build());
    }

    private static List<String> tools(McpSyncClient client) {
        return client.listTools().tools().stream().map(Tool::name).toList();
    }

    @Test
    void two_callers_see_and_may_call_different_tools() {
        try (McpSyncClient alice = server.client("t-alice");
                McpSyncClient bob = server.client("t-bob")) {
            assertThat(tools(alice)).containsExactly(CREATE, LIST);
            assertThat(tools(bob)).containsExactly(LIST);
            assertRan(call(alice, CREATE));
            assertRan(call(bob, LIST));
            assertDenied(call(bob, CREATE), DenialCode.NOT_LISTED, "(default deny)");
            assertDenied(call(alice, DELETE), DenialCode.HIDDEN, "(hidden)");
        }
    }

    @Test
    void a_grant_is_counted_over_all_its_sessions() {
        for (int i = 0; i < 2; i++) {
            try (McpSyncClient alice = server.client("t-alice")) {
                assertRan(call(alice, CREATE));
            }
        }
        try (McpSyncClient alice = server.client("t-alice")) {
            assertDenied(call(alice, CREATE), DenialCode.LIMIT_EXCEEDED, "/tools/CreateCodeConnection/limits/0");
        }
    }

    @Test
    void unknown_tokens_and_grants_get_nothing() {
        for (String token : List.of("t-mallory", "t-eve", "")) {
            try (McpSyncClient client = server.client(token)) {
                assertThat(tools(client)).as(token).isEmpty();
                assertDenied(
                        call(client, LIST),
                        token.equals("t-eve") ? DenialCode.NO_POLICY : DenialCode.UNAUTHENTICATED,
                        "(no policy)");
            }
        }
    }

    @Test
    void a_forged_session_borrows_no_rights() throws Exception {
        HttpResponse<String> opened = post(
                "t-alice",
                null,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
                        + "\"capabilities\":{},\"clientInfo\":{\"name\":\"alice\",\"version\":\"1\"}}}");
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        String call = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"" + CREATE
                + "\",\"arguments\":{}}}";

        assertThat(post("t-alice", session, call).body()).contains("\"isError\":false");
        assertThat(post("t-bob", session, call).body()).contains("NOT_LISTED", "\"isError\":true");
        assertThat(post("t-mallory", session, call).body()).contains("UNAUTHENTICATED", "\"isError\":true");
        assertThat(post(null, session, call).body()).contains("UNAUTHENTICATED", "\"isError\":true");
    }

    private HttpResponse<String> post(String token, String session, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
