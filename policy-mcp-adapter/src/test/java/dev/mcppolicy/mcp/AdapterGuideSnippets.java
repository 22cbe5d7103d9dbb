package dev.mcppolicy.mcp;

import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The code of the adapter's guide, so that it compiles and runs; {@link AdapterGuideTest} compares. */
final class AdapterGuideSnippets {
    private AdapterGuideSnippets() {}

    static McpSyncServer wrapping(
            Policy policy,
            McpServerTransportProvider transport,
            SyncToolSpecification createCodeConnection,
            SyncToolSpecification listCodeConnections) {
        PolicyEnforcer enforcer = PolicyEnforcer.of(policy);
        McpSyncServer server = McpServer.sync(transport)
                .serverInfo("code-connections", "1.0.0")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(createCodeConnection, listCodeConnections))
                .addToolFilter(enforcer::isVisible) // hides what the policy hides (SDK 2.1)
                .validateToolInputs(false) // the enforcer validates after it has judged (SDK 2.x)
                .build();
        enforcer.requireGuarded(server);
        return server;
    }

    static List<Object> callers(Policy policy, Map<String, String> grantByToken) {
        var transport = HttpServletStreamableServerTransportProvider.builder()
                .contextExtractor(
                        RequestContext.extractor(HttpServletRequest::getHeader, HttpServletRequest::getUserPrincipal))
                .build();
        PolicyEnforcer enforcer = PolicyEnforcer.builder(policy)
                .callers(CallerResolver.bearerGrants(grantByToken))
                .build();
        return List.of(transport, enforcer);
    }

    static PolicyEnforcer perGrant(Policy supportPolicy, Policy billingPolicy, Map<String, String> grantByToken) {
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(Map.of("support", supportPolicy, "billing", billingPolicy))
                .callers(CallerResolver.bearerGrants(grantByToken))
                .build();
        return enforcer;
    }

    static PolicyEnforcer asUnknown(Policy policy) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(policy)
                .denialRenderer(DenialRenderer.unlistedAsUnknown())
                .build();
        return enforcer;
    }

    static GuardReport guarding(
            PolicyEnforcer enforcer, McpSyncServer server, SyncToolSpecification getCodeConnection) {
        GuardedServer guarded = enforcer.guard(server);
        guarded.addTool(getCodeConnection);
        GuardReport report = guarded.report().requireGuarded().requireKnownTools();
        return report;
    }

    /** An index to search, and what a search costs. */
    record SearchIndex(BigDecimal tokensOfSearch) {
        SearchResult search(Map<String, ?> arguments) {
            return new SearchResult(tokensOfSearch, "found " + arguments.get("query"));
        }
    }

    record SearchResult(BigDecimal tokens, String text) {
        CallToolResult toResult() {
            return CallToolResult.builder().addTextContent(text).build();
        }
    }

    static SyncToolSpecification settling(PolicyEnforcer enforcer, Tool searchTool, SearchIndex index) {
        var search = enforcer.wrap(searchTool, (exchange, request, call) -> {
            SearchResult found = index.search(call.arguments());
            call.settle("tokens", found.tokens());
            return found.toResult();
        });
        return search;
    }
}
