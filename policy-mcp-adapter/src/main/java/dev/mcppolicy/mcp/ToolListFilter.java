package dev.mcppolicy.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.function.BiPredicate;

/** Leaves the tools that a request's caller is not to see out of the SDK's answers to {@code tools/list}. */
final class ToolListFilter {
    private final BiPredicate<McpTransportContext, Tool> visible;

    ToolListFilter(BiPredicate<McpTransportContext, Tool> visible) {
        this.visible = visible;
    }

    JSONRPCMessage in(McpTransportContext origin, JSONRPCMessage message) {
        return message instanceof JSONRPCResponse response ? in(origin, response) : message;
    }

    JSONRPCResponse in(McpTransportContext origin, JSONRPCResponse response) {
        if (!(response.result() instanceof ListToolsResult list)) {
            return response;
        }
        List<Tool> shown =
                list.tools().stream().filter(tool -> visible.test(origin, tool)).toList();
        return new JSONRPCResponse(
                response.jsonrpc(),
                response.id(),
                new ListToolsResult(shown, list.nextCursor(), list.meta()),
                response.error());
    }
}
