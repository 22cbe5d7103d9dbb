package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static dev.mcppolicy.mcp.Policies.GET;
import static dev.mcppolicy.mcp.Policies.LIST;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.ReplaceablePolicy;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What an enforcer knows and does about a running server. */
class GuardTest {
    private final InMemoryTransport transport = new InMemoryTransport();
    private final ReplaceablePolicy policy = new ReplaceablePolicy(connections(2));
    private final PolicyEnforcer enforcer = PolicyEnforcer.of(policy);
    private final McpSyncServer server = Servers.guarded(transport, enforcer);

    @Test
    void one_line_says_what_is_guarded() {
        assertThat(enforcer.guard(server).report())
                .hasToString("4 tools: 2 guarded, 1 hidden, 1 unlisted; default deny");
        assertThatNoException().isThrownBy(() -> enforcer.requireGuarded(server));
    }

    @Test
    void guarding_repeats_what_the_reader_of_the_policy_warned_of() {
        Logger log = (Logger) LoggerFactory.getLogger(PolicyEnforcer.class);
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        Level before = log.getLevel();
        log.setLevel(Level.WARN);
        log.addAppender(written);
        try {
            policy.replace(
                    connections(2).withWarnings(List.of("policy.yaml:1:1: careful", "policy.yaml:2:1: more so")));
            enforcer.guard(server).close();
        } finally {
            log.detachAppender(written);
            log.setLevel(before);
        }

        assertThat(written.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(message -> assertThat(message.lines())
                        .containsExactly(
                                "the policy in force loads with warnings",
                                "policy.yaml:1:1: careful",
                                "policy.yaml:2:1: more so"));
    }

    @Test
    void a_hidden_pattern_that_no_tool_matches_is_named_and_one_that_a_tool_matches_is_not() {
        policy.replace(Policies.of("{\"version\": \"1\", \"default\": \"allow\", \"hide\": [\"Delete*\", \"Drop*\"]}"));

        GuardReport report = enforcer.inspect(server);
        assertThat(report.hidden()).containsExactly(DELETE);
        assertThat(report.toString()).contains("Drop*").doesNotContain("Delete*");
    }

    @Test
    void a_tool_added_through_the_facade_is_guarded() {
        GuardedServer guarded = enforcer.guard(server);
        guarded.addTool(Servers.raw("Another"));

        assertThatNoException().isThrownBy(() -> enforcer.requireGuarded(server));
        assertDenied(transport.connect().call("Another", Map.of()), DenialCode.NOT_LISTED, "(default deny)");
    }

    @Test
    void a_tool_added_behind_the_enforcers_back_is_named() {
        server.addTool(Servers.raw("Another"));

        assertThatThrownBy(() -> enforcer.requireGuarded(server))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not guarded by the policy: `Another`");
        assertThat(enforcer.inspect(server).toString()).contains("NOT GUARDED: `Another`");
    }

    @Test
    void a_guarded_tool_that_is_replaced_behind_the_enforcers_back_is_named() {
        server.addTool(Servers.raw(CREATE));

        assertThat(enforcer.inspect(server).unguarded()).containsExactly(CREATE);
    }

    @Test
    void the_tool_object_that_was_wrapped_does_not_pass_for_the_wrapped_tool() {
        SyncToolSpecification raw = Servers.raw("Another");
        SyncToolSpecification wrapped = enforcer.wrap(raw);
        server.addTool(wrapped);
        assertThat(enforcer.inspect(server).unguarded()).isEmpty();

        server.addTool(raw);

        assertThat(enforcer.inspect(server).unguarded()).containsExactly("Another");
    }

    @Test
    void a_tool_of_the_facades_list_does_not_pass_for_the_wrapped_tool() {
        GuardedServer guarded = enforcer.guard(server);
        Tool listed = guarded.listTools().get(0);

        server.addTool(SyncToolSpecification.builder()
                .tool(listed)
                .callHandler((exchange, request) -> Recorder.done())
                .build());

        assertThat(listed).isEqualTo(Kind.tool(CREATE));
        assertThat(guarded.report().unguarded()).containsExactly(CREATE);
    }

    @Test
    void the_tools_of_another_enforcer_are_not_guarded_by_this_one() {
        assertThat(PolicyEnforcer.of(connections(1)).inspect(server).unguarded())
                .containsExactly(CREATE, LIST, GET, DELETE);
    }

    @Test
    void a_server_that_validates_before_the_policy_is_named() {
        McpSyncServer eager = McpServer.sync(new InMemoryTransport())
                .tools(enforcer.wrap(Servers.rawTools()))
                .build();

        assertThatThrownBy(() -> enforcer.requireGuarded(eager))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the server validates inputs before the policy judges;"
                        + " build it with `validateToolInputs(false)`");
    }

