package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.mcp.PolicyEnforcer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.util.List;

/** Serves the tools that the conformance suite asks for, with the argument {@code wrapped} behind a policy. */
final class ConformanceServer {
    private ConformanceServer() {}

    public static void main(String[] args) throws IOException {
        HttpEndpoint endpoint = new HttpEndpoint(0);
        var builder = McpServer.sync(endpoint.transport())
                .serverInfo("conformance", "1")
                .capabilities(ServerCapabilities.builder().logging().tools(true).build());
        List<SyncToolSpecification> tools = ConformanceTools.all();
        if (List.of(args).contains("wrapped")) {
            PolicyEnforcer enforcer =
                    PolicyEnforcer.of(PolicyReader.parse("{\"version\":\"1\",\"default\":\"allow\"}"));
            McpSyncServer server = builder.tools(enforcer.wrap(tools.toArray(SyncToolSpecification[]::new)))
                    .addToolFilter(enforcer::isVisible)
                    .validateToolInputs(false)
                    .build();
            enforcer.start(server);
        } else {
            builder.tools(tools).build();
        }
        endpoint.serve();
    }
}
