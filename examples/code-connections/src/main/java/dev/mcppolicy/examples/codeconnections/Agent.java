package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.mcp.DenialRenderer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A client of the server, which it starts as a process of its own and speaks to over stdio. A person sits at it, who
 * approves the first call that the server asks about and declines the others.
 */
final class Agent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<String> serverLines = new LinkedBlockingQueue<>();
    private final Person person = new Person();
    private final McpSyncClient client;

    /** An agent whose server is started with options. */
    Agent(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                CodeConnectionsServer.class.getName()));
        command.addAll(options);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        StdioClientTransport transport = new StdioClientTransport(
                ServerParameters.builder(java).args(command).build(), McpJsonDefaults.getMapper());
        transport.setStdErrorHandler(serverLines::add);
        client = McpClient.sync(transport)
                .requestTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .capabilities(ClientCapabilities.builder().elicitation().build())
                .elicitation(this::answer)
                .build();
        client.initialize();
    }

    private ElicitResult answer(ElicitFormRequest form) {
        return person.ask(form.message()).approved()
                ? ElicitResult.builder(ElicitResult.Action.ACCEPT)
                        .content(Map.of("approve", true))
                        .build()
                : ElicitResult.builder(ElicitResult.Action.DECLINE).build();
    }

    /** The next line that the server says on standard error. */
    String nextServerLine() throws InterruptedException {
        String line = serverLines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return line == null ? "" : line;
    }

    List<String> listTools() {
        return client.listTools().tools().stream().map(Tool::name).toList();
    }

    Outcome call(String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        String text = result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining(" "));
        boolean denied = result.meta() != null && result.meta().containsKey(DenialRenderer.META_KEY);
        return new Outcome(person.takeLatest(), !denied, text);
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
