package dev.mcppolicy.dsl;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.counter;
import static dev.mcppolicy.dsl.Terms.sumOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.limit.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a policy built in Java is, and what the builder refuses. */
class PolicyBuilderTest {
    private static final Policy STRIPE = PolicyBuilder.policy("stripe")
            .denyByDefault()
            .hide("delete_customer")
            .tool("create_charge", tool -> tool.require(arg("amount").atMost(50_000))
                    .orDeny("Single charge cannot exceed $500.00")
                    .require(arg("currency").in("usd", "eur"))
                    .denyIf(arg("metadata.env").is("prod"))
                    .limit(sumOf("amount").atMost(1_000_000).perDay().per(Scope.GRANT)))
            .tool("list_customers")
            .everyTool(tool -> tool.limit(calls().atMost(60).perMinute()))
            .build();

    private static List<String> pointers(Policy policy, String tool) {
        return policy.tools().get(tool).rules().stream()
                .map(rule -> rule.id().value())
                .toList();
    }

    private static Denial denial(PolicyEngine engine, String tool, Map<String, ?> arguments) {
        Decision decision = engine.decide(ToolCall.of(tool, arguments, Caller.ofGrant("agent")));
        assertThat(decision).isInstanceOf(Decision.Deny.class);
        return ((Decision.Deny) decision).denial();
    }

    @Test
    void rules_have_the_pointers_of_the_policylayer_form() {
        assertThat(pointers(STRIPE, "create_charge"))
                .containsExactly(
                        "/tools/create_charge/require/0",
                        "/tools/create_charge/require/1",
                        "/tools/create_charge/deny_if/0",
                        "/tools/create_charge/limits/0");
        assertThat(STRIPE.everyTool()).singleElement().returns("/all_tools/limits/0", rule -> rule.id()
                .value());
        assertThat(STRIPE.format()).isEqualTo(PolicyFormat.POLICYLAYER);
        assertThat(STRIPE.defaultAction()).isEqualTo(DefaultAction.DENY);
    }

    @Test
    void each_rule_of_the_example_denies_what_it_says() {
        PolicyEngine engine = PolicyEngine.builder(STRIPE)
                .clock(() -> Instant.parse("2026-01-15T12:00:00Z"))
                .build();

        assertThat(denial(engine, "create_charge", Map.of("amount", 50_001, "currency", "usd")))
                .returns("/tools/create_charge/require/0", found -> found.rule().value())
                .returns("Single charge cannot exceed $500.00", Denial::message);
        assertThat(denial(engine, "create_charge", Map.of("amount", 1, "currency", "gbp"))
                        .rule()
                        .value())
                .isEqualTo("/tools/create_charge/require/1");
        assertThat(denial(
                                engine,
                                "create_charge",
                                Map.of("amount", 1, "currency", "usd", "metadata", Map.of("env", "prod")))
                        .rule()
                        .value())
                .isEqualTo("/tools/create_charge/deny_if/0");
        assertThat(denial(engine, "delete_customer", Map.of()).code()).isEqualTo(DenialCode.HIDDEN);
        assertThat(denial(engine, "refund", Map.of()).code()).isEqualTo(DenialCode.NOT_LISTED);
        for (int i = 0; i < 20; i++) {
            assertThat(engine.decide(ToolCall.of(
                            "create_charge", Map.of("amount", 50_000, "currency", "eur"), Caller.ofGrant("agent"))))
                    .isInstanceOf(Decision.Allow.class);
        }
        assertThat(denial(engine, "create_charge", Map.of("amount", 1, "currency", "eur")))
                .returns("/tools/create_charge/limits/0", found -> found.rule().value())
                .returns("1000000 of args.amount per day for a grant", Denial::ruleName)
                .returns(Duration.ofHours(12), Denial::retryAfter);
        for (int i = 0; i < 40; i++) {
            assertThat(engine.decide(ToolCall.of("list_customers", Map.of(), Caller.ofGrant("agent"))))
                    .isInstanceOf(Decision.Allow.class);
        }
        assertThat(denial(engine, "list_customers", Map.of()).rule().value()).isEqualTo("/all_tools/limits/0");
    }

