package dev.mcppolicy.mcp;

import dev.mcppolicy.mcp.transport.CheckedStreamableSession;
import dev.mcppolicy.mcp.transport.ForwardedMethods;
import dev.mcppolicy.mcp.transport.SdkTransport;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A guarded stdio server that links with every line of the SDK. Says on standard error what it guards. */
final class StdioServerMain {
    private static final String ANY_OBJECT = "{\"type\":\"object\"}";

    private StdioServerMain() {}

    public static void main(String[] args) throws Exception {
        Limit two = Limit.of(
                        RuleHead.of(RuleId.pointer("tools", "create", "limits", 0)),
                        "creations",
                        new Window.Seconds(Window.Seconds.MAX_SECONDS),
                        Bound.atMost(BigDecimal.valueOf(2)))
                .withScope(Scope.SESSION);
        Policy policy = new PolicyParts("", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
                .hidden(Set.of("delete"))
                .tools(Map.of("create", new ToolPolicy(List.of(two)), "fail", new ToolPolicy(List.of())))
                .policy();
        PolicyEnforcer enforcer = PolicyEnforcer.builder(policy)
                .denialRenderer(DenialRenderer.unlistedAsUnknown())
                .build();
        var transport = new StdioServerTransportProvider(McpJsonDefaults.getMapper());
        var builder = McpServer.sync(enforcer.checkAnswers(enforcer.hideFrom(transport)))
                .serverInfo("older", "1")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(tool("create"), tool("delete"), tool("get"), tool("fail")));
        for (Method method : builder.getClass().getMethods()) {
            if (method.getName().equals("validateToolInputs")) {
                method.invoke(builder, false);
            }
        }
        McpSyncServer server = builder.build();
        // What reflects over the enforcer, as frameworks do, must find no type that this SDK lacks.
        System.err.println(PolicyEnforcer.class.getMethods().length > 0 ? enforcer.start(server) : "");
        ForwardedMethods.require(CheckedStreamableSession.class, McpStreamableServerSession.class);
        System.err.println(SdkTransport.of(server.getAsyncServer()).requestTimeout());
        new CountDownLatch(1).await();
    }

    @SuppressWarnings("deprecation") // the newer builder is not in every line
    private static SyncToolSpecification tool(String name) {
        return SyncToolSpecification.builder()
                .tool(Tool.builder()
                        .name(name)
                        .description(name)
                        .inputSchema(McpJsonDefaults.getMapper(), ANY_OBJECT)
                        .build())
                .callHandler((exchange, request) -> {
                    if (name.equals("fail")) {
                        throw new IllegalStateException("it failed");
                    }
                    request.arguments().put("seen", true);
                    return CallToolResult.builder()
                            .addTextContent("done " + request.arguments())
                            .isError(false)
                            .build();
                })
                .build();
    }
}
