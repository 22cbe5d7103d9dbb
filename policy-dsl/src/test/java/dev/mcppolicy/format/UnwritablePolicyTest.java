package dev.mcppolicy.format;

import static dev.mcppolicy.dsl.Terms.all;
import static dev.mcppolicy.dsl.Terms.any;
import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.before;
import static dev.mcppolicy.dsl.Terms.caller;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.callsAtOnce;
import static dev.mcppolicy.dsl.Terms.counter;
import static dev.mcppolicy.dsl.Terms.during;
import static dev.mcppolicy.dsl.Terms.not;
import static dev.mcppolicy.dsl.Terms.notBefore;
import static dev.mcppolicy.dsl.Terms.optional;
import static dev.mcppolicy.dsl.Terms.predicate;
import static dev.mcppolicy.dsl.Terms.sumOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.dsl.LimitBuilder;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.dsl.ToolRules;
import dev.mcppolicy.format.problem.UnwritableRule;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a format cannot say is refused with the name of the rule. */
class UnwritablePolicyTest {
    private static Policy policy(Consumer<? super ToolRules> rules) {
        return PolicyBuilder.policy("p").denyByDefault().tool("t", rules).build();
    }

    private static List<UnwritableRule> refused(PolicyWriter writer, Policy policy) {
        UnwritablePolicyException refusal =
                catchThrowableOfType(UnwritablePolicyException.class, () -> writer.write(policy));
        assertThat(refusal).as("the writer refuses").isNotNull();
        return refusal.rules();
    }

    private static String refusal(PolicyFormat format, Consumer<? super ToolRules> rules) {
        List<UnwritableRule> refused = refused(PolicyWriter.to(format), policy(rules));
        assertThat(refused).hasSize(1);
        return refused.get(0).message();
    }

    private static void bothRefuse(String message, Consumer<? super ToolRules> rules) {
        assertThat(refusal(PolicyFormat.POLICYLAYER, rules)).isEqualTo(message);
        assertThat(refusal(PolicyFormat.INTERCEPT, rules)).isEqualTo(message);
    }

    private static void bothRefuse(String message, LimitBuilder limit) {
        bothRefuse(message, tool -> tool.limit(limit));
    }

    @Test
    void every_rule_that_cannot_be_written_is_named() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("a", tool -> tool.require(predicate("even", arguments -> true))
                        .named("even only"))
                .tool("b", tool -> tool.require(arg("x").exists())
                        .limit(calls().atMost(1).sliding(Duration.ofMillis(1_500))))
                .build();

