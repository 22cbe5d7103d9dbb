package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static dev.mcppolicy.mcp.Policies.GET;
import static dev.mcppolicy.mcp.Policies.LIST;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.DenialCode;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients see in a list agrees with what they may call, whichever way the list is filtered. */
class ListingTest {
    private final InMemoryTransport transport = new InMemoryTransport();

    @Test
    void what_is_listed_is_what_is_callable() {
        var server = Servers.guarded(transport, PolicyEnforcer.of(connections(100)));
        InMemoryTransport.Client client = transport.connect();

        List<String> listed = client.tools();

        assertThat(listed).containsExactly(CREATE, LIST);
        server.listTools()
                .forEach(tool -> assertThat(client.call(tool.name(), Map.of()).isError())
                        .as(tool.name())
                        .isEqualTo(!listed.contains(tool.name())));
    }

    @Test
    void the_transport_hides_where_the_sdk_cannot() {
        PolicyEnforcer enforcer = PolicyEnforcer.of(connections(1));
        var unused = McpServer.sync(enforcer.hideFrom(transport))
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(Servers.rawTools()))
                .validateToolInputs(false)
                .build();
        InMemoryTransport.Client client = transport.connect();

        assertThat(client.tools()).containsExactly(CREATE, LIST);
        assertRan(client.call(CREATE, Map.of()));
        assertDenied(client.call(DELETE, Map.of()), DenialCode.HIDDEN, "(hidden)");
    }

    @Test
    void unknown_callers_see_nothing() {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
                .callers(CallerResolver.bearerGrants(Map.of("t", "alice")))
                .build();
        var unused = Servers.guarded(transport, enforcer);
        InMemoryTransport.Client client = transport.connect();

        assertThat(client.tools()).isEmpty();
        assertDenied(client.call(LIST, Map.of()), DenialCode.UNAUTHENTICATED, "(no policy)");
    }

    @Test
    void a_tool_that_is_not_listed_answers_as_one_that_does_not_exist() {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
                .denialRenderer(DenialRenderer.unlistedAsUnknown())
                .build();
        var unused = Servers.guarded(transport, enforcer);
        InMemoryTransport.Client client = transport.connect();

        assertThat(answer(client, DELETE, Map.of())).isEqualTo(answer(client, "Missing", Map.of()));
        assertThat(answer(client, GET, Map.of())).isEqualTo(answer(client, "Missing", Map.of()));
        Map<String, Object> tooLong = Map.of("a", "x".repeat(2_000_000));
        assertThat(answer(client, DELETE, tooLong)).isEqualTo(answer(client, "Missing", tooLong));
        assertRan(client.call(CREATE, Map.of()));
        assertDenied(client.call(CREATE, Map.of()), DenialCode.LIMIT_EXCEEDED, "/tools/CreateCodeConnection/limits/0");
    }

    /** The error, with the tool's name taken out. */
    private static String answer(InMemoryTransport.Client client, String tool, Map<String, Object> arguments) {
        Map<String, Object> params = new HashMap<>(Map.of("name", tool, "arguments", arguments));
        JSONRPCResponse response = client.send("tools/call", params);
        assertThat(response.error()).as(() -> "error of " + response).isNotNull();
        return response.error().toString().replace(tool, "X");
    }
}
