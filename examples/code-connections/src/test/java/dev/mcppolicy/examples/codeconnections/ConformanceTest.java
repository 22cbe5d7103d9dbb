package dev.mcppolicy.examples.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A policy that allows everything is not to be noticed by a client. */
@Tag("real")
class ConformanceTest {
    /** What the suite checks of tools; what it asks of resources and prompts, neither server has. */
    private static final List<String> OF_TOOLS = List.of("tools-", "elicitation-", "json-schema-2020-12");

    private static Programs.HttpServerProcess plain;
    private static Programs.HttpServerProcess wrapped;

    @BeforeAll
    static void start() throws IOException {
        plain = new Programs.HttpServerProcess(ConformanceServer.class);
        wrapped = new Programs.HttpServerProcess(ConformanceServer.class, "wrapped");
    }

    @AfterAll
    static void stop() {
        plain.close();
        wrapped.close();
    }

    /** What the suite says of each scenario after the heading of its summary. */
    private static List<String> score(Programs.HttpServerProcess server) throws Exception {
        Programs.Run run = NodeClients.conformance(server.url());
        List<String> lines = run.out().lines().toList();
        int summary = lines.indexOf("=== SUMMARY ===");
        assertThat(summary).as(run.out() + run.err()).isNotNegative();
        return lines.subList(summary + 1, lines.size());
    }

    @Test
    void the_conformance_suite_scores_a_wrapped_server_as_the_same_server_unwrapped() throws Exception {
        NodeClients.require();

        List<String> expected = score(plain);

        assertThat(expected.stream().filter(line -> OF_TOOLS.stream().anyMatch(line::contains)))
                .hasSizeGreaterThanOrEqualTo(13)
                .allMatch(line -> line.contains(", 0 failed"));
        assertThat(score(wrapped)).isEqualTo(expected);
    }

    /** The suite would not notice the denial of a call that is to answer with text. */
    @Test
    void every_call_of_a_wrapped_server_answers_as_the_same_call_unwrapped() {
        Map<String, CallToolResult> expected = results(plain);

        assertThat(expected).hasSize(ConformanceTools.all().size());
        assertThat(results(wrapped)).isEqualTo(expected).allSatisfy((tool, result) -> assertThat(result.isError())
                .isEqualTo(tool.equals("test_error_handling")));
    }

    private static Map<String, CallToolResult> results(Programs.HttpServerProcess server) {
        String base = URI.create(server.url()).resolve("/").toString();
        try (McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(base)
                        .endpoint("/mcp")
                        .build())
                .capabilities(
                        ClientCapabilities.builder().sampling().elicitation().build())
                .sampling(request -> CreateMessageResult.builder(Role.ASSISTANT, "yes", "none")
                        .build())
                .elicitation(request -> ElicitResult.builder(ElicitResult.Action.ACCEPT)
                        .content(Map.of())
                        .build())
                .build()) {
            client.initialize();
            Map<String, CallToolResult> results = new TreeMap<>();
            for (Tool tool : client.listTools().tools()) {
                Map<String, Object> arguments =
                        switch (tool.name()) {
                            case "test_sampling" -> Map.of("prompt", "Say yes");
                            case "test_elicitation" -> Map.of("message", "Please");
                            default -> Map.of();
                        };
                results.put(
                        tool.name(),
                        client.callTool(CallToolRequest.builder(tool.name())
                                .arguments(arguments)
                                .build()));
            }
            return results;
        }
    }
}
