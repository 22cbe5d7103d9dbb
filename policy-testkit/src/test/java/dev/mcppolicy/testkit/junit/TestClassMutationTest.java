package dev.mcppolicy.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Classes of tests, run by JUnit against changed policies. */
class TestClassMutationTest {
    private static final CheckedPolicy POLICY = PolicyReader.check(Path.of("src/test/resources/first-refunds.yaml"));

    @PolicyTest("/first-refunds.yaml")
    static class Rate {
        @Test
        void the_eleventh_refund_of_a_day_waits_for_midnight(PolicyTester policy) {
            TestCall refund = policy.call("create_refund").withArg("amount", 100);

            policy.at("2026-01-15T22:00:00Z");
            refund.times(10).areAllowed();
            refund.isDeniedBy("refunds a day").retryAfter(Duration.ofHours(2));
            policy.advance(Duration.ofHours(2));
            refund.isAllowed();
        }
    }

    @PolicyTest("/first-refunds.yaml")
    @PolicyCoverage(minimum = 10)
    static class Bounds {
        @Test
        void a_refund_is_at_most_500(PolicyTester policy) {
            policy.call("create_refund").withArg("amount", 500).isAllowed();
            policy.call("create_refund").withArg("amount", 501).isDeniedBy("max refund");
        }

        @Nested
        class Others {
            @Test
            void nothing_else_can_be_called(PolicyTester policy) {
                policy.hides("delete_customer");
                policy.call("other").isDeniedBy("(default deny)");
            }
        }
    }

    @PolicyTest("/generous-refunds.yaml")
    static class AboutAnother {
        @Test
        void a_refund_passes(PolicyTester policy) {
            policy.call("create_refund").withArg("amount", 1).isAllowed();
        }
    }

    @PolicyTest("/first-refunds.yaml")
    static class Failing {
        @Test
        void a_refund_of_501_passes(PolicyTester policy) {
            policy.call("create_refund").withArg("amount", 501).isAllowed();
        }
    }

    @Test
    void the_tests_of_a_class_notice_what_they_notice_alone() {
        MutationReport report = PolicyMutations.of(POLICY).against(TestClasses.of(Rate.class));

        assertThat(report.text())
                .isEqualTo(PolicyMutations.of(POLICY)
                        .against(List.of(new Rate()::the_eleventh_refund_of_a_day_waits_for_midnight))
                        .text());
        assertThat(report.survivors()).hasSize(10);
    }

    @Test
    void several_classes_notice_together_nested_tests_among_them() {
        assertThat(PolicyMutations.of(POLICY)
                        .against(TestClasses.of(Bounds.class, Rate.class))
                        .text())
                .endsWith("""
                        tests notice 16 of 20 changes of the policy
                          no test notices: src/test/resources/first-refunds.yaml:7: `max refund`: `args.amount lte 500` also holds where `args.amount` is missing
                          no test notices: src/test/resources/first-refunds.yaml:9: `refunds a day`: counts per grant, not per global
                          no test notices: src/test/resources/first-refunds.yaml:9: `refunds a day`: counts per session, not per global
                          no test notices: src/test/resources/first-refunds.yaml:9: `refunds a day`: counts per principal, not per global
                        """);
    }

    @Test
    void tests_that_fail_anyway_or_are_about_another_policy_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyMutations.of(POLICY)
                        .against(TestClasses.of(Failing.class))
                        .survivors())
                .withMessageStartingWith("a test fails with the policy as it is: a_refund_of_501_passes(PolicyTester):"
                        + " expected the call to be allowed, but it was denied by `max refund`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyMutations.of(POLICY)
                        .against(TestClasses.of(AboutAnother.class))
                        .survivors())
                .withMessage("no test of `" + AboutAnother.class.getName() + "` takes a PolicyTester of the policy");
    }
}
