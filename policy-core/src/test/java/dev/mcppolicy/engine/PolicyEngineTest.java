package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The way of a call through the engine, on the example that the project is known by. */
class PolicyEngineTest {
    private static final Limit THIRTY_A_MINUTE = Limit.of(
            RuleHead.of(RuleId.pointer("tools", "CreateCodeConnection", "limits", 0)),
            "createcodeconnection_rate",
            Window.Calendar.MINUTE,
            Bound.atMost(BigDecimal.valueOf(30)));
    private static final Policy POLICY = new PolicyParts("connections", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
            .hidden(Set.of("DeleteCodeConnection"))
            .tools(Map.of("CreateCodeConnection", new ToolPolicy(List.of(THIRTY_A_MINUTE))))
            .policy();

    private Instant now = Instant.parse("2026-01-15T12:00:18Z");
    private final InstantSource clock = () -> now;
    private final PolicyEngine engine =
            PolicyEngine.builder(POLICY).clock(clock).build();

    private Decision create(Caller caller) {
        return engine.decide(ToolCall.of("CreateCodeConnection", Map.of("connection_name", "x"), caller));
    }

    private static Denial denial(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Deny.class);
        return ((Decision.Deny) decision).denial();
    }

    @Test
    void thirty_calls_pass_and_the_next_waits_for_the_end_of_the_minute() {
        Caller agent = Caller.ofGrant("agent");
        for (int i = 0; i < 30; i++) {
            assertThat(create(agent)).isInstanceOf(Decision.Allow.class);
        }

        Denial denial = denial(create(agent));

        assertThat(denial.code()).isEqualTo(DenialCode.LIMIT_EXCEEDED);
        assertThat(denial.rule().value()).isEqualTo("/tools/CreateCodeConnection/limits/0");
        assertThat(denial.ruleName()).isEqualTo("createcodeconnection_rate_per_minute");
        assertThat(denial.retryAfter()).isEqualTo(Duration.ofSeconds(42));
        assertThat(create(Caller.ofGrant("another"))).isInstanceOf(Decision.Allow.class);
        now = now.plusSeconds(42);
        assertThat(create(agent)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void a_hidden_tool_is_denied() {
        assertThat(denial(engine.decide(ToolCall.of("DeleteCodeConnection", null))))
                .returns(DenialCode.HIDDEN, Denial::code)
                .returns("Tool \"DeleteCodeConnection\" is hidden by policy", Denial::message);
    }

    @Test
    void an_unlisted_tool_is_denied() {
        assertThat(denial(engine.decide(ToolCall.of("GetCodeConnection", Map.of()))))
                .returns(DenialCode.NOT_LISTED, Denial::code)
                .returns(RuleId.DEFAULT_DENY, Denial::rule);
    }

    @Test
    void a_caller_without_the_identity_that_a_limit_counts_by_is_denied() {
        assertThat(denial(create(Caller.unidentified())).code()).isEqualTo(DenialCode.CALLER_UNKNOWN);
    }

    @Test
    void a_call_frozen_within_other_limits_is_checked_by_the_limits_of_the_engine() {
        PolicyEngine strict = PolicyEngine.builder(POLICY)
                .argumentLimits(new JsonLimits(1, 10, 100))
                .build();
        ToolCall call = ToolCall.of("CreateCodeConnection", Map.of("options", Map.of()), Caller.ofGrant("agent"));

        ToolCall frozen = call.frozen(JsonLimits.DEFAULT);

        assertThat(frozen.frozen(JsonLimits.DEFAULT)).isSameAs(frozen);
        assertThat(engine.decide(frozen)).isInstanceOf(Decision.Allow.class);
        assertThat(denial(strict.decide(frozen)).code()).isEqualTo(DenialCode.INVALID_ARGUMENTS);
    }

    @Test
    void frozen_arguments_that_are_no_object_are_invalid() {
        ToolCall frozen = ToolCall.of("CreateCodeConnection", List.of(), Caller.ofGrant("agent"))
                .frozen(engine.argumentLimits());

        assertThat(denial(engine.decide(frozen)).code()).isEqualTo(DenialCode.INVALID_ARGUMENTS);
    }

    @Test
    void a_tool_that_is_listed_and_hidden_is_denied_as_hidden_under_either_default() {
        for (DefaultAction otherwise : DefaultAction.values()) {
            Policy policy = new PolicyParts("both", PolicyFormat.POLICYLAYER, otherwise)
                    .hidden(Set.of("a", "b"))
                    .tools(Map.of("a", new ToolPolicy(List.of())))
                    .policy();
            PolicyEngine both = PolicyEngine.of(policy);

            assertThat(denial(both.decide(ToolCall.of("a", null))).code()).isEqualTo(DenialCode.HIDDEN);
            assertThat(denial(both.decide(ToolCall.of("b", null))).code()).isEqualTo(DenialCode.HIDDEN);
        }
    }

    @Test
    void a_policy_that_hides_all_denies_every_tool_as_hidden() {
        Policy policy = new PolicyParts("dark", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .hidden(Set.of("*"))
                .tools(Map.of("a", new ToolPolicy(List.of())))
                .policy();
        PolicyEngine dark = PolicyEngine.of(policy);

        assertThat(denial(dark.decide(ToolCall.of("a", null))).code()).isEqualTo(DenialCode.HIDDEN);
        assertThat(denial(dark.decide(ToolCall.of("b", null))).code()).isEqualTo(DenialCode.HIDDEN);
    }
}
