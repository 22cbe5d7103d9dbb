package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that remembers what it was called with. */
final class Recorder implements Kind.Handler {
    final List<CallToolRequest> requests = new CopyOnWriteArrayList<>();

    @Override
    public CallToolResult handle(CallToolRequest request) {
        requests.add(request);
        return done();
    }

    CallToolRequest last() {
        return requests.get(requests.size() - 1);
    }

    static CallToolResult done() {
        return CallToolResult.builder().addTextContent("done").isError(false).build();
    }

    static CallToolRequest request(String tool, Map<String, Object> arguments) {
        return new CallToolRequest(tool, arguments, null);
    }
}
