package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.server.McpSyncServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter's guide: what its code makes is what the guide says. */
class AdapterGuidePageTest {
    private static final Document GUIDE = Document.of("docs/mcp-adapter.md");

    @TempDir
    private Path folder;

    private Object run(String block, String returning, Object... given) {
        return JavaSnippet.returning(returning, GUIDE.java(block), folder).run(given);
    }

    @Test
    void a_server_of_wrapped_tools_is_guarded_and_so_is_one_that_gets_more() {
        McpSyncServer server = (McpSyncServer) run(
                "McpServer.sync(transport)",
                "server",
                Given.values(GUIDE, GUIDE.java("McpServer.sync(transport)"), folder));
        PolicyEnforcer enforcer = (PolicyEnforcer) run("unlistedAsUnknown", "enforcer", Given.policy());
        server.listTools().forEach(tool -> server.addTool(enforcer.wrap(Given.tool(tool.name()))));

        assertThat(run("enforcer.guard(server)", "report", enforcer, server, Given.tool("GetCodeConnection")))
                .hasToString("3 tools: 2 guarded, 0 hidden, 1 unlisted; default deny");
    }

    @Test
    void a_caller_without_a_grant_sees_no_tool() {
        Policy policy = Given.policy();
        PolicyEnforcer enforcer =
                (PolicyEnforcer) run("perGrant(Map", "enforcer", policy, policy, Map.of("token-of-alice", "support"));

        assertThat(enforcer.isVisible(null, Given.tool("CreateCodeConnection").tool()))
                .isFalse();
    }
}
