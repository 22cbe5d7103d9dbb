package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static dev.mcppolicy.mcp.Policies.GET;
import static dev.mcppolicy.mcp.Policies.LIST;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.util.stream.Stream;

/** Servers with the four tools of code connections, all of which just say that they are done. */
final class Servers {
    private Servers() {}

    static SyncToolSpecification raw(String name) {
        return SyncToolSpecification.builder()
                .tool(Kind.tool(name))
                .callHandler((exchange, request) -> Recorder.done())
                .build();
    }

    static SyncToolSpecification[] rawTools() {
        return Stream.of(CREATE, LIST, GET, DELETE).map(Servers::raw).toArray(SyncToolSpecification[]::new);
    }

    static <S extends McpServer.SyncSpecification<S>> McpServer.SyncSpecification<S> guarded(
            McpServer.SyncSpecification<S> builder, PolicyEnforcer enforcer) {
        return builder.serverInfo("test", "1")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(rawTools()))
                .addToolFilter(enforcer::isVisible)
                .validateToolInputs(false);
    }

    static McpSyncServer guarded(McpServerTransportProvider transport, PolicyEnforcer enforcer) {
        return guarded(McpServer.sync(transport), enforcer).build();
    }
}
