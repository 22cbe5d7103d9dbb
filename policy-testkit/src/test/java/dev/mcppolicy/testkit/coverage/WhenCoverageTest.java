package dev.mcppolicy.testkit.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Of a rule for some calls a test shows one that it is for, and one that it is not. */
class WhenCoverageTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              pay:
                require:
                  - conditions: [{ path: args.currency, op: in, value: [EUR, USD] }]
                  - { when: [{ path: args.currency, op: eq, value: EUR }], conditions: [{ path: args.amount, op: lte, value: 5 }] }
                limits:
                  - { counter: large, window: day, max: 1, scope: global, when: [{ path: args.amount, op: gt, value: 3 }] }
            """);
    private static final String OTHER = "a call that it is not for";

    private static List<String> missed(Consumer<PolicyTester> test) {
        CoverageRecorder recorder = CoverageRecorder.of(POLICY);
        test.accept(recorder.tester());
        return recorder.report().missed().stream()
                .map(goal -> goal.rule() + " " + goal.words())
                .toList();
    }

    private static Map<String, Object> pay(String currency, int amount) {
        return Map.of("currency", currency, "amount", amount);
    }

    @Test
    void a_call_that_a_rule_is_not_for_shows_that_and_nothing_else_of_it() {
        List<String> missed =
                missed(tester -> tester.call("pay").withArgs(pay("USD", 3)).isAllowed());

        assertThat(missed)
                .doesNotContain(
                        "/tools/pay/require/1 " + OTHER,
                        "/tools/pay/limits/0 " + OTHER,
                        "/tools/pay/limits/0 a value just outside: args.amount gt 3")
                .contains(
                        "/tools/pay/require/1 lets a call pass",
                        "/tools/pay/limits/0 the last call that is allowed",
                        "/tools/pay/limits/0 a value just inside: args.amount gt 3");
    }

    @Test
    void a_call_that_a_rule_is_for_shows_that_it_passes_and_counts() {
        List<String> missed =
                missed(tester -> tester.call("pay").withArgs(pay("EUR", 4)).isAllowed());

        assertThat(missed)
                .contains("/tools/pay/require/1 " + OTHER, "/tools/pay/limits/0 " + OTHER)
                .doesNotContain(
                        "/tools/pay/require/1 lets a call pass",
                        "/tools/pay/limits/0 the last call that is allowed",
                        "/tools/pay/limits/0 a value just inside: args.amount gt 3");
    }

    @Test
    void a_denied_call_shows_no_other_rule_that_is_not_for_it() {
        List<String> missed =
                missed(tester -> tester.call("pay").withArgs(pay("GBP", 3)).isDeniedBy("args.currency in"));

        assertThat(missed).contains("/tools/pay/require/1 " + OTHER, "/tools/pay/limits/0 " + OTHER);
    }
}
