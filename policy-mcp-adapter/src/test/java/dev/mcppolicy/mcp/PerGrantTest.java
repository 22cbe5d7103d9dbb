package dev.mcppolicy.mcp;

import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.predicate;
import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.LIST;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Scope;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A policy for each grant. */
class PerGrantTest {
    private static final String LIMIT = "/tools/CreateCodeConnection/limits/0";

    private static final String LIST_LIMIT = "/tools/ListCodeConnections/limits/0";
    private static final String REQUIREMENT = "/tools/ListCodeConnections/require/0";

    private final List<DecisionEvent> events = new ArrayList<>();

    private PolicyEnforcer enforcer(Map<String, Policy> policies) {
        return PolicyEnforcer.perGrant(policies)
                .callers(origin -> Optional.ofNullable((String) origin.context().get("grant"))
                        .map(grant -> grant.equals("nameless") ? Caller.ofPrincipal("x") : Caller.ofGrant(grant)))
                .clock(() -> Instant.parse("2026-01-15T12:00:18Z"))
                .store(new InMemoryCounterStore())
                .listener(events::add)
                .build();
    }

    private static CallToolResult call(PolicyEnforcer enforcer, String grant, String tool) {
        return call(enforcer, grant, tool, Map.of());
    }

    private static CallToolResult call(
            PolicyEnforcer enforcer, String grant, String tool, Map<String, Object> arguments) {
        return enforcer.wrapStateless(SyncToolSpecification.builder()
                        .tool(Kind.tool(tool))
                        .callHandler((context, request) -> Recorder.done())
                        .build())
                .callHandler()
                .apply(context(grant), request(tool, arguments));
    }

    private static McpTransportContext context(String grant) {
        return McpTransportContext.create(Map.of("grant", grant));
    }

    @Test
    void each_grant_is_judged_by_its_own_policy() {
        PolicyEnforcer enforcer = enforcer(Map.of(
                "writer", connections(1),
                "reader", Policies.of("{'version':'1','default':'deny','tools':{'ListCodeConnections':{}}}")));

        assertRan(call(enforcer, "writer", CREATE));
        assertDenied(call(enforcer, "writer", CREATE), DenialCode.LIMIT_EXCEEDED, LIMIT);
        assertDenied(call(enforcer, "reader", CREATE), DenialCode.NOT_LISTED, "(default deny)");
        assertRan(call(enforcer, "reader", LIST));
        assertThat(enforcer.isVisible(context("writer"), Kind.tool(CREATE))).isTrue();
        assertThat(enforcer.isVisible(context("reader"), Kind.tool(CREATE))).isFalse();
    }

    @Test
    void a_grant_without_a_policy_is_denied_and_sees_nothing() {
        PolicyEnforcer enforcer = enforcer(Map.of("writer", Policies.allowAll()));

        for (String grant : List.of("other", "nameless", "Writer")) {
            assertDenied(call(enforcer, grant, LIST), DenialCode.NO_POLICY, "(no policy)");
            assertThat(enforcer.isVisible(context(grant), Kind.tool(LIST)))
                    .as(grant)
                    .isFalse();
        }
        assertDenied(
                enforcer.wrapStateless(SyncToolSpecification.builder()
                                .tool(Kind.tool(LIST))
                                .callHandler((context, request) -> Recorder.done())
                                .build())
                        .callHandler()
                        .apply(McpTransportContext.EMPTY, request(LIST, null)),
                DenialCode.UNAUTHENTICATED,
                "(no policy)");
        assertThat(events).hasSize(4).allSatisfy(event -> assertThat(event.decision())
                .isInstanceOf(Decision.Deny.class));
    }

    @Test
    void equal_policies_count_together_for_all_and_different_ones_apart() {
        String global = "{'version':'1','default':'allow','all_tools':{'limits':[{'counter':'c','window':'minute',"
                + "'max':MAX,'scope':'global'}]}}";
        PolicyEnforcer enforcer = enforcer(Map.of(
                "a", Policies.of(global.replace("MAX", "1")),
                "b", Policies.of(global.replace("MAX", "1")),
                "c", Policies.of(global.replace("MAX", "2"))));

        assertRan(call(enforcer, "a", LIST));
        assertDenied(call(enforcer, "b", LIST), DenialCode.LIMIT_EXCEEDED, "/all_tools/limits/0");
        assertRan(call(enforcer, "c", LIST));
        assertRan(call(enforcer, "c", LIST));
        assertDenied(call(enforcer, "c", LIST), DenialCode.LIMIT_EXCEEDED, "/all_tools/limits/0");
    }

    private static Policy forRegion(Predicate<Map<String, @Nullable Object>> ownRegion) {
        return PolicyBuilder.policy("regions")
                .denyByDefault()
                .tool(LIST, tool -> {
                    tool.require(predicate("own region", ownRegion));
                    tool.limit(calls().atMost(1).perDay().per(Scope.GLOBAL));
                })
                .build();
    }

