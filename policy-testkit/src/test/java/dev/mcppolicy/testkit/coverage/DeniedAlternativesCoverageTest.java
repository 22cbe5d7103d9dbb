package dev.mcppolicy.testkit.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A rule that asks the same of a text and of each element of a list denies by what the fitting part tells. */
class DeniedAlternativesCoverageTest {
    private static final Policy POLICY = PolicyReader.parse("""
            tools:
              send:
                rules:
                  - name: send
                    conditions:
                      - any:
                          - { path: args.cc, op: exists, value: false }
                          - { path: args.cc, op: email_in, value: [example.com] }
                          - { path: "args.cc[*]", op: email_in, value: [example.com] }
              pay:
                rules:
                  - name: pay
                    conditions:
                      - any: [{ path: args.n, op: lte, value: 5 }, { path: "args.n[*]", op: lte, value: 5 }]
              plain: { rules: [{ name: plain, conditions: [{ path: args.n, op: eq, value: 5 }] }] }
            """);

    private static List<String> missed(Consumer<PolicyTester> test) {
        CoverageRecorder recorder = CoverageRecorder.of(POLICY);
        test.accept(recorder.tester());
        return recorder.report().missed().stream()
                .map(goal -> goal.label() + ": " + goal.words())
                .toList();
    }

    private static List<String> missedBy(String tool, String argument, Object value) {
        return missed(tester ->
                tester.call(tool).withArg(argument, value).isDeniedBy(tool).withCode(DenialCode.CANNOT_EVALUATE));
    }

    @Test
    void a_value_that_fits_one_part_and_is_elsewhere_shows_the_denial() {
        assertThat(missedBy("send", "cc", "eve@evil.test")).doesNotContain("send: denies a call");
        assertThat(missedBy("send", "cc", List.of("eve@evil.test"))).doesNotContain("send: denies a call");
    }

    @Test
    void a_value_that_fits_no_part_shows_nothing() {
        assertThat(missedBy("send", "cc", "no address")).contains("send: denies a call");
        assertThat(missedBy("send", "cc", List.of())).contains("send: denies a call");
        assertThat(missedBy("plain", "n", "5")).contains("plain: denies a call");
    }

    @Test
    void a_bound_is_shown_of_the_part_that_fits_alone() {
        assertThat(missedBy("pay", "n", 6))
                .doesNotContain("pay: a value just outside: args.n lte 5")
                .contains("pay: a value just outside: args.n[*] lte 5");
        assertThat(missedBy("pay", "n", List.of(6)))
                .contains("pay: a value just outside: args.n lte 5")
                .doesNotContain("pay: a value just outside: args.n[*] lte 5");
    }
}
