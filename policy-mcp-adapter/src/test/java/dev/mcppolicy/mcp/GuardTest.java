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
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.tool.ToolFinding;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessAsyncServer;
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
        assertThat(enforcer.start(server)).hasToString("4 tools: 2 guarded, 1 hidden, 1 unlisted; default deny");
        assertThat(enforcer.inspect(server).findings()).isEmpty();
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
            enforcer.guard(server);
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

        ServerReport report = enforcer.inspect(server);
        assertThat(report.hidden()).containsExactly(DELETE);
        assertThat(report.toString()).contains("Drop*").doesNotContain("Delete*");
    }

    @Test
    void a_tool_wrapped_later_is_guarded() {
        enforcer.start(server);
        server.addTool(enforcer.wrap(Servers.raw("Another")));

        assertThatNoException().isThrownBy(() -> enforcer.start(server));
        assertDenied(transport.connect().call("Another", Map.of()), DenialCode.NOT_LISTED, "(default deny)");
    }

    @Test
    void a_tool_added_behind_the_enforcers_back_is_named() {
        server.addTool(Servers.raw("Another"));

        assertThatThrownBy(() -> enforcer.start(server))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not guarded by the policy: `Another`");
        assertThat(enforcer.guard(server).toString()).contains("NOT GUARDED: `Another`");
        assertThat(enforcer.inspect(server).findings())
                .extracting(ToolFinding::kind, ToolFinding::tool)
                .containsExactly(tuple(ToolFinding.Kind.UNGUARDED_TOOL, "Another"));
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
    void the_tool_object_of_a_guarded_tool_is_not_wrapped_again() {
        Tool listed = server.listTools().get(0);

        assertThatThrownBy(() -> enforcer.wrap(SyncToolSpecification.builder()
                        .tool(listed)
                        .callHandler((exchange, request) -> Recorder.done())
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the tool `" + CREATE + "` is guarded already");
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

        assertThatThrownBy(() -> enforcer.start(eager))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the server validates inputs before the policy judges;"
                        + " build it with `validateToolInputs(false)`");
    }

    @Test
    void a_name_in_the_policy_that_no_tool_bears_is_named() {
        policy.replace(Policies.of("{'version':'1','default':'deny','hide':['DeleteCodeConection','Unheard'],"
                + "'tools':{'createcodeconnection':{},'ListCodeConnections':{}}}"));

        ServerReport report = enforcer.inspect(server);

        assertThat(report.findings())
                .extracting(ToolFinding::tool, ToolFinding::pointer, ToolFinding::help)
                .containsExactly(
                        tuple("createcodeconnection", "/tools/createcodeconnection", "did you mean `" + CREATE + "`?"),
                        tuple("DeleteCodeConection", "/hide/0", "did you mean `" + DELETE + "`?"),
                        tuple("Unheard", "/hide/1", null));
        assertThat(report)
                .hasToString("4 tools: 1 guarded, 0 hidden, 3 unlisted; default deny; no tool is called"
                        + " `DeleteCodeConection` (did you mean `DeleteCodeConnection`?), `Unheard`,"
                        + " `createcodeconnection` (did you mean `CreateCodeConnection`?)");
        assertThatThrownBy(report::requireKnownTools)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("`DeleteCodeConection`");
        assertThatThrownBy(() -> enforcer.start(server))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the policy names tools that the server does not have: `DeleteCodeConection`");
        assertThat(enforcer.guard(server)).hasToString(report.toString());
    }

    @Test
    void a_server_is_told_all_that_is_wrong_with_it_at_once() {
        policy.replace(Policies.of("{'version':'1','default':'deny','tools':{'Unheard':{}}}"));
        McpSyncServer wrong = McpServer.sync(new InMemoryTransport())
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(Servers.raw(CREATE))
                .build();

        assertThatThrownBy(() -> enforcer.start(wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not guarded by the policy: `" + CREATE + "`; the server validates inputs before the policy"
                        + " judges; build it with `validateToolInputs(false)`; the policy names tools that the server"
                        + " does not have: `Unheard`");
    }

    private McpSyncServer charging() {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "properties",
                Map.of("amount", Map.of("type", "number"), "note", Map.of("type", "string")));
        return McpServer.sync(new InMemoryTransport())
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(SyncToolSpecification.builder()
                        .tool(Tool.builder("charge", schema).build())
                        .callHandler((exchange, request) -> Recorder.done())
                        .build()))
                .validateToolInputs(false)
                .build();
    }

    @Test
    void an_argument_in_a_rule_that_the_tool_does_not_have_is_refused_with_the_place_and_the_cure() {
        policy.replace(Policies.of("{'version':'1','default':'deny','tools':{'charge':{'deny_if':[{'conditions':"
                + "[{'path':'args.amuont','op':'gt','value':5}]}]}}}"));
        McpSyncServer charging = charging();

        assertThatThrownBy(() -> enforcer.start(charging))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("/tools/charge/deny_if/0: `charge` has no argument `args.amuont` (did you mean `amount`?)");
        assertThat(enforcer.inspect(charging))
                .hasToString("1 tool: 1 guarded, 0 hidden, 0 unlisted; default deny;"
                        + " 1 error in rules against the schemas of tools");
        assertThatNoException().isThrownBy(() -> enforcer.inspect(charging).requireKnownTools());
    }

    @Test
    void a_rule_that_leaving_out_an_argument_avoids_is_counted_and_refuses_nothing() {
        policy.replace(Policies.of("{'version':'1','default':'deny','tools':{'charge':{'deny_if':[{'conditions':"
                + "[{'path':'args.amount','op':'gt','value':5}]}]}}}"));

        ServerReport report = enforcer.start(charging());

        assertThat(report)
                .hasToString("1 tool: 1 guarded, 0 hidden, 0 unlisted; default deny;"
                        + " 1 warning about the policy and the tools");
        assertThat(report.warnings())
                .containsExactly(
                        "/tools/charge/deny_if/0: `args.amount` is optional in `charge`, and leaving it out avoids"
                                + " the rule (require that the argument `exists`)");
    }

    @Test
    void a_server_that_is_refused_is_not_watched() {
        InMemoryTransport.Client client = transport.connect();
        server.addTool(Servers.raw("Another"));
        assertThatThrownBy(() -> enforcer.start(server)).isInstanceOf(IllegalStateException.class);

        policy.replace(Policies.allowAll());

        assertThat(client.notifications).containsOnlyOnce("notifications/tools/list_changed");
    }

    @Test
    void a_name_that_two_policies_have_and_no_tool_bears_is_told_once() {
        PolicyEnforcer grants = PolicyEnforcer.perGrant(Map.of(
                        "a",
                        Policies.of("{'version':'1','default':'deny','tools':{'Unheard':{},'" + CREATE + "':{}}}"),
                        "b",
                        Policies.of("{'version':'1','default':'allow','tools':{'Unheard':{},'" + LIST + "':{}}}")))
                .callers(CallerResolver.anonymous())
                .build();

        ServerReport report = grants.inspect(Servers.guarded(new InMemoryTransport(), grants));

        assertThat(report)
                .hasToString("4 tools: 2 guarded, 0 hidden, 2 unlisted; default deny or allow;"
                        + " no tool is called `Unheard`");
        assertThat(report.findings())
                .extracting(ToolFinding::kind, ToolFinding::tool)
                .containsExactlyInAnyOrder(
                        tuple(ToolFinding.Kind.UNKNOWN_TOOL, "Unheard"),
                        tuple(ToolFinding.Kind.UNLISTED_TOOL, CREATE),
                        tuple(ToolFinding.Kind.UNLISTED_TOOL, GET),
                        tuple(ToolFinding.Kind.UNLISTED_TOOL, DELETE));
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
        enforcer.start(server);
        enforcer.guard(server);
        InMemoryTransport.Client client = transport.connect();
        assertThat(client.tools()).containsExactly(CREATE, LIST);

        policy.replace(connections(5));
        assertThat(client.notifications).isEmpty();

        policy.replace(Policies.of("{'version':'1','default':'deny','tools':{'GetCodeConnection':{}}}"));
        assertThat(client.notifications).containsExactly("notifications/tools/list_changed");
        assertThat(client.tools()).containsExactly(GET);
        assertRan(client.call(GET, Map.of()));

        enforcer.stop(server);
        enforcer.stop(server);
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
        enforcer.guard(async);
        async.addTool(enforcer.wrapAsync(asyncTool(GET))).block();
        InMemoryTransport.Client client = transport.connect();

        assertThat(enforcer.inspect(async))
                .hasToString("3 tools: 1 guarded, 1 hidden, 1 unlisted; default deny;"
                        + " no tool is called `ListCodeConnections` (did you mean `GetCodeConnection`?)");
        assertThat(client.tools()).containsExactly(CREATE);
        assertRan(client.call(CREATE, Map.of()));
        assertDenied(client.call(DELETE, Map.of()), DenialCode.HIDDEN, "(hidden)");
        async.addTool(asyncTool("Another")).block();
        assertThatThrownBy(() -> enforcer.start(async)).hasMessageContaining("`Another`");
        client.notifications.clear();
        policy.replace(Policies.allowAll());
        assertThat(client.notifications).containsExactly("notifications/tools/list_changed");
        enforcer.stop(async);
        policy.replace(connections(2));
        assertThat(client.notifications).hasSize(1);
    }

    @Test
    void stateless_servers_are_guarded_alike() {
        McpStatelessSyncServer eager = stateless(enforcer)
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .build();
        policy.replace(Policies.of("{'version':'1','default':'deny','tools':{'" + CREATE + "':{}}}"));

        assertThat(enforcer.inspect(eager).unguarded()).isEmpty();
        assertThat(enforcer.inspect(eager).validatesFirst()).isTrue();
        assertThat(enforcer.guard(eager).toString()).endsWith("inputs are validated BEFORE the policy judges");
        assertThatThrownBy(() -> enforcer.start(eager))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the server validates inputs");

        McpStatelessSyncServer server = stateless(enforcer)
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .validateToolInputs(false)
                .build();
        assertThat(enforcer.start(server)).hasToString("1 tool: 1 guarded, 0 hidden, 0 unlisted; default deny");
        assertThatThrownBy(() -> PolicyEnforcer.of(policy).start(server))
                .hasMessage("not guarded by the policy: `" + CREATE + "`");
    }

    private static McpServer.StatelessSyncSpecification stateless(PolicyEnforcer enforcer) {
        return McpServer.sync(HttpServletStatelessServerTransport.builder().build())
                .tools(enforcer.wrapStateless(McpStatelessServerFeatures.SyncToolSpecification.builder()
                        .tool(Kind.tool(CREATE))
                        .callHandler((context, request) -> Recorder.done())
                        .build()));
    }

    @Test
    void stateless_asynchronous_servers_are_guarded_alike() {
        policy.replace(Policies.of("{'version':'1','default':'deny','tools':{'" + CREATE + "':{}}}"));
        McpStatelessAsyncServer server = McpServer.async(
                        HttpServletStatelessServerTransport.builder().build())
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrapStatelessAsync(McpStatelessServerFeatures.AsyncToolSpecification.builder()
                        .tool(Kind.tool(CREATE))
                        .callHandler((context, request) -> Mono.just(Recorder.done()))
                        .build()))
                .validateToolInputs(false)
                .build();

        assertThat(enforcer.start(server)).hasToString("1 tool: 1 guarded, 0 hidden, 0 unlisted; default deny");
        assertThat(enforcer.guard(server)).hasToString(enforcer.inspect(server).toString());
        assertThatThrownBy(() -> PolicyEnforcer.of(policy).start(server))
                .hasMessage("not guarded by the policy: `" + CREATE + "`");
    }

    private static AsyncToolSpecification asyncTool(String name) {
        return AsyncToolSpecification.builder()
                .tool(Kind.tool(name))
                .callHandler((exchange, request) -> Mono.just(Recorder.done()))
                .build();
    }
}
