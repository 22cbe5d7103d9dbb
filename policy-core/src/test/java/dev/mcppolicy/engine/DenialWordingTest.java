package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What a denial says: the author's words where there are any, and nothing that a reader does not see. */
class DenialWordingTest {
    private static final Window HOUR = Window.Calendar.HOUR;
    private static final Condition.Comparison UNTOLD = where("args.a", "gt", 1);

    @Provide
    Arbitrary<String> sayingNothing() {
        return Arbitraries.of(
                        " ", "\t", "\n", "\r", "\u00a0", "\u2003", "\u3000", "\u200b", "\u2060", "\ufeff", "\u3164")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(
                        "a",
                        "Z",
                        "_",
                        " ",
                        "\"",
                        "`",
                        "\u0000",
                        "\u001b[31m",
                        "\n",
                        "\r",
                        "\u202e",
                        "\u200b",
                        "\u2028",
                        "\ud800",
                        "\udb40\udc41",
                        "\u0301",
                        "\ufe0f",
                        "\ud83d\ude00")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(parts -> "n" + String.join("", parts));
    }

    private static Decision decide(Policy policy, ToolCall... calls) {
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .build();
        for (int i = 0; i < calls.length - 1; i++) {
            Verdict.allow(engine.decide(calls[i]));
        }
        return engine.decide(calls[calls.length - 1]);
    }

    private static Denial denial(Policy policy, ToolCall... calls) {
        return Verdict.denial(decide(policy, calls));
    }

    private static ToolCall call(Object a) {
        return ToolCall.of("t", Map.of("a", a));
    }

    @Property
    void a_message_that_says_nothing_is_none_in_every_kind_of_rule(@ForAll("sayingNothing") String nothing) {
        assertThat(denial(TestPolicy.ofTool(require(where("args.a", "eq", 1)).saying(nothing)), call(2))
                        .message())
                .isEqualTo("Denied by rule \"args.a eq\"");
        assertThat(denial(TestPolicy.ofTool(denyIf(where("args.a", "eq", 1)).saying(nothing)), call(1))
                        .message())
                .isEqualTo("Denied by rule \"args.a eq\"");
        assertThat(denial(TestPolicy.ofTool(denyIf(UNTOLD).saying(nothing)), call("x"))
                        .message())
                .startsWith("Rule \"args.a gt\" cannot be evaluated");
        assertThat(denial(TestPolicy.ofTool(limit("c", HOUR, "1").saying(nothing)), call(1), call(1))
                        .message())
                .isEqualTo("Rate limit exceeded for c_per_hour");
        assertThat(Verdict.approval(decide(TestPolicy.ofTool(approval().saying(nothing)), call(1)))
                        .message())
                .isEqualTo("Requires human approval.");
    }

    @Property
    void a_name_that_says_nothing_is_none(@ForAll("sayingNothing") String nothing) {
        assertThat(RuleHead.of(RuleId.pointer("r")).withName(nothing).withMessage(nothing))
                .isEqualTo(RuleHead.of(RuleId.pointer("r")));
    }

    @Property
    void words_that_show_are_said_as_they_are(@ForAll("names") String words) {
        assertThat(denial(TestPolicy.ofTool(denyIf().saying(words)), call(1)).message())
                .isEqualTo(words);
    }

    @Property
    void names_in_a_denials_text_show_every_character(@ForAll("names") String name) {
        ToolCall named = ToolCall.of(name, Map.of("a", 1));
        List<Denial> denials = List.of(
                denial(TestPolicy.allowing().hide(name).build(), named),
                denial(TestPolicy.allowing().hide("*").build(), named),
                denial(TestPolicy.denying().build(), named),
                denial(TestPolicy.ofTool(require(where("args.a", "eq", 2)).named(name)), call(1)),
                denial(TestPolicy.ofTool(denyIf().named(name)), call(1)),
                denial(TestPolicy.ofTool(denyIf(UNTOLD).named(name)), call("x")),
                denial(TestPolicy.ofTool(require(new Condition.NamedPredicate(name, a -> false))), call(1)),
                denial(TestPolicy.ofTool(limit("c", HOUR, "1").named(name)), call(1), call(1)),
                denial(TestPolicy.ofTool(limit(name, HOUR, "1")), call(1), call(1)),
                denial(TestPolicy.ofTool(limit(name, HOUR, "1").of("args.a")), call("x")),
                denial(TestPolicy.ofTool(limit(name, HOUR, "1").per(Scope.PRINCIPAL)), strange()));
        assertThat(denials).allSatisfy(denial -> {
            assertThat(denial.text()).isEqualTo(VisibleText.of(denial.text())).contains("n");
            assertThat(denial.message()).doesNotContain("\u001b", "\n", "\u202e");
        });
    }

    private static ToolCall strange() {
        return ToolCall.of("t", Map.of(), Caller.ofGrant("g"));
    }

    @Test
    void a_long_name_of_a_tool_is_cut() {
        Denial denial = denial(TestPolicy.denying().build(), ToolCall.of("x".repeat(ToolCall.LONGEST_TOOL), null));

        assertThat(denial.message()).isEqualTo("Tool \"" + "x".repeat(128) + "…\" is not permitted by policy");
    }

    @Test
    void a_rule_that_cannot_be_told_says_the_authors_words_and_the_argument_in_every_kind() {
        for (Draft.Conditions rule : List.of(require(UNTOLD), denyIf(UNTOLD), approval(UNTOLD))) {
            for (Policy policy : List.of(
                    TestPolicy.ofTool(rule.saying("At most one.")),
                    TestPolicy.allowing().everyTool(rule.saying("At most one.")).build(),
                    TestPolicy.allowing()
                            .inIntercept()
                            .tool("t", rule.saying("At most one."))
                            .build())) {
                assertThat(denial(policy, call("secret")))
                        .returns(DenialCode.CANNOT_EVALUATE, Denial::code)
                        .returns("At most one. (`args.a` cannot be told)", Denial::message);
            }
            assertThat(denial(TestPolicy.ofTool(rule), call("secret")).message())
                    .isEqualTo("Rule \"args.a gt\" cannot be evaluated for these arguments (`args.a` cannot be told)");
        }
    }

    @Test
    void without_a_policy_a_caller_who_is_not_identified_is_told_so_and_others_that_there_is_none() {
        PolicyEngine none = PolicyEngine.builder(new ReplaceablePolicy(null)).build();
        for (Caller caller : List.of(
                Caller.unidentified(),
                Caller.unidentified().withSession("s"),
                Caller.unidentified().withClient("c").withAttributes(Map.of("team", "x")))) {
            ToolCall call = ToolCall.of("t", null, caller);
            assertThat(Verdict.denial(none.decide(call)))
                    .returns(DenialCode.UNAUTHENTICATED, Denial::code)
                    .returns("The caller could not be identified", Denial::message);
            assertThat(Verdict.of(none.decideAsync(call).toCompletableFuture().join()))
                    .isEqualTo("deny UNAUTHENTICATED (no policy)");
            assertThat(Verdict.of(none.explain(call).decision())).isEqualTo("deny UNAUTHENTICATED (no policy)");
        }
        for (Caller caller : List.of(
                Caller.anonymous(),
                Caller.anonymous().withSession("s"),
                Caller.ofGrant("g"),
                Caller.ofPrincipal("p"))) {
            assertThat(Verdict.of(none.decide(ToolCall.of("t", null, caller)))).isEqualTo("deny NO_POLICY (no policy)");
        }
    }
}