    @Test
    void a_name_in_the_policy_that_no_tool_bears_is_named() {
        policy.replace(Policies.of("{'version':'1','default':'deny','hide':['DeleteCodeConection','Unheard'],"
                + "'tools':{'createcodeconnection':{},'ListCodeConnections':{}}}"));

        GuardReport report = enforcer.inspect(server);

        assertThat(report.unknown())
                .isEqualTo(Map.of("DeleteCodeConection", DELETE, "createcodeconnection", CREATE, "Unheard", ""));
        assertThat(report)
                .hasToString("4 tools: 1 guarded, 0 hidden, 3 unlisted; default deny; no tool is called"
                        + " `DeleteCodeConection` (did you mean `DeleteCodeConnection`?), `Unheard`,"
                        + " `createcodeconnection` (did you mean `CreateCodeConnection`?)");
        assertThatThrownBy(report::requireKnownTools)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("`DeleteCodeConection`");
    }

    @Test
    void hiding_all_names_no_tool() {
        policy.replace(Policies.of("{'version':'1','default':'allow','hide':['*']}"));

        assertThat(enforcer.inspect(server)).hasToString("4 tools: 0 guarded, 4 hidden, 0 unlisted; default allow");
    }

    @Test
    void prompts_and_resources_are_said_to_be_outside() {
        McpSyncServer prompting = McpServer.sync(new InMemoryTransport())
                .capabilities(
                        ServerCapabilities.builder().tools(true).prompts(true).build())
                .tools(enforcer.wrap(Servers.raw(CREATE)))
                .prompts(new SyncPromptSpecification(Prompt.builder("greet").build(), (exchange, request) -> null))
                .validateToolInputs(false)
                .build();

        assertThat(enforcer.inspect(prompting).outside()).isEqualTo(1);
        assertThat(enforcer.inspect(prompting).toString()).endsWith("1 resources and prompts are outside the policy");
    }

    @Test
    void clients_hear_of_another_policy_only_when_it_shows_other_tools() {
        GuardedServer guarded = enforcer.guard(server);
        InMemoryTransport.Client client = transport.connect();
        assertThat(client.tools()).containsExactly(CREATE, LIST);

        policy.replace(connections(5));
        assertThat(client.notifications).isEmpty();

        policy.replace(Policies.of("{'version':'1','default':'deny','tools':{'GetCodeConnection':{}}}"));
        assertThat(client.notifications).containsExactly("notifications/tools/list_changed");
        assertThat(client.tools()).containsExactly(GET);
        assertRan(client.call(GET, Map.of()));

        guarded.close();
        policy.replace(connections(5));
        assertThat(client.notifications).hasSize(1);
        assertThat(client.tools()).containsExactly(CREATE, LIST);
    }

    @Test
    void asynchronous_servers_are_guarded_alike() {
        McpAsyncServer async = McpServer.async(transport)
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrapAsync(asyncTool(CREATE), asyncTool(DELETE)))
                .addToolFilter(enforcer::isVisibleAsync)
                .validateToolInputs(false)
                .build();
        try (GuardedAsyncServer guarded = enforcer.guard(async)) {
            guarded.addTool(asyncTool(GET)).block();
            InMemoryTransport.Client client = transport.connect();

            assertThat(guarded.report())
                    .hasToString("3 tools: 1 guarded, 1 hidden, 1 unlisted; default deny;"
                            + " no tool is called `ListCodeConnections`");
            assertThat(client.tools()).containsExactly(CREATE);
            assertRan(client.call(CREATE, Map.of()));
            assertDenied(client.call(DELETE, Map.of()), DenialCode.HIDDEN, "(hidden)");
            async.addTool(asyncTool("Another")).block();
            assertThatThrownBy(() -> enforcer.requireGuarded(async)).hasMessageContaining("`Another`");
            policy.replace(Policies.allowAll());
            assertThat(client.notifications).contains("notifications/tools/list_changed");
        }
    }

    @Test
    void stateless_servers_can_be_inspected() {
        McpStatelessSyncServer stateless = McpServer.sync(
                        HttpServletStatelessServerTransport.builder().build())
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrapStateless(McpStatelessServerFeatures.SyncToolSpecification.builder()
                        .tool(Kind.tool(CREATE))
                        .callHandler((context, request) -> Recorder.done())
                        .build()))
                .build();

        assertThat(enforcer.inspect(stateless).unguarded()).isEmpty();
        assertThat(enforcer.inspect(stateless).validatesFirst()).isTrue();
    }

    private static AsyncToolSpecification asyncTool(String name) {
        return AsyncToolSpecification.builder()
                .tool(Kind.tool(name))
                .callHandler((exchange, request) -> Mono.just(Recorder.done()))
                .build();
    }
}
