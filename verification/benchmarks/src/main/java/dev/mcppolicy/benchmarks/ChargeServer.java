package dev.mcppolicy.benchmarks;

import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.tool.LockSource;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import dev.mcppolicy.tool.ToolLock;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;

/**
 * An MCP server with the tool of the common policy, and a client of it. Wrapped or not, arguments are checked once
 * against the tool's schema: by the server, or by the enforcer after it has decided.
 */
final class ChargeServer {
    private final McpSyncClient client;

    /** Joins a client to the server that is at the other end already. */
    private ChargeServer(Wire wire) {
        this.client = McpClient.sync(wire.clientEnd()).build();
        client.initialize();
    }

    static ChargeServer unwrapped(Wire wire) {
        serverOf(wire).tools(createCharge()).build();
        return new ChargeServer(wire);
    }

    static ChargeServer wrapped(Policy policy, Wire wire) {
        return wrapped(PolicyEnforcer.builder(policy).build(), wire);
    }

    /** A server whose tool is as it was accepted. */
    static ChargeServer locked(Policy policy, Wire wire) {
        ToolDefinition accepted =
                ToolDefinition.of(Map.of("name", CommonPolicy.TOOL, "inputSchema", Map.of("type", "object")));
        return wrapped(
                PolicyEnforcer.builder(policy)
                        .lock(LockSource.of(ToolLock.of(ServerTools.of(List.of(accepted)))))
                        .build(),
                wire);
    }

    private static ChargeServer wrapped(PolicyEnforcer enforcer, Wire wire) {
        serverOf(wire)
                .tools(List.of(enforcer.wrap(createCharge())))
                .addToolFilter(enforcer::isVisible)
                .validateToolInputs(false)
                .build();
        return new ChargeServer(wire);
    }

    CallToolResult answer(Call call) {
        return client.callTool(new CallToolRequest(call.tool(), call.arguments(), null));
    }

    private static McpServer.SingleSessionSyncSpecification serverOf(Wire wire) {
        McpServer.SingleSessionSyncSpecification server = McpServer.sync(wire);
        server.serverInfo("payments", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .immediateExecution(true);
        return server;
    }

    private static SyncToolSpecification createCharge() {
        return SyncToolSpecification.builder()
                .tool(Tool.builder(CommonPolicy.TOOL, Map.of("type", "object")).build())
                .callHandler((exchange, request) -> CallToolResult.builder()
                        .addTextContent("charged " + request.arguments().get("amount"))
                        .isError(false)
                        .build())
                .build();
    }
}
