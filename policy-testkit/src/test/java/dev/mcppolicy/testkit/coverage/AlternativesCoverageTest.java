package dev.mcppolicy.testkit.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Of every alternative of an {@code any} a test shows a call for which it alone holds. */
class AlternativesCoverageTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              send:
                require:
                  - conditions:
                      - any:
                          - { path: args.to, op: email_in, value: [good.test] }
                          - { path: "args.to[*]", op: email_in, value: [good.test] }
                          - all: [{ path: args.test, op: eq, value: true }, { not: { path: args.bcc, op: exists, value: true } }]
                deny_if:
                  - conditions:
                      - not: { any: [{ path: args.a, op: eq, value: 1 }, { path: args.b, op: eq, value: 1 }] }
                      - { path: args.strict, op: eq, value: true }
                limits:
                  - counter: c
                    window: day
                    max: 9
                    scope: global
                    when: [{ any: [{ path: args.a, op: gt, value: 5 }, { path: caller.grant, op: eq, value: g }] }]
            """);
    private static final String ALONE = "a call for which this alone holds: ";
    private static final String TEXT = "/tools/send/require/0 " + ALONE + "args.to email_in [\"good.test\"]";
    private static final String LIST = "/tools/send/require/0 " + ALONE + "args.to[*] email_in [\"good.test\"]";
    private static final String TESTS =
            "/tools/send/require/0 " + ALONE + "all [args.test eq true, not args.bcc exists true]";
    private static final String A = "/tools/send/deny_if/0 " + ALONE + "args.a eq 1";
    private static final String B = "/tools/send/deny_if/0 " + ALONE + "args.b eq 1";
    private static final String LARGE = "/tools/send/limits/0 " + ALONE + "args.a gt 5";
    private static final String GRANT = "/tools/send/limits/0 " + ALONE + "caller.grant eq \"g\"";

    private static List<String> missed(Consumer<PolicyTester> test) {
        CoverageRecorder recorder = CoverageRecorder.of(POLICY);
        test.accept(recorder.tester());
        return recorder.report().missed().stream()
                .filter(goal -> goal.kind() == CoverageGoal.Kind.ALONE)
                .map(goal -> goal.rule() + " " + goal.words())
                .toList();
    }

    private static List<String> missedBy(Map<String, Object> arguments) {
        return missed(tester -> tester.call("send").withArgs(arguments).isAllowed());
    }

    @Test
    void nothing_is_shown_without_a_call() {
        assertThat(missed(tester -> {})).containsExactlyInAnyOrder(TEXT, LIST, TESTS, A, B, LARGE, GRANT);
    }

    @Test
    void the_one_that_holds_is_shown_also_where_another_cannot_be_told() {
        assertThat(missedBy(Map.of("to", "a@good.test", "a", 6))).containsExactlyInAnyOrder(LIST, TESTS, A, B, GRANT);
        assertThat(missedBy(Map.of("to", List.of("a@good.test"), "a", 1)))
                .containsExactlyInAnyOrder(TEXT, TESTS, B, LARGE, GRANT);
        assertThat(missedBy(Map.of("test", true, "b", 1, "a", 2)))
                .containsExactlyInAnyOrder(TEXT, LIST, A, LARGE, GRANT);
    }

    @Test
    void two_that_hold_together_are_not() {
        assertThat(missedBy(Map.of("to", "a@good.test", "test", true, "a", 1, "b", 1)))
                .containsExactlyInAnyOrder(TEXT, LIST, TESTS, A, B, LARGE, GRANT);
    }

    @Test
    void a_denial_by_the_rule_shows_its_own_alternatives_alone() {
        assertThat(missed(tester -> tester.call("send")
                        .withArgs(Map.of("to", "a@good.test", "strict", true, "a", 6))
                        .isDeniedBy("/tools/send/deny_if/0")))
                .containsExactlyInAnyOrder(TEXT, LIST, TESTS, A, B, LARGE, GRANT);
    }
}