    @Test
    void an_approval_of_every_call_has_the_pointer_of_the_action() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("plain", tool -> tool.requireApproval().because("Ask Ann"))
                .tool("slow", tool -> tool.requireApproval().within(Duration.ofHours(1)))
                .tool("two", tool -> tool.requireApproval().requireApproval(arg("x").exists()))
                .everyTool(tool -> tool.requireApproval())
                .build();

        assertThat(pointers(policy, "plain")).containsExactly("/tools/plain/action");
        assertThat(pointers(policy, "slow")).containsExactly("/tools/slow/approvals/0");
        assertThat(pointers(policy, "two")).containsExactly("/tools/two/action", "/tools/two/approvals/0");
        assertThat(policy.everyTool().get(0).id().value()).isEqualTo("/all_tools/approvals/0");
    }

    @Test
    void a_tools_name_is_escaped_in_pointers() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("a/b~c", tool -> tool.deny())
                .build();

        assertThat(pointers(policy, "a/b~c")).containsExactly("/tools/a~1b~0c/deny_if/0");
    }

    @Test
    void names_messages_and_time_outs_belong_to_the_rule_before_them() {
        Policy policy = PolicyBuilder.policy("p")
                .allowByDefault()
                .describedAs("What p is for")
                .tool("t", tool -> tool.require(arg("a").exists())
                        .named("needs a")
                        .orDeny("Give a.")
                        .denyIf(arg("b").is(1), arg("c").is(2))
                        .named("no b with c")
                        .because("Not b with c.")
                        .requireApproval(arg("d").above(3))
                        .named("ask")
                        .within(Duration.ofMinutes(30))
                        .because("Large d."))
                .build();

        assertThat(policy.description()).isEqualTo("What p is for");
        assertThat(policy.tools().get("t").rules())
                .extracting(Rule::name)
                .containsExactly("needs a", "no b with c", "ask");
        assertThat(policy.tools().get("t").rules())
                .extracting(Rule::message)
                .containsExactly("Give a.", "Not b with c.", "Large d.");
        assertThat(((RequireApproval) policy.tools().get("t").rules().get(2)).timeout())
                .isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void a_rule_held_apart_keeps_its_own_message() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> {
                    ToolRules.Requirement first = tool.require(arg("a").exists());
                    tool.denyIf(arg("b").exists());
                    first.orDeny("Give a.");
                })
                .build();

        assertThat(policy.tools().get("t").rules()).extracting(Rule::message).containsExactly("Give a.", null);
    }

    @Test
    void what_is_set_once_cannot_be_set_again() {
        PolicyBuilder builder = PolicyBuilder.policy("p").denyByDefault();
        builder.describedAs("first").hide("h").tool("t").everyTool(tool -> {});

        assertThatIllegalStateException()
                .isThrownBy(() -> builder.describedAs("second"))
                .withMessage("the description was already set to `first`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.hide("g", "h"))
                .withMessage("`h` is already hidden");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tool("t")).withMessage("`t` is already listed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tool("n", tool -> builder.tool("n", inner -> inner.deny())))
                .withMessage("`n` is already listed");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.everyTool(tool -> {}))
                .withMessage("the list of rules for every tool was already set");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        builder.tool("u", tool -> tool.deny().because("one").because("two")))
                .withMessage("the message was already set to `one`");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> builder.tool("u", tool -> tool.deny().named("one").named("two")))
                .withMessage("the name was already set to `one`");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.tool("u", tool -> tool.requireApproval()
                        .within(Duration.ofSeconds(1))
                        .within(Duration.ofSeconds(2))))
                .withMessage("the time-out was already set to `PT1S`");
    }

    @Test
    void a_pattern_hides_what_it_matches_and_is_no_tool() {
        PolicyBuilder builder = PolicyBuilder.policy("p").allowByDefault().hide("drop_*");

        assertThat(builder.build().hides("drop_table")).isTrue();
        assertThat(builder.build().hides("raindrop_table")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.hide("**"))
                .withMessage("`**` hides all, which `*` says");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.hide("drop_*"))
                .withMessage("`drop_*` is already hidden");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tool("get_*"))
                .withMessage(
                        "`get_*` is a pattern, which is no tool's name (use `group` for rules, `hide` to hide what it matches)");
    }

    @Test
    void a_text_that_says_nothing_is_refused() {
        PolicyBuilder builder = PolicyBuilder.policy("p").denyByDefault();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyBuilder.policy(" "))
                .withMessage("the policy's name must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.describedAs(""))
                .withMessage("the description must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.hide(""))
                .withMessage("a tool's name must not be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tool("t", tool -> tool.deny().because(" ")))
                .withMessage("the message must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder.tool("t", tool -> tool.requireApproval().within(Duration.ZERO)))
                .withMessage("an approval's time-out must be more than zero, not `PT0S`");
    }

    @Test
    void a_star_is_no_tool() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyBuilder.policy("p").denyByDefault().tool("*"))
                .withMessage("`*` is no tool (use `everyTool` for rules that apply to every tool)");
    }

    @Test
    void a_tool_whose_rules_are_refused_is_not_listed() {
        PolicyBuilder builder = PolicyBuilder.policy("p").denyByDefault();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder.tool("t", tool -> tool.limit(calls().atMost(1).perDay())
                                .limit(calls().atMost(2).perDay())))
                .withMessage("two limits of `t` have the counter `_rate_day` (name one of them by `countedAs`)");
        assertThat(builder.build().tools()).isEmpty();
    }

    @Test
    void rules_are_complete_when_their_function_returns() {
        AtomicReference<ToolRules> escaped = new AtomicReference<>();
        PolicyBuilder builder = PolicyBuilder.policy("p").denyByDefault().tool("t", escaped::set);

        assertThatIllegalStateException()
                .isThrownBy(() -> escaped.get().deny())
                .withMessage("the rules of `t` are complete");
        assertThat(builder.build().tools().get("t").rules()).isEmpty();
    }

    @Test
    void a_counter_that_no_limit_declares_is_refused() {
        PolicyBuilder builder = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.denyIf(counter("t", "spent").above(5)));

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage("`state.t.spent` reads a counter that no rule declares");
    }

    @Test
    void rules_and_policies_can_be_put_in_shadow_mode() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.require(arg("a").exists())
                        .require(arg("b").exists())
                        .shadow()
                        .denyIf(arg("c").exists())
                        .shadow()
                        .requireApproval(arg("d").exists())
                        .shadow()
                        .limit(calls().atMost(1)
                                .perDay()
                                .shadow()
                                .named("daily")
                                .countedAs("n")))
                .build();

        assertThat(policy.tools().get("t").rules())
                .extracting(Rule::mode)
                .containsExactly(Mode.ENFORCE, Mode.SHADOW, Mode.SHADOW, Mode.SHADOW, Mode.SHADOW);
        assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(PolicyBuilder.policy("p").denyByDefault().shadow().build().mode())
                .isEqualTo(Mode.SHADOW);
    }

    @Test
    void shadow_mode_is_asked_for_once() {
        PolicyBuilder builder = PolicyBuilder.policy("p").denyByDefault().shadow();

        assertThatIllegalStateException()
                .isThrownBy(builder::shadow)
                .withMessage("the mode was already set to `shadow`");
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.tool("u", tool -> tool.deny().shadow().shadow()))
                .withMessage("the mode was already set to `shadow`");
        LimitBuilder limit = calls().atMost(1).perDay().shadow();
        assertThatIllegalStateException().isThrownBy(limit::shadow).withMessage("the mode was already set to `shadow`");
    }
}
