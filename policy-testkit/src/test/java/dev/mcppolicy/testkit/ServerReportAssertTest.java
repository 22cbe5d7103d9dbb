package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.ServerReport;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the assertions on a server's wiring notice, and what they say. */
class ServerReportAssertTest {
    private static SyncToolSpecification tool(String name) {
        return SyncToolSpecification.builder()
                .tool(Tool.builder(name, Map.of("type", "object")).build())
                .callHandler((exchange, request) ->
                        CallToolResult.builder().addTextContent("done").build())
                .build();
    }

    /** Of a server with the tool {@code create}, wrapped, and perhaps one that is not. */
    private static ServerReport report(String listed, String unguarded, boolean validatesFirst) {
        Policy policy = PolicyBuilder.policy("p").denyByDefault().tool(listed).build();
        PolicyEnforcer enforcer = PolicyEnforcer.of(policy);
        McpSyncServer server = McpServer.sync(new StdioServerTransportProvider(
                        McpJsonDefaults.getMapper(),
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream()))
                .tools(enforcer.wrap(tool("create")))
                .validateToolInputs(validatesFirst)
                .build();
        try {
            if (!unguarded.isEmpty()) {
                server.addTool(tool(unguarded));
            }
            return enforcer.inspect(server);
        } finally {
            server.close();
        }
    }

    @Test
    void a_server_whose_tools_are_all_guarded_and_known_passes() {
        ServerReport report = report("create", "", false);

        assertThatNoException()
                .isThrownBy(() ->
                        ServerReportAssert.assertThat(report).guardsEveryTool().knowsEveryName());
    }

    @Test
    void a_tool_that_is_not_guarded_fails_by_its_name() {
        ServerReport report = report("create", "delete", false);

        assertThatThrownBy(() -> ServerReportAssert.assertThat(report).guardsEveryTool())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        not guarded by the policy: `delete`

                          server  2 tools: 1 guarded, 0 hidden, 0 unlisted; default deny; NOT GUARDED: `delete`""");
    }

    @Test
    void a_server_that_validates_before_the_policy_judges_fails() {
        ServerReport report = report("create", "", true);

        assertThatThrownBy(() -> ServerReportAssert.assertThat(report).guardsEveryTool())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the server validates inputs before the policy judges");
    }

    @Test
    void a_name_in_the_policy_that_no_tool_bears_fails_with_the_one_that_may_be_meant() {
        ServerReport report = report("craete", "", false);

        assertThatThrownBy(() -> ServerReportAssert.assertThat(report).knowsEveryName())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "the policy names tools that the server does not have: `craete` (did you mean `create`?)");
    }
}
