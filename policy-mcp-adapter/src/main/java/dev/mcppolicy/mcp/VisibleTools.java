package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.function.Predicate;

/** Leaves hidden tools out of the SDK's answers to {@code tools/list}. */
final class VisibleTools {
    private VisibleTools() {}

    static JSONRPCMessage in(JSONRPCMessage message, Predicate<Tool> visible) {
        return message instanceof JSONRPCResponse response ? of(response, visible) : message;
    }

    static JSONRPCResponse of(JSONRPCResponse response, Predicate<Tool> visible) {
        if (!(response.result() instanceof ListToolsResult list)) {
            return response;
        }
        ListToolsResult shown =
                new ListToolsResult(list.tools().stream().filter(visible).toList(), list.nextCursor(), list.meta());
        return new JSONRPCResponse(response.jsonrpc(), response.id(), shown, response.error());
    }
}
