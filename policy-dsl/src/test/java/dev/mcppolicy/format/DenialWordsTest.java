package dev.mcppolicy.format;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What denials by a policy from a document say, where its author says little or nothing. */
class DenialWordsTest {
    private static final Map<String, Object> PAID = Map.of("a", 2, "price", 30);

    @Provide
    Arbitrary<String> sayingNothing() {
        return Arbitraries.of(" ", "\t", "\n", "\u00a0", "\u200b", "\u2060", "\u3000", "\u3164")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    private static Decision last(Policy policy, int calls) {
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(() -> Instant.parse("2026-01-15T10:00:30Z"))
                .build();
        ToolCall call = ToolCall.of("t", PAID, Caller.ofGrant("g").withSession("s"));
        for (int i = 1; i < calls; i++) {
            assertThat(engine.decide(call)).isInstanceOf(Decision.Allow.class);
        }
        Decision foretold = engine.explain(call).decision();
        Decision decision = engine.decide(call);
        if (decision instanceof Decision.Deny) {
            assertThat(foretold).isEqualTo(decision);
        }
        return decision;
    }

    private static Denial denial(String document, int calls) {
        return ((Decision.Deny) last(PolicyReader.parse(document), calls)).denial();
    }

    private static String rules(String rules) {
        return "version: '1'\ndefault: allow\ntools:\n  t:\n    rules:\n" + rules.indent(6);
    }

    private static String tool(String tool) {
        return "{\"version\":\"1\",\"default\":\"allow\",\"tools\":{\"t\":" + tool + "}}";
    }

    @Property(tries = 200)
    void words_that_say_nothing_are_none_in_every_rule_of_both_formats(@ForAll("sayingNothing") String nothing) {
        String words = CanonicalJson.write(nothing);
        String conditions = "conditions: [{ path: args.a, op: eq, value: 1 }]";
        Map<String, String> otherwise = Map.of(
                rules("- { action: deny, on_deny: " + words + " }"), "Denied by rule \"/tools/t/rules/0\"",
                rules("- { action: deny, reason: " + words + " }"), "Denied by rule \"/tools/t/rules/0\"",
                rules("- { " + conditions + ", on_deny: " + words + " }"), "Denied by rule \"/tools/t/rules/0\"",
                rules("- { rate_limit: 1/hour, on_deny: " + words + " }"),
                        "Rate limit of 1 per hour reached. Try again later.",
                rules("- { spend: { daily: 50, amount: args.price }, on_deny: " + words + " }"),
                        "Rate limit exceeded for 50 of args.price per day for all callers",
                tool("{\"action\":\"deny\",\"reason\":" + words + "}"), "Denied by rule \"deny\"",
                tool("{\"require\":[{\"conditions\":[{\"path\":\"args.a\",\"op\":\"eq\",\"value\":1}],\"on_deny\":"
                                + words + "}]}"),
                        "Denied by rule \"args.a eq\"",
                tool("{\"deny_if\":[{\"conditions\":[{\"path\":\"args.a\",\"op\":\"eq\",\"value\":2}],\"on_deny\":"
                                + words + "}]}"),
                        "Denied by rule \"args.a eq\"",
                tool("{\"limits\":[{\"counter\":\"c\",\"window\":\"hour\",\"max\":1,\"on_deny\":" + words + "}]}"),
                        "Rate limit exceeded for c_per_hour",
                tool("{\"rate_limit\":{\"max\":1,\"window\":60},\"reason\":" + words + "}"),
                        "Rate limit of 1 per 60 seconds reached. Try again later.");
        otherwise.forEach((document, text) -> assertThat(
                        denial(document, text.startsWith("Rate") ? 2 : 1).message())
                .as(document)
                .isEqualTo(text));
        for (String document : List.of(
                rules("- { action: require_approval, reason: " + words + " }"),
                tool("{\"action\":\"require_approval\",\"reason\":" + words + "}"))) {
            assertThat(((Decision.ApprovalRequired) last(PolicyReader.parse(document), 1)).message())
                    .isEqualTo("Requires human approval.");
        }
    }

    @Property(tries = 50)
    void what_says_nothing_is_not_written_and_the_policy_stays_the_same(@ForAll("sayingNothing") String nothing) {
        String words = CanonicalJson.write(nothing);
        Policy read = PolicyReader.parse(tool("{\"deny_if\":[{\"conditions\":[],\"on_deny\":" + words + "}]}"));
        Policy without = PolicyReader.parse(tool("{\"deny_if\":[{\"conditions\":[]}]}"));

        assertThat(read).isEqualTo(without);
        assertThat(PolicyWriter.write(read, PolicyFormat.POLICYLAYER)).doesNotContain("on_deny");
    }

    @Property(tries = 50)
    void a_builder_takes_no_words_that_say_nothing(@ForAll("sayingNothing") String nothing) {
        assertThatThrownBy(() -> calls().atMost(1).perHour().orDeny(nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the message must not be blank");
    }

    @Test
    void a_short_form_is_called_by_what_it_lets_pass() {
        assertThat(denial(tool("{\"rate_limit\":{\"max\":1,\"window\":60}}"), 2))
                .returns("1 call per 60 seconds for a session", Denial::ruleName)
                .returns("/tools/t/rate_limit", denial -> denial.rule().value());
        assertThat(denial(rules("- rate_limit: 1/hour"), 2))
                .returns("1 call per hour for all callers", Denial::ruleName)
                .returns("/tools/t/rules/0", denial -> denial.rule().value());
        Policy built = PolicyBuilder.policy("p")
                .allowByDefault()
                .tool("t", tool -> tool.denyIf(arg("a").above(5))
                        .limit(calls().atMost(3).sliding(Duration.ofSeconds(90))))
                .build();
        Explanation explanation = PolicyEngine.of(built).explain(ToolCall.of("t", PAID));
        assertThat(explanation.limits())
                .extracting(Explanation.LimitEvaluation::label)
                .containsExactly("3 calls in any 90 seconds for a grant");
    }

    /** Two a minute and two a day: the third call was told the minute's rule with the day's waiting time. */
    @Test
    void the_rule_and_words_of_the_longest_wait_are_told_in_either_order() {
        String day = "- rate_limit: 2/day\n";
        String minute = "- rate_limit: 2/minute\n";
        for (String both : List.of(day + minute, minute + day)) {
            assertThat(denial(rules(both), 3))
                    .returns("Rate limit of 2 per day reached. Try again later.", Denial::message)
                    .returns("2 calls per day for all callers", Denial::ruleName)
                    .returns("/tools/t/rules/" + (both.startsWith(day) ? 0 : 1), denial -> denial.rule()
                            .value())
                    .returns(Duration.ofSeconds(50_370), Denial::retryAfter);
        }
    }
}