        assertThatExceptionOfType(UnwritablePolicyException.class)
                .isThrownBy(() -> PolicyWriter.write(policy, PolicyFormat.POLICYLAYER))
                .withMessage("""
                        /tools/a/require/0 (even only): the predicate `even` is written in Java
                        /tools/b/limits/0 (1 call in any 1500 milliseconds for a grant): the format says the length of a \
                        window in whole seconds, not `PT1.5S`""");
    }

    @Test
    void what_only_java_can_say_is_refused_by_both_formats() {
        bothRefuse("the format cannot say `any` of no condition", tool -> tool.require(new Condition.AnyOf(List.of())));
        bothRefuse(
                "the format cannot say `all` of no condition",
                tool -> tool.require(not(new Condition.AllOf(List.of()))));
        bothRefuse(
                "the format says the length of a window in whole seconds, not `PT0.001S`",
                calls().atMost(1).sliding(Duration.ofMillis(1)));
        bothRefuse(
                "the format cannot say that a limit fails open",
                calls().atMost(1).perDay().onStoreFailure(StoreFailure.ALLOW));
        bothRefuse(
                "the operand holds a number that is not finite or too long",
                tool -> tool.require(arg("a").is(List.of(Double.NaN))));
    }

    @Test
    void a_deny_rule_without_an_exact_contrary_is_refused_for_intercept_in_the_portable_form() {
        String missing = "the format can only require conditions, and no requirement passes a call without `args.env` "
                + "as this rule does";

        assertThat(portably(tool -> tool.denyIf(arg("env").is("prod")))).isEqualTo(missing);
        assertThat(portably(tool -> tool.denyIf(arg("env").isNot("prod")))).isEqualTo(missing);
        assertThat(portably(tool -> tool.denyIf(arg("a").exists(), arg("b").exists())))
                .isEqualTo("the format can only require conditions, and several that deny together have no contrary "
                        + "that it can say");
        assertThat(portably(tool -> tool.denyIf(any(arg("a").exists(), arg("b").exists()))))
                .isEqualTo("the format can only require conditions, and this one has no contrary that it can say");
    }

    private static String portably(Consumer<? super ToolRules> rules) {
        return refused(PolicyWriter.to(PolicyFormat.INTERCEPT).portable(), policy(rules))
                .get(0)
                .message();
    }

    @Test
    void groups_and_approvals_beside_the_action_are_refused_where_the_portable_form_is_asked_for() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.requireApproval()
                        .requireApproval(arg("x").above(1))
                        .requireApproval()
                        .within(Duration.ofHours(1)))
                .group("g", List.of("t"), group -> group.deny())
                .build();

        assertThat(refused(PolicyWriter.to(PolicyFormat.POLICYLAYER).portable(), policy))
                .extracting(refused -> refused.rule().value() + " " + refused.message())
                .containsExactly(
                        "/tools/t/approvals/0 `approvals` is an extension of the format, and the portable form is asked for",
                        "/tools/t/approvals/1 `approvals` is an extension of the format, and the portable form is asked for",
                        "/groups/g a group is an extension of the format, and the portable form is asked for");
        assertThat(refused(PolicyWriter.to(PolicyFormat.INTERCEPT).portable(), policy))
                .extracting(refused -> refused.rule().value())
                .containsExactly("/groups/g");
        assertThat(PolicyReader.parse(PolicyWriter.write(policy, PolicyFormat.POLICYLAYER))
                        .rulesFor("t"))
                .extracting(placed -> placed.rule().id().value())
                .containsExactly(
                        "/tools/t/action", "/tools/t/approvals/0", "/tools/t/approvals/1", "/groups/g/deny_if/0");
    }

    @Test
    void a_tool_called_as_every_tool_is_written_for_intercept_unless_their_counters_are_called_alike() {
        PolicyBuilder builder = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("_global", tool -> tool.limit(calls().atMost(1).perDay()));

        Policy read = PolicyReader.parse(PolicyWriter.write(builder.build(), PolicyFormat.INTERCEPT));
        Policy ambiguous = builder.everyTool(
                        tool -> tool.limit(calls().atMost(9).perDay()))
                .build();

        assertThat(read.tools().get("_global").rules())
                .singleElement()
                .extracting(rule -> ((Limit) rule).maxUnits())
                .isEqualTo(1L);
        assertThat(refused(PolicyWriter.to(PolicyFormat.INTERCEPT), ambiguous))
                .extracting(refused -> refused.rule().value())
                .containsExactly("/tools/_global/limits/0", "/all_tools/limits/0");
    }

    @Test
    void an_approval_in_fractions_of_a_second_is_refused_for_intercept() {
        assertThat(refusal(
                        PolicyFormat.INTERCEPT, tool -> tool.requireApproval().within(Duration.ofMillis(1_500))))
                .isEqualTo("the format says an approval's time-out in whole seconds, not `PT1.5S`");
    }

    @Test
    void what_policylayer_has_no_form_for_is_refused() {
        assertThat(refusal(
                        PolicyFormat.POLICYLAYER,
                        tool -> tool.limit(calls().unbounded().perDay())))
                .isEqualTo("the format cannot say a counter without a max");
        assertThat(refusal(
                        PolicyFormat.POLICYLAYER,
                        tool -> tool.limit(calls().costing(2).atMost(9).perDay())))
                .isEqualTo("the format can say no fixed amount but one");
        assertThat(refusal(
                        PolicyFormat.POLICYLAYER,
                        tool -> tool.limit(calls().below(1).perDay())))
                .isEqualTo("the limit admits nothing, which the format cannot say by a max above zero");
        assertThat(refusal(PolicyFormat.POLICYLAYER, tool -> tool.limit(
                                calls().atMost(9).perDay())
                        .require(counter("t", "_rate_day").below(5))))
                .isEqualTo("a condition reads the counter `state.t._rate_day`, which the format cannot say");
    }

    @Test
    void of_the_rules_for_every_tool_policylayer_says_only_limits() {
        Policy policy = PolicyBuilder.policy("p")
                .allowByDefault()
                .everyTool(tool -> tool.limit(calls().atMost(1).perDay())
                        .require(arg("reason").exists())
                        .requireApproval())
                .build();

        assertThat(refused(PolicyWriter.to(PolicyFormat.POLICYLAYER), policy))
                .extracting(refused -> refused.rule().value())
                .containsExactly("/all_tools/require/0", "/all_tools/approvals/0");
    }

    @Test
    void a_schema_is_refused_where_the_portable_form_is_asked_for() {
        Condition schema = new Condition.SchemaMatch("{\"type\":\"object\"}", arguments -> true);
        Rule rule = new Require(RuleHead.of(RuleId.pointer("tools", "t", "require", 0)), List.of(schema));
        Policy policy = new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
                .tools(Map.of("t", new ToolPolicy(List.of(rule))))
                .policy();

        for (PolicyFormat format : PolicyFormat.values()) {
            assertThat(refused(PolicyWriter.to(format).portable(), policy))
                    .singleElement()
                    .returns(
                            "a schema is an extension of the format, and the portable form is asked for",
                            UnwritableRule::message);
        }
    }

    private static Object nested(int depth) {
        return depth == 0 ? 1 : List.of(nested(depth - 1));
    }

    @Test
    void what_a_reader_would_refuse_is_not_written() {
        assertThat(refusal(
                        PolicyFormat.INTERCEPT, tool -> tool.requireApproval().within(Duration.ofSeconds(1_000_001))))
                .isEqualTo("the document would not be read back: `1000001s` is no length of time");
        bothRefuse(
                "the document would not be read back: nested deeper than 64 levels",
                tool -> tool.require(arg("a").is(nested(60))));
    }

    @Test
    void counters_that_one_path_would_name_alike_are_not_written_for_intercept() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("a", tool -> tool.limit(calls().atMost(1).perDay().countedAs("b.c")))
                .tool("a.b", tool -> tool.limit(calls().atMost(1).perDay().countedAs("c")))
                .build();

        assertThat(refused(PolicyWriter.to(PolicyFormat.INTERCEPT), policy))
                .extracting(UnwritableRule::toString)
                .containsExactly(
                        "/tools/a/limits/0 (b.c_per_day): the document would not be read back: `state.a.b.c` can mean more "
                                + "than one counter",
                        "/tools/a.b/limits/0 (c_per_day): the document would not be read back: `state.a.b.c` can mean more "
                                + "than one counter");
        assertThat(PolicyWriter.write(policy, PolicyFormat.POLICYLAYER)).contains("\"b.c\"");
    }

    @Test
    void half_a_code_point_is_written_or_refused_but_never_changed() {
        Policy policy = policy(tool -> tool.require(arg("a").is("x\ud800y")));

        for (PolicyWriter writer : List.of(
                PolicyWriter.to(PolicyFormat.POLICYLAYER),
                PolicyWriter.to(PolicyFormat.POLICYLAYER).asYaml())) {
            Policy read;
            try {
                read = PolicyReader.parse(writer.write(policy));
            } catch (UnwritablePolicyException e) {
                assertThat(e.rules())
                        .extracting(UnwritableRule::rule)
                        .containsExactly(RuleId.pointer("tools", "t", "require", 0));
                continue;
            }
            assertThat(((Require) read.tools().get("t").rules().get(0)).conditions())
                    .hasToString("[args.a eq \"x\\ud800y\"]");
        }
    }

    @Test
    void what_conditions_say_by_an_extension_is_refused_by_name_where_the_portable_form_is_asked_for() {
        Map<String, Condition> named = Map.of(
                "any", any(arg("a").is(1), arg("b").is(1)),
                "not", not(all(arg("a").is(1), arg("b").is(1))),
                "optional", optional(arg("a").is(1)),
                "value_from", arg("a").isSameAs(arg("b")),
                "as", arg("a").asDecimal().is(1),
                "caller.grant", caller("grant").is("a"),
                "during", during(LocalTime.of(9, 0), LocalTime.of(17, 0), ZoneId.of("UTC")),
                "not_before", notBefore(Instant.EPOCH),
                "before", before(Instant.EPOCH));
        named.forEach((word, condition) -> {
            for (PolicyFormat format : PolicyFormat.values()) {
                assertThat(refused(PolicyWriter.to(format).portable(), policy(tool -> tool.require(condition))))
                        .extracting(UnwritableRule::message)
                        .containsExactly(
                                "`" + word + "` is an extension of the format, and the portable form is asked for");
            }
        });
        assertThat(PolicyWriter.to(PolicyFormat.INTERCEPT)
                        .portable()
                        .write(policy(tool -> tool.require(all(arg("a").is(1), arg("b").is(1))))))
                .doesNotContain("all");
    }

    @Test
    void a_hidden_pattern_is_refused_where_the_portable_form_is_asked_for() {
        Policy policy = PolicyReader.parse("{version: '1', default: deny, hide: ['*', 'a', 'drop_*'], tools: {t: {}}}");
        for (PolicyFormat format : PolicyFormat.values()) {
            assertThat(refused(PolicyWriter.to(format).portable(), policy))
                    .containsExactly(new UnwritableRule(
                            RuleId.HIDDEN,
                            "drop_*",
                            "a pattern in `hide` is an extension of the format, and the portable form is asked for"));
            assertThat(PolicyReader.parse(PolicyWriter.write(policy, format)).hidden())
                    .isEqualTo(policy.hidden());
        }
    }

    @Test
    void calls_at_once_are_refused_where_the_portable_form_is_asked_for() {
        Policy policy = policy(tool -> tool.concurrent(callsAtOnce(2).named("two")));
        for (PolicyFormat format : PolicyFormat.values()) {
            assertThat(refused(PolicyWriter.to(format).portable(), policy))
                    .containsExactly(new UnwritableRule(
                            RuleId.pointer("tools", "t", "concurrent"),
                            "two",
                            "`concurrent` is an extension of the format, and the portable form is asked for"));
        }
    }

    @Test
    void what_a_format_cannot_say_of_calls_at_once_is_refused() {
        bothRefuse(
                "the format says a lease in whole seconds, not `PT1.5S`",
                tool -> tool.concurrent(callsAtOnce(2).leasedFor(Duration.ofMillis(1_500))));
        Consumer<ToolRules> two = tool ->
                tool.concurrent(callsAtOnce(2)).concurrent(callsAtOnce(9).per(Scope.GLOBAL));
        assertThat(refusal(PolicyFormat.POLICYLAYER, two))
                .isEqualTo("the format can say one `concurrent` for a tool, a group or all tools");
        Policy read = PolicyReader.parse(PolicyWriter.write(policy(two), PolicyFormat.INTERCEPT));
        assertThat(read.tools().get("t").rules())
                .extracting(rule -> ((Concurrency) rule).max())
                .containsExactly(2, 9);
    }

    @Test
    void limits_that_extend_a_format_are_refused_where_the_portable_form_is_asked_for() {
        Map<LimitBuilder, String> extensions = Map.of(
                calls().atMost(1).perWeek(), "a window of a week",
                calls().atMost(1).perMonth(), "a window of a month",
                calls().atMost(1).perDay(ZoneId.of("Europe/Berlin")), "a zone",
                calls().atMost(1).sliding(Duration.ofSeconds(10)), "a window that slides",
                sumOf("l[*]").atMost(1).perDay(), "a sum of all elements",
                sumOf("n").asDecimal().atMost(1).perDay(), "an amount in text",
                calls().atMost(1).perDay().keyedBy(arg("a")), "a key",
                calls().atMost(1).perDay().keyedByAllArguments(), "a key",
                calls().atMost(1).perDay().keyedBy(arg("a"), arg("l[0]"), arg("o.b")), "a key");
        extensions.forEach((limit, name) -> {
            for (PolicyFormat format : PolicyFormat.values()) {
                Policy policy = policy(tool -> tool.limit(limit));

                assertThat(refused(PolicyWriter.to(format).portable(), policy))
                        .singleElement()
                        .returns(
                                name + " is an extension of the format, and the portable form is asked for",
                                UnwritableRule::message);
                assertThat(PolicyReader.parse(PolicyWriter.write(policy, format))
                                .tools()
                                .get("t")
                                .rules())
                        .extracting(
                                rule -> ((Limit) rule).window(), rule -> ((Limit) rule).amount(), rule -> ((Limit) rule)
                                        .key())
                        .containsExactly(tuple(
                                limitOf(policy).window(),
                                limitOf(policy).amount(),
                                limitOf(policy).key()));
            }
        });
        Policy common = policy(tool -> tool.limit(calls().atMost(1).perDay(ZoneId.of("UTC"))));
        for (PolicyFormat format : PolicyFormat.values()) {
            assertThat(PolicyWriter.to(format).portable().write(common)).doesNotContain("zone");
        }
    }

    private static Limit limitOf(Policy policy) {
        return (Limit) policy.tools().get("t").rules().get(0);
    }

    @Test
    void shadow_mode_is_refused_where_the_portable_form_is_asked_for() {
        String reason = "a mode is an extension of the format, and the portable form is asked for";
        for (PolicyFormat format : PolicyFormat.values()) {
            PolicyWriter portable = PolicyWriter.to(format).portable();
            Policy ofRule = policy(tool -> tool.deny().shadow());
            Policy whole = PolicyBuilder.policy("p").denyByDefault().shadow().build();

            assertThat(refused(portable, ofRule))
                    .extracting(UnwritableRule::rule, UnwritableRule::message)
                    .containsExactly(tuple(RuleId.pointer("tools", "t", "deny_if", 0), reason));
            assertThat(refused(portable, whole))
                    .extracting(UnwritableRule::toString)
                    .containsExactly("(document) (p): " + reason);
            assertThat(PolicyReader.parse(PolicyWriter.write(ofRule, format))
                            .tools()
                            .get("t")
                            .rules())
                    .extracting(Rule::mode)
                    .containsExactly(Mode.SHADOW);
            assertThat(PolicyReader.parse(PolicyWriter.write(whole, format)).mode())
                    .isEqualTo(Mode.SHADOW);
        }
    }
}
