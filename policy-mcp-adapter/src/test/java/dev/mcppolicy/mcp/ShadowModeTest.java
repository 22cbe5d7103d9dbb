package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static dev.mcppolicy.mcp.Policies.GET;
import static dev.mcppolicy.mcp.Policies.LIST;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.ToolPolicy;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Shadow mode through the real SDK: calls run, and the events say what would have become of them. */
class ShadowModeTest {
    private final InMemoryTransport transport = new InMemoryTransport();
    private final InMemoryCounterStore store = new InMemoryCounterStore(100);
    private final List<DecisionEvent> heard = new CopyOnWriteArrayList<>();

    private PolicyEnforcerBuilder builder(Policy policy) {
        return PolicyEnforcer.builder(policy).store(store).listener(heard::add);
    }

    private InMemoryTransport.Client client(PolicyEnforcer enforcer) {
        var unused = Servers.guarded(transport, enforcer);
        return transport.connect();
    }

    /** Which view would have decided what, for each call. */
    private List<String> wouldBe() {
        return heard.stream()
                .flatMap(event -> event.shadow().stream())
                .map(shadow -> shadow.view() + " " + shadow.kind().id()
                        + (shadow.rule() == null ? "" : " " + shadow.rule()) + (shadow.differs() ? " differs" : ""))
                .toList();
    }

    private static Policy withShadowRules(Policy policy) {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        policy.tools()
                .forEach((name, tool) -> tools.put(
                        name,
                        new ToolPolicy(tool.rules().stream()
                                .map(rule -> rule.withMode(Mode.SHADOW))
                                .toList())));
        return new PolicyParts(policy.name(), policy.format(), policy.defaultAction())
                .description(policy.description())
                .hidden(policy.hidden())
                .tools(tools)
                .everyTool(policy.everyTool())
                .policy();
    }

    private void runsEverything(PolicyEnforcer enforcer) {
        InMemoryTransport.Client client = client(enforcer);

        assertThat(client.tools())
                .as("what is callable is listed")
                .containsExactlyInAnyOrder(CREATE, LIST, GET, DELETE);
        for (String tool : List.of(CREATE, CREATE, CREATE, LIST, GET, DELETE)) {
            assertRan(client.call(tool, Map.of()));
        }

        assertThat(wouldBe())
                .containsExactly(
                        "(policy) allow",
                        "(policy) allow",
                        "(policy) deny /tools/CreateCodeConnection/limits/0 differs",
                        "(policy) allow",
                        "(policy) deny (default deny) differs",
                        "(policy) deny (hidden) differs");
        assertThat(store.size()).as("real counters").isZero();
    }

    @Test
    void an_enforcer_in_shadow_mode_runs_every_call() {
        runsEverything(builder(connections(2))
                .engine(options -> options.mode(Mode.SHADOW))
                .build());
    }

    @Test
    void a_policy_in_shadow_mode_runs_every_call() {
        runsEverything(builder(connections(2).withMode(Mode.SHADOW)).build());
    }

    @Test
    void a_limit_in_shadow_mode_refuses_nothing_while_the_rest_is_enforced() {
        InMemoryTransport.Client client =
                client(builder(withShadowRules(connections(2))).build());

        assertThat(client.tools()).containsExactly(CREATE, LIST);
        for (int i = 0; i < 3; i++) {
            assertRan(client.call(CREATE, Map.of()));
        }
        assertDenied(client.call(DELETE, Map.of()), DenialCode.HIDDEN, "(hidden)");

        assertThat(wouldBe())
                .containsExactly(
                        "(policy) allow",
                        "(policy) allow",
                        "(policy) deny /tools/CreateCodeConnection/limits/0 differs",
                        "(policy) deny (hidden)");
        assertThat(store.size()).as("real counters").isZero();
    }

    @Test
    void a_policy_beside_is_heard_and_not_felt() {
        InMemoryTransport.Client client = client(builder(connections(2))
                .engine(options -> options.shadow("stricter", PolicySource.of(connections(1))))
                .engine(options -> options.shadow("open", PolicySource.of(Policies.allowAll())))
                .build());

        assertThat(client.tools()).containsExactly(CREATE, LIST);
        assertRan(client.call(CREATE, Map.of()));
        assertRan(client.call(CREATE, Map.of()));
        assertDenied(client.call(CREATE, Map.of()), DenialCode.LIMIT_EXCEEDED, "/tools/CreateCodeConnection/limits/0");

        assertThat(wouldBe())
                .containsExactly(
                        "stricter allow",
                        "open allow",
                        "stricter deny /tools/CreateCodeConnection/limits/0 differs",
                        "open allow",
                        "stricter deny /tools/CreateCodeConnection/limits/0",
                        "open allow differs");
        assertThat(store.size()).as("real counters").isOne();
    }

