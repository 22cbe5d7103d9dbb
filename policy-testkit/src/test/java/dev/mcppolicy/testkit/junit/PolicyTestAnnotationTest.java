package dev.mcppolicy.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.testkit.PolicyTester;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Testers in the tests of JUnit. */
@PolicyTest("refunds.yaml")
class PolicyTestAnnotationTest {
    private final AtomicReference<PolicyTester> before = new AtomicReference<>();

    @BeforeEach
    void the_day_begins(PolicyTester policy) {
        policy.at("2026-01-15T22:00:00Z");
        before.set(policy);
    }

    @Test
    void the_eleventh_refund_of_a_day_waits_for_midnight(PolicyTester policy) {
        policy.call("create_refund").withArg("amount", 100).times(10).areAllowed();
        policy.call("create_refund")
                .withArg("amount", 100)
                .isDeniedBy("daily refund count")
                .retryAfter(Duration.ofHours(2));
        policy.advance(Duration.ofHours(2));
        policy.call("create_refund").withArg("amount", 100).isAllowed();
    }

    @Test
    void a_test_shares_its_tester_with_the_methods_around_it(PolicyTester policy) {
        assertThat(policy).isSameAs(before.get());
    }

    @PolicyTest({"refunds.yaml", "/generous-refunds.yaml", "src/test/more-policies/refunds.yaml"})
    void a_test_runs_with_each_policy_that_it_names(PolicyTester policy) {
        policy.call("create_refund").withArg("amount", 50_001).isDeniedBy("max single refund");
    }

    @PolicyTest
    void a_test_that_names_none_takes_those_of_its_class(PolicyTester policy) {
        policy.call("create_refund").withArg("amount", 50_001).isDeniedBy("max single refund");
    }

    @Nested
    class Inside {
        @Test
        void a_nested_class_has_the_policy_of_the_one_around_it(PolicyTester policy) {
            policy.hides("delete_customer");
        }
    }

    @Test
    void every_test_counts_for_itself_when_tests_run_in_parallel() {
        TestRun run = TestRun.of(
                ParallelTests.class,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent"));

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSize(6);
    }

    @PolicyTest({"refunds.yaml", "generous-refunds.yaml"})
    static class ParallelTests {
        @PolicyTest
        void one(PolicyTester policy) {
            policy.call("create_refund").withArg("amount", 1).times(10).areAllowed();
        }

        @PolicyTest
        void two(PolicyTester policy) {
            policy.call("create_refund").withArg("amount", 1).times(10).areAllowed();
        }

        @PolicyTest
        void three(PolicyTester policy) {
            policy.call("create_refund").withArg("amount", 1).times(10).areAllowed();
        }
    }

    @Test
    void a_test_that_runs_with_several_policies_shows_which_fails() {
        TestRun run = TestRun.of(OneOfTwoFails.class);

        assertThat(run.passed()).containsExactly("ten generous-refunds.yaml");
        assertThat(run.failures()).containsOnlyKeys("ten refunds.yaml");
    }

    @PolicyTest({"refunds.yaml", "generous-refunds.yaml"})
    static class OneOfTwoFails {
        @PolicyTest
        void ten(PolicyTester policy) {
            policy.call("create_refund").withArg("amount", 1).times(11).areAllowed();
        }
    }
}
