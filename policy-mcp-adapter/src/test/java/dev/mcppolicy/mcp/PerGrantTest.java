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

import dev.mcppolicy.counter.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Scope;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
}