    @Test
    void every_grant_has_its_own_counters_in_shadow_mode() {
        AtomicReference<Caller> caller = new AtomicReference<>(Caller.ofGrant("alice"));
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(Map.of("alice", connections(1), "bob", connections(2)))
                .callers(origin -> Optional.of(caller.get()))
                .engine(options -> options.mode(Mode.SHADOW))
                .listener(heard::add)
                .build();
        InMemoryTransport.Client client = client(enforcer);

        for (String grant : List.of("alice", "bob", "alice", "bob", "bob")) {
            caller.set(Caller.ofGrant(grant));
            assertRan(client.call(CREATE, Map.of()));
        }

        assertThat(wouldBe())
                .containsExactly(
                        "(policy) allow",
                        "(policy) allow",
                        "(policy) deny /tools/CreateCodeConnection/limits/0 differs",
                        "(policy) allow",
                        "(policy) deny /tools/CreateCodeConnection/limits/0 differs");
    }

    @Test
    void a_stranger_is_denied_in_shadow_mode_too() {
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(Map.of("alice", connections(1)))
                .callers(CallerResolver.bearerGrants(Map.of("t", "alice")))
                .engine(options -> options.mode(Mode.SHADOW))
                .engine(options -> options.shadow("next", PolicySource.of(Policies.allowAll())))
                .listener(heard::add)
                .build();
        InMemoryTransport.Client stranger = client(enforcer);

        assertDenied(stranger.call(LIST, Map.of()), DenialCode.UNAUTHENTICATED, "(no policy)");
        assertThat(stranger.tools()).isEmpty();
        assertThat(wouldBe()).containsExactly("next allow differs");
    }

    @Test
    void arguments_that_cannot_be_handed_on_are_denied_in_shadow_mode_too() {
        InMemoryTransport.Client client = client(builder(connections(2))
                .engine(options -> options.mode(Mode.SHADOW))
                .build());

        assertDenied(
                client.call(CREATE, Map.of("a", "x".repeat(2_000_000))), DenialCode.INVALID_ARGUMENTS, "(arguments)");
    }

    @Test
    void an_approval_in_shadow_mode_asks_nobody() {
        Policy asking = Policies.of("{'version':'1','default':'allow','tools':{"
                + "'CreateCodeConnection':{'action':'require_approval'}}}");
        InMemoryTransport.Client client = client(builder(asking.withMode(Mode.SHADOW))
                .approver(ElicitationApprover.of())
                .build());

        assertRan(client.call(CREATE, Map.of()));
        assertThat(wouldBe()).containsExactly("(policy) approval_required /tools/CreateCodeConnection/action differs");
    }

    @Test
    void a_handler_that_never_ran_gives_back_what_shadow_mode_charged() {
        PolicyEnforcer enforcer = builder(connections(1))
                .engine(options -> options.mode(Mode.SHADOW))
                .build();
        var unused = McpServer.sync(transport)
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(SyncToolSpecification.builder()
                        .tool(Kind.tool(CREATE))
                        .callHandler((exchange, request) -> {
                            throw new ToolNotExecutedException("not today");
                        })
                        .build()))
                .validateToolInputs(false)
                .build();
        InMemoryTransport.Client client = transport.connect();

        for (int i = 0; i < 3; i++) {
            client.send("tools/call", Map.of("name", CREATE, "arguments", Map.of()));
        }

        assertThat(wouldBe()).containsExactly("(policy) allow", "(policy) allow", "(policy) allow");
    }

    @Test
    void the_start_line_says_what_is_not_enforced() {
        assertThat(report(builder(connections(1)).engine(options -> options.mode(Mode.SHADOW))))
                .isEqualTo("4 tools: 2 guarded, 1 hidden, 1 unlisted; default deny; SHADOW MODE: NOTHING IS ENFORCED");
        assertThat(report(builder(connections(1).withMode(Mode.SHADOW))
                        .engine(options -> options.shadow("next", PolicySource.of(connections(3))))))
                .endsWith("; SHADOW MODE: NOTHING IS ENFORCED; policy `next` in shadow mode beside");
        assertThat(report(builder(withShadowRules(connections(1))))).endsWith("; default deny; 1 rule in shadow mode");
        assertThat(report(PolicyEnforcer.perGrant(
                                Map.of("a", connections(1).withMode(Mode.SHADOW), "b", withShadowRules(connections(1))))
                        .callers(CallerResolver.anonymous())))
                .endsWith("; SHADOW MODE: 1 of 2 policies NOT ENFORCED; 1 rule in shadow mode");
    }

    private static String report(PolicyEnforcerBuilder options) {
        PolicyEnforcer enforcer = options.build();
        return enforcer.start(Servers.guarded(new InMemoryTransport(), enforcer))
                .toString();
    }

    @Test
    void clients_are_told_when_a_policy_leaves_shadow_mode() {
        ReplaceablePolicy source = new ReplaceablePolicy(connections(1).withMode(Mode.SHADOW));
        PolicyEnforcer enforcer =
                PolicyEnforcer.builder(source).listener(heard::add).build();
        enforcer.start(Servers.guarded(transport, enforcer));
        InMemoryTransport.Client client = transport.connect();
        assertThat(client.tools()).hasSize(4);

        source.replace(connections(1));

        assertThat(client.tools()).containsExactly(CREATE, LIST);
        assertThat(client.notifications).contains("notifications/tools/list_changed");
    }
}