    @Test
    void policies_that_differ_in_a_predicate_of_one_name_are_never_taken_for_each_other() {
        Policy eu = forRegion(arguments -> "eu".equals(arguments.get("region")));
        Policy us = forRegion(arguments -> "us".equals(arguments.get("region")));
        PolicyEnforcer enforcer = enforcer(Map.of("eu", eu, "us", us));

        assertThat(eu).isEqualTo(us);
        assertDenied(call(enforcer, "us", LIST, Map.of("region", "eu")), DenialCode.DENIED_BY_RULE, REQUIREMENT);
        assertDenied(call(enforcer, "eu", LIST, Map.of("region", "us")), DenialCode.DENIED_BY_RULE, REQUIREMENT);
        assertRan(call(enforcer, "eu", LIST, Map.of("region", "eu")));
        assertRan(call(enforcer, "us", LIST, Map.of("region", "us")));
        assertDenied(call(enforcer, "us", LIST, Map.of("region", "us")), DenialCode.LIMIT_EXCEEDED, LIST_LIMIT);
    }

    @Test
    void policies_with_the_same_predicate_count_together() {
        Predicate<Map<String, @Nullable Object>> any = arguments -> true;
        PolicyEnforcer enforcer = enforcer(Map.of("a", forRegion(any), "b", forRegion(any)));

        assertRan(call(enforcer, "a", LIST));
        assertDenied(call(enforcer, "b", LIST), DenialCode.LIMIT_EXCEEDED, LIST_LIMIT);
    }

