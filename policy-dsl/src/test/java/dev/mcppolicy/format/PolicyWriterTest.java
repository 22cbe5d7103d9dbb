package dev.mcppolicy.format;

import static dev.mcppolicy.dsl.Terms.all;
import static dev.mcppolicy.dsl.Terms.any;
import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.counter;
import static dev.mcppolicy.dsl.Terms.not;
import static dev.mcppolicy.dsl.Terms.sumOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.dsl.ToolRules;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Scope;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What policies look like as documents. */
class PolicyWriterTest {
    private static final Policy STRIPE = PolicyBuilder.policy("stripe")
            .denyByDefault()
            .describedAs("Payments: charges & customers")
            .hide("delete_customer", "yes")
            .tool("create_charge", tool -> tool.require(arg("amount").atMost(50_000))
                    .named("max single charge")
                    .orDeny("Single charge cannot exceed $500.00")
                    .require(arg("currency").in("usd", "no"))
                    .limit(sumOf("amount").atMost(1_000_000).perDay().per(Scope.GRANT)))
            .tool("list_customers")
            .everyTool(tool -> tool.limit(calls().atMost(60).perSeconds(60).per(Scope.GLOBAL)))
            .build();

    private static Policy policy(Consumer<? super ToolRules> rules) {
        return PolicyBuilder.policy("p").denyByDefault().tool("t", rules).build();
    }

    private static String intercept(Consumer<? super ToolRules> rules) {
        return PolicyWriter.write(policy(rules), PolicyFormat.INTERCEPT);
    }

    private static String policyLayer(Consumer<? super ToolRules> rules) {
        return PolicyWriter.write(policy(rules), PolicyFormat.POLICYLAYER);
    }

    @Test
    void a_policylayer_document_is_json_with_short_parts_on_one_line() {
        assertThat(PolicyWriter.write(STRIPE, PolicyFormat.POLICYLAYER)).isEqualTo("""
                        {
                          "version": "1",
                          "description": "Payments: charges & customers",
                          "default": "deny",
                          "hide": ["delete_customer", "yes"],
                          "all_tools": {
                            "limits": [ { "counter": "_rate_60s_global", "window": 60, "max": 60, "scope": "global" } ]
                          },
                          "tools": {
                            "create_charge": {
                              "require": [
                                {
                                  "conditions": [ { "path": "args.amount", "op": "lte", "value": 50000 } ],
                                  "on_deny": "Single charge cannot exceed $500.00"
                                },
                                { "conditions": [ { "path": "args.currency", "op": "in", "value": ["usd", "no"] } ] }
                              ],
                              "limits": [
                                {
                                  "counter": "_spend_day",
                                  "window": "day",
                                  "max": 1000000,
                                  "scope": "grant",
                                  "amount": "args.amount"
                                }
                              ]
                            },
                            "list_customers": {}
                          }
                        }
                        """);
    }

    @Test
    void an_intercept_document_is_yaml_that_quotes_what_would_surprise() {
        assertThat(PolicyWriter.write(STRIPE, PolicyFormat.INTERCEPT)).isEqualTo("""
                        version: "1"
                        description: "Payments: charges & customers"
                        default: deny
                        hide: [delete_customer, "yes"]
                        tools:
                          create_charge:
                            rules:
                              - name: max single charge
                                conditions:
                                  - { path: args.amount, op: lte, value: 50000 }
                                on_deny: Single charge cannot exceed $500.00
                              - conditions:
                                  - { path: args.currency, op: in, value: [usd, "no"] }
                              - conditions:
                                  - { path: state.create_charge._spend_day, op: lte, value: 1000000 }
                                state: { counter: _spend_day, window: day, increment_from: args.amount, scope: grant }
                          list_customers: {}
                          "*":
                            rules:
                              - conditions:
                                  - { path: state._global._rate_60s_global, op: lte, value: 60 }
                                state: { counter: _rate_60s_global, window: 60 }
                        """);
    }

