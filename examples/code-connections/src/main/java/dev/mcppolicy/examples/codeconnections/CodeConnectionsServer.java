package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.format.InvalidPolicyException;
import dev.mcppolicy.mcp.GuardedServer;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.io.PrintStream;
import java.util.OptionalInt;

/**
 * An MCP server for code connections under a policy, on standard input and output or, with {@code --http PORT}, on
 * streamable HTTP at 127.0.0.1. {@code --policy FILE} names the policy. What it guards is said on standard error.
 */
public final class CodeConnectionsServer {
    static final int BAD_POLICY = 2;

    private CodeConnectionsServer() {}

    /**
     * Serves until the client is gone. Exits with 2, before anything is served, when the policy or the command line is
     * wrong.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String... args) {
        try {
            Options options = Options.of(args);
            Policy policy = PolicyChoice.read(options.policy());
            serve(policy, options.httpPort());
            return 0;
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.err.println("usage: code-connections [--policy FILE] [--http PORT]");
            return BAD_POLICY;
        } catch (InvalidPolicyException e) {
            System.err.println(e.getMessage());
            return BAD_POLICY;
        } catch (IOException e) {
            System.err.println("code-connections: " + e.getMessage());
            return 1;
        }
    }

    private static void serve(Policy policy, OptionalInt httpPort) throws IOException {
        PolicyEnforcer enforcer = PolicyEnforcer.of(policy);
        if (httpPort.isPresent()) {
            try (HttpEndpoint endpoint = new HttpEndpoint(httpPort.getAsInt());
                    GuardedServer server = guarded(enforcer, McpServer.sync(endpoint.transport()))) {
                endpoint.serve();
                server.server().closeGracefully();
            }
            return;
        }
        // Standard output belongs to the protocol: whatever else is printed goes to standard error.
        PrintStream out = System.out;
        System.setOut(System.err);
        InputUntilEnd in = new InputUntilEnd(System.in);
        var transport = new StdioServerTransportProvider(McpJsonDefaults.getMapper(), in, out);
        try (GuardedServer server = guarded(enforcer, McpServer.sync(transport))) {
            in.awaitEnd();
            server.server().closeGracefully();
        }
    }

    private static GuardedServer guarded(PolicyEnforcer enforcer, McpServer.SyncSpecification<?> builder) {
        McpSyncServer server = builder.serverInfo("code-connections", "1.0.0")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(CodeConnectionTools.all(new CodeConnections())))
                .addToolFilter(enforcer::isVisible) // hides what the policy hides
                .validateToolInputs(false) // the enforcer validates after it has judged
                .build();
        enforcer.requireGuarded(server);
        return enforcer.guard(server);
    }
}
