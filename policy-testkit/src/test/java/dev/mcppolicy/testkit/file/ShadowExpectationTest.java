package dev.mcppolicy.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a test file expects of the decision that shadow mode would have made. */
class ShadowExpectationTest {
    @TempDir
    Path directory;

    @BeforeEach
    void policies_lie_in_the_directory() throws IOException {
        Files.writeString(directory.resolve("tried.yaml"), """
                default: deny
                tools:
                  refund:
                    rules:
                      - { name: size, conditions: [{ path: args.amount, op: lte, value: 500 }] }
                      - { name: tighter, mode: shadow, conditions: [{ path: args.amount, op: lte, value: 100 }] }
                      - { name: two a day, mode: shadow, rate_limit: 2/day }
                  pay: { rules: [{ name: a person, mode: shadow, action: require_approval }] }
                  ask: { rules: [{ name: agreed, action: require_approval }] }
                """);
        Files.writeString(directory.resolve("whole.yaml"), """
                default: deny
                mode: shadow
                tools: { refund: { rules: [{ name: hourly, rate_limit: 1/hour }] } }
                """);
        Files.writeString(
                directory.resolve("enforced.yaml"),
                "default: deny\ntools: { refund: { rules: [{ name: hourly, rate_limit: 1/hour }] } }\n");
    }

    private PolicyTestFile file(String policy, String... steps) throws IOException {
        StringBuilder text = new StringBuilder("policy: " + policy + ".yaml\ntests:\n  - name: a\n    steps:\n");
        for (String step : steps) {
            text.append("      - { ").append(step).append(" }\n");
        }
        return PolicyTestFile.read(Files.writeString(directory.resolve("t.policytest.yaml"), text));
    }

    private void run(String policy, String... steps) throws IOException {
        file(policy, steps).cases().get(0).run();
    }

    private List<String> problems(String policy, String step) {
        return catchThrowableOfType(InvalidTestFileException.class, () -> file(policy, step)).problems().stream()
                .map(problem -> problem.replace(directory + "/", ""))
                .toList();
    }

    @Test
    void what_shadow_mode_would_decide_is_expected_beside_what_was_decided() throws IOException {
        run(
                "tried",
                "call: refund, args: { amount: 100 }, times: 2, expect: { allowed: true, shadow: allowed }",
                "call: refund, args: { amount: 100 }, expect: { allowed: true, shadow: { denied_by: two a day, code: "
                        + "LIMIT_EXCEEDED } }",
                "call: refund, args: { amount: 101 }, expect: { allowed: true, shadow: { denied_by: tighter } }",
                "call: refund, args: { amount: 501 }, expect: { denied_by: size, shadow: { denied_by: size } }",
                "call: pay, expect: { allowed: true, shadow: { approval_by: a person } }",
                "call: other, expect: { denied_by: (default deny), shadow: { denied_by: (default deny) } }");
        run(
                "whole",
                "call: refund, expect: { allowed: true, shadow: { allowed: true } }",
                "call: refund, expect: { allowed: true, shadow: { denied_by: hourly } }",
                "call: other, expect: { allowed: true, shadow: { denied_by: (default deny), code: NOT_LISTED } }");
    }

    @Test
    void another_verdict_another_rule_and_another_code_fail_the_test() {
        for (String shadow : List.of(
                "allowed",
                "{ allowed: true }",
                "{ denied_by: two a day }",
                "{ approval_by: tighter }",
                "{ denied_by: tighter, code: CANNOT_EVALUATE }")) {
            assertThatThrownBy(() -> run(
                            "tried",
                            "call: refund, args: { amount: 101 }, expect: { allowed: true, shadow: " + shadow + " }"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("t.policytest.yaml:5:9: expected the call to ")
                    .hasMessageContaining("in shadow mode, but there it was denied by `tighter`");
        }
    }

    @Test
    void a_mistaken_expectation_is_an_error_with_its_place() {
        assertThat(problems("tried", "call: refund, expect: { allowed: true, shadow: denied }"))
                .containsExactly("t.policytest.yaml:5:58: /tests/0/steps/0/expect/shadow: a denial names its rule "
                        + "(write `shadow: { denied_by: the rule }`)");
        assertThat(problems("tried", "call: refund, expect: { allowed: true, shadow: { denied_by: two day } }"))
                .containsExactly("t.policytest.yaml:5:71: /tests/0/steps/0/expect/shadow/denied_by: the policy has no "
                        + "rule `two day` (did you mean `two a day`?)");
        assertThat(problems("tried", "call: refund, expect: { allowed: true, shadow: { deniedby: size } }"))
                .containsExactly(
                        "t.policytest.yaml:5:58: /tests/0/steps/0/expect/shadow: an expectation has exactly one of "
                                + "`allowed`, `denied_by` and `approval_by`, not none",
                        "t.policytest.yaml:5:70: /tests/0/steps/0/expect/shadow/deniedby: unknown key `deniedby` (did "
                                + "you mean `denied_by`?)");
        assertThat(problems(
                        "tried", "call: refund, expect: { allowed: true, shadow: { allowed: true, code: HIDDEN } }"))
                .containsExactly("t.policytest.yaml:5:81: /tests/0/steps/0/expect/shadow/code: `code` goes together "
                        + "with `denied_by`");
        assertThat(problems(
                        "tried",
                        "call: ask, expect: { approval_by: agreed }, answer: approve, then: { allowed: true, shadow: "
                                + "allowed }"))
                .containsExactly("t.policytest.yaml:5:103: /tests/0/steps/0/then/shadow: `shadow` belongs to `expect`, "
                        + "as no answer is given to it");
        assertThat(problems("enforced", "call: refund, expect: { allowed: true, shadow: allowed }"))
                .containsExactly("t.policytest.yaml:5:58: /tests/0/steps/0/expect/shadow: nothing of the policy is in "
                        + "shadow mode (write `mode: shadow` in a rule of it)");
    }
}