    @Test
    void both_formats_can_be_written_in_both_syntaxes() {
        Policy policy = policy(tool -> tool.require(arg("a").is("x")));

        assertThat(PolicyWriter.to(PolicyFormat.POLICYLAYER).asYaml().write(policy))
                .isEqualTo("""
                        version: "1"
                        default: deny
                        tools:
                          t:
                            require:
                              - conditions:
                                  - { path: args.a, op: eq, value: x }
                        """);
        assertThat(PolicyWriter.to(PolicyFormat.INTERCEPT).asJson().write(policy))
                .isEqualTo("""
                        {
                          "version": "1",
                          "default": "deny",
                          "tools": {
                            "t": {
                              "rules": [ { "conditions": [ { "path": "args.a", "op": "eq", "value": "x" } ] } ]
                            }
                          }
                        }
                        """);
    }

    @Test
    void a_deny_rule_is_written_for_intercept_where_a_requirement_is_its_exact_contrary() {
        assertThat(intercept(tool -> tool.deny().because("Never.")))
                .contains("- action: deny\n")
                .contains("Never.");
        assertThat(intercept(tool -> tool.denyIf(arg("x").exists())))
                .contains("{ path: args.x, op: exists, value: false }");
        assertThat(intercept(tool -> tool.denyIf(arg("items[*].x").isMissing())))
                .contains("{ path: \"args.items[*].x\", op: exists, value: true }");
        assertThat(intercept(tool -> tool.denyIf(not(arg("x").is(1))))).contains("{ path: args.x, op: eq, value: 1 }");
        assertThat(intercept(tool -> tool.limit(calls().unbounded().perDay())
                        .denyIf(counter("t", "_rate_day").above(5))))
                .contains("{ path: state.t._rate_day, op: lte, value: 5 }");
    }

    @Test
    void a_deny_rule_without_such_a_requirement_is_written_for_intercept_with_its_conditions() {
        assertThat(intercept(tool -> tool.denyIf(arg("env").is("prod"), arg("n").above(1))))
                .contains("action: deny\n")
                .contains("when:\n")
                .contains("{ path: args.env, op: eq, value: prod }")
                .contains("{ path: args.n, op: gt, value: 1 }");
    }

    @Test
    void a_deny_rule_of_conditions_of_conditions_or_of_two_values_is_written_for_intercept_as_it_is_read() {
        for (String when : List.of(
                "any: [ { path: args.a, op: eq, value: 1 }, { path: \"args.b[*]\", op: eq, value: 2 } ]",
                "path: args.a, op: gt, value_from: args.b")) {
            String policy = "version: \"1\"\ntools: { t: { rules: [ { action: deny, when: [ { " + when + " } ] } ] } }";
            String both = policy.replace("when: [", "when: [ { not: { path: args.c, op: eq, value: 3 } },");

            for (Policy each : List.of(PolicyReader.parse(policy), PolicyReader.parse(both))) {
                assertThat(PolicyReader.parse(PolicyWriter.write(each, PolicyFormat.INTERCEPT)))
                        .isEqualTo(each);
            }
        }
    }

    @Test
    void a_limit_becomes_a_state_block_that_says_what_differs_from_the_default() {
        assertThat(intercept(tool -> tool.limit(calls().costing(0.5)
                        .below(10)
                        .perHour()
                        .per(Scope.GLOBAL)
                        .countedAs("cost")
                        .named("hourly cost")
                        .orDeny("Too dear."))))
                .contains("""
                              - name: hourly cost
                                conditions:
                                  - { path: state.t.cost, op: lt, value: 10 }
                                state: { counter: cost, window: hour, increment: 0.5 }
                                on_deny: Too dear.
                        """);
        assertThat(intercept(tool -> tool.limit(calls().unbounded().perMinute())))
                .contains("      - state: { counter: _rate_minute, window: minute, scope: grant }\n");
    }

    @Test
    void a_bound_to_stay_below_becomes_the_max_before_it_in_policylayer() {
        assertThat(policyLayer(tool -> tool.limit(calls().below(10).perHour()))).contains("\"max\": 9,");
        assertThat(policyLayer(tool -> tool.limit(sumOf("x").below(10).perHour())))
                .contains("\"max\": 9.999999,");
    }