    @Test
    void callers_must_be_told_apart() {
        assertThatThrownBy(() ->
                        PolicyEnforcer.perGrant(Map.of("a", connections(1))).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a policy for each grant needs `callers` that name the grant");
        assertThatThrownBy(() -> PolicyEnforcer.perGrant(Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PolicyEnforcer.perGrant(Map.of("", connections(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private final AtomicReference<Map<String, PolicySource>> policies = new AtomicReference<>(Map.of());

    private PolicyEnforcerBuilder following() {
        return PolicyEnforcer.perGrant(policies::get)
                .callers(origin -> Optional.ofNullable((String) origin.context().get("grant"))
                        .map(Caller::ofGrant))
                .clock(() -> Instant.parse("2026-01-15T12:00:18Z"));
    }

    private static PolicySource once() {
        return PolicySource.of(connections(1));
    }

    @Test
    void a_grant_that_comes_is_judged_and_one_that_is_gone_has_no_policy() {
        PolicyEnforcer enforcer = following().build();
        assertDenied(call(enforcer, "a", CREATE), DenialCode.NO_POLICY, "(no policy)");

        policies.set(Map.of("a", once()));
        assertThat(enforcer.isVisible(context("a"), Kind.tool(CREATE))).isTrue();
        assertRan(call(enforcer, "a", CREATE));
        assertDenied(call(enforcer, "A", CREATE), DenialCode.NO_POLICY, "(no policy)");

        policies.set(Map.of());
        assertThat(enforcer.isVisible(context("a"), Kind.tool(CREATE))).isFalse();
        assertDenied(call(enforcer, "a", CREATE), DenialCode.NO_POLICY, "(no policy)");
    }

    @Test
    void a_map_that_changes_in_place_is_believed_at_once() {
        Map<String, PolicySource> live = new ConcurrentHashMap<>();
        policies.set(live);
        PolicyEnforcer enforcer = following().build();

        live.put("a", once());
        assertRan(call(enforcer, "a", CREATE));
        live.put("a", PolicySource.of(Policies.of("{'version':'1','default':'deny','tools':{}}")));
        assertDenied(call(enforcer, "a", CREATE), DenialCode.NOT_LISTED, "(default deny)");
        live.remove("a");
        assertDenied(call(enforcer, "a", CREATE), DenialCode.NO_POLICY, "(no policy)");
    }

    @Test
    void the_counters_of_a_grant_survive_another_policy_another_source_and_its_absence() {
        ReplaceablePolicy first = new ReplaceablePolicy(connections(2));
        policies.set(Map.of("a", first));
        PolicyEnforcer enforcer = following().build();

        assertRan(call(enforcer, "a", CREATE));
        assertRan(call(enforcer, "a", CREATE));
        first.replace(connections(3));
        assertRan(call(enforcer, "a", CREATE));
        policies.set(Map.of("a", PolicySource.of(connections(4))));
        assertRan(call(enforcer, "a", CREATE));
        assertDenied(call(enforcer, "a", CREATE), DenialCode.LIMIT_EXCEEDED, LIMIT);
        policies.set(Map.of());
        assertDenied(call(enforcer, "a", CREATE), DenialCode.NO_POLICY, "(no policy)");
        policies.set(Map.of("a", PolicySource.of(connections(4))));
        assertDenied(call(enforcer, "a", CREATE), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @Test
    void a_grant_that_comes_to_others_of_its_source_does_not_begin_their_counters_anew() {
        PolicySource shared = once();
        policies.set(Map.of("b", shared));
        PolicyEnforcer enforcer = following().build();
        assertRan(call(enforcer, "b", CREATE));

        policies.set(Map.of("a", shared, "b", shared));
        assertDenied(call(enforcer, "b", CREATE), DenialCode.LIMIT_EXCEEDED, LIMIT);
        policies.set(Map.of("a", once(), "b", shared));
        assertRan(call(enforcer, "a", CREATE));
        assertDenied(call(enforcer, "b", CREATE), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @Test
    void a_call_that_runs_keeps_its_policy_though_its_grant_goes() {
        Map<String, PolicySource> with = Map.of("a", once());
        policies.set(with);
        PolicyEnforcer enforcer = following().build();
        CallToolResult result = enforcer.wrapStateless(SyncToolSpecification.builder()
                        .tool(Kind.tool(CREATE))
                        .callHandler((context, request) -> {
                            policies.set(Map.of());
                            assertDenied(call(enforcer, "a", LIST), DenialCode.NO_POLICY, "(no policy)");
                            return Recorder.done();
                        })
                        .build())
                .callHandler()
                .apply(context("a"), request(CREATE, Map.of()));

        assertRan(result);
        policies.set(with);
        assertDenied(call(enforcer, "a", CREATE), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @Test
    void engines_of_grants_that_are_gone_are_let_go() {
        GrantEngineRegister register =
                new GrantEngineRegister(policies::get, (source, name) -> PolicyEngine.of(connections(1)));
        for (int i = 0; i < 1_000; i++) {
            policies.set(Map.of("grant " + i, once(), "other " + i, once()));
            assertThat(register.engineOf("grant " + i)).isNotNull();
        }

        assertThat(register)
                .extracting("found.engines")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasSize(2);
    }

    @Test
    void a_source_that_fails_is_the_trouble_of_its_own_grants() {
        policies.set(Map.of("a", once()));
        PolicyEnforcer enforcer = following().build();
        PolicySource broken = new PolicySource() {
            @Override
            public Policy current() {
                throw new IllegalStateException("out of order");
            }

            @Override
            public Subscription subscribe(Consumer<? super Policy> listener) {
                return () -> {};
            }
        };
        policies.set(Map.of("a", policies.get().get("a"), "b", broken));

        assertDenied(call(enforcer, "b", CREATE), DenialCode.INTERNAL_ERROR, "(engine)");
        assertThat(enforcer.isVisible(context("b"), Kind.tool(CREATE))).isFalse();
        assertRan(call(enforcer, "a", CREATE));
    }

    @Test
    void a_map_that_cannot_be_had_denies() {
        PolicyEnforcer enforcer = following().build();
        policies.set(null);

        assertDenied(call(enforcer, "a", CREATE), DenialCode.INTERNAL_ERROR, "(engine)");
        assertThat(enforcer.isVisible(context("a"), Kind.tool(CREATE))).isFalse();
    }

    /** What was listened to when a source failed was lost from sight, and told clients of grants that were gone. */
    @Test
    void a_source_that_cannot_be_listened_to_hides_no_other() {
        ReplaceablePolicy own = new ReplaceablePolicy(connections(1));
        policies.set(Map.of("b", own));
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(policies::get)
                .callers(CallerResolver.anonymous())
                .build();
        InMemoryTransport transport = new InMemoryTransport();
        McpSyncServer server = Servers.guarded(transport, enforcer);
        enforcer.start(server);
        InMemoryTransport.Client client = transport.connect();
        PolicySource deaf = new PolicySource() {
            @Override
            public Policy current() {
                return connections(1);
            }

            @Override
            public Subscription subscribe(Consumer<? super Policy> listener) {
                throw new IllegalStateException("out of order");
            }
        };

        policies.set(Map.of("a", deaf, "b", own));
        client.tools();
        policies.set(Map.of());
        client.tools();
        int told = client.notifications.size();
        own.replace(Policies.allowAll());

        assertThat(client.notifications).hasSize(told);
    }

    @Test
    void clients_hear_of_grants_that_come_and_go_when_the_next_request_shows_it() {
        ReplaceablePolicy own = new ReplaceablePolicy(connections(1));
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(policies::get)
                .callers(CallerResolver.anonymous())
                .build();
        InMemoryTransport transport = new InMemoryTransport();
        McpSyncServer server = Servers.guarded(transport, enforcer);
        enforcer.start(server);
        InMemoryTransport.Client client = transport.connect();

        policies.set(Map.of("a", own));
        assertThat(client.notifications).isEmpty();
        client.tools();
        assertThat(client.notifications).containsExactly("notifications/tools/list_changed");
        own.replace(Policies.allowAll());
        assertThat(client.notifications).hasSize(2);
        policies.set(Map.of("a", PolicySource.of(Policies.allowAll())));
        client.tools();
        assertThat(client.notifications)
                .as("another source that shows the same")
                .hasSize(2);
        own.replace(connections(1));
        assertThat(client.notifications)
                .as("a source that no grant has any more")
                .hasSize(2);
        policies.set(Map.of());
        client.tools();
        assertThat(client.notifications).hasSize(3);
        enforcer.stop(server);
        policies.set(Map.of("a", own));
        client.tools();
        assertThat(client.notifications).hasSize(3);
    }
}