    @Test
    void approvals_are_written_with_what_the_format_can_say() {
        assertThat(policyLayer(tool -> tool.requireApproval().because("Ask Ann.")))
                .contains("\"t\": {\n      \"action\": \"require_approval\",\n      \"reason\": \"Ask Ann.\"\n    }");
        assertThat(intercept(tool -> tool.requireApproval(arg("x").above(1)).within(Duration.ofSeconds(90))))
                .contains("action: require_approval")
                .contains("approval_timeout: \"90s\"");
        assertThat(intercept(tool -> tool.requireApproval().within(Duration.ofMinutes(30))))
                .contains("approval_timeout: \"30m\"");
        assertThat(intercept(tool -> tool.requireApproval().within(Duration.ofHours(2))))
                .contains("approval_timeout: \"2h\"");
        assertThat(intercept(tool -> tool.requireApproval().within(Duration.ofMinutes(5))))
                .doesNotContain("approval_timeout");
    }

    @Test
    void conditions_of_conditions_are_dissolved_for_other_engines_where_that_changes_no_outcome() {
        PolicyWriter portable = PolicyWriter.to(PolicyFormat.POLICYLAYER).portable();

        assertThat(portable.write(policy(tool -> tool.require(all(arg("a").is(1), not(not(arg("b").is(2))))))))
                .contains("{ \"path\": \"args.a\", \"op\": \"eq\", \"value\": 1 }")
                .contains("{ \"path\": \"args.b\", \"op\": \"eq\", \"value\": 2 }")
                .doesNotContain("not");
        assertThat(portable.write(policy(tool -> tool.require(not(any(arg("a").exists(), arg("b").isMissing()))))))
                .contains("{ \"path\": \"args.a\", \"op\": \"exists\", \"value\": false }")
                .contains("{ \"path\": \"args.b\", \"op\": \"exists\", \"value\": true }");
        assertThat(policyLayer(tool -> tool.require(new Condition.AllOf(List.of()), arg("a").exists())))
                .contains("{ \"path\": \"args.a\", \"op\": \"exists\", \"value\": true }")
                .doesNotContain("all");
    }

    @Test
    void conditions_of_conditions_are_written_as_they_are() {
        Condition either = any(arg("a").is(1), all(arg("b[*]").is(2), not(arg("c").is(3))));

        assertThat(policyLayer(tool -> tool.require(either)).replaceAll("\\s+", " "))
                .contains("{ \"any\": [ { \"path\": \"args.a\", \"op\": \"eq\", \"value\": 1 }, "
                        + "{ \"all\": [ { \"path\": \"args.b[*]\", \"op\": \"eq\", \"value\": 2 }, "
                        + "{ \"not\": { \"path\": \"args.c\", \"op\": \"eq\", \"value\": 3 } } ] } ] }");
        assertThat(PolicyReader.parse(intercept(tool -> tool.require(either)))
                        .tools()
                        .get("t")
                        .rules())
                .singleElement()
                .extracting(Rule::conditions)
                .isEqualTo(List.of(either));
    }

    @Test
    void a_name_without_message_lives_on_in_the_message_where_the_format_has_no_names() {
        assertThat(policyLayer(tool -> tool.require(arg("a").exists()).named("needs a")))
                .contains("\"on_deny\": \"Denied by rule \\\"needs a\\\"\"");
        assertThat(policyLayer(tool -> tool.limit(calls().atMost(1).perDay().named("once a day"))))
                .contains("\"on_deny\": \"Rate limit exceeded for once a day\"");
    }

    @Test
    void kinds_of_rules_come_in_the_order_of_the_policy() {
        String text = policyLayer(tool ->
                tool.limit(calls().atMost(1).perDay()).denyIf(arg("x").is(1)).require(arg("y").exists()));

        assertThat(List.of(text.indexOf("limits"), text.indexOf("deny_if"), text.indexOf("require")))
                .isSorted()
                .doesNotContain(-1);
    }

    @Test
    void what_cannot_be_seen_is_written_as_an_escape() {
        String invisible = "a\u200bb\u0000\ud83d\ude00\udb40\udc41";

        assertThat(policyLayer(tool -> tool.require(arg("x").is(invisible))))
                .contains("\"a\\u200bb\\u0000\ud83d\ude00\\udb40\\udc41\"");
    }
}
