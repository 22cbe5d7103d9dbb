package dev.mcppolicy.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.testkit.PolicyTester;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A policy that does not fit the tools that {@link PolicyTest} names fails the tests of it. */
class PolicyTestToolsTest {
    private static final String UNKNOWN =
            "refunds.yaml:20:17: /tools/list_refunds: no tool is called `list_refunds` (did you mean `list_refund`?)";

    @Test
    void a_policy_that_fits_its_tools_is_tested() {
        assertThat(TestRun.of(Fitting.class).failures()).isEmpty();
        assertThat(TestRun.of(Fitting.class).passed()).hasSize(1);
    }

    @PolicyTest(value = "refunds.yaml", tools = "tools.json")
    static class Fitting {
        @Test
        void passes(PolicyTester policy) {
            policy.lists("list_refunds");
        }
    }

    @Test
    void a_policy_that_does_not_fails_the_class_though_no_test_takes_a_tester() {
        TestRun run = TestRun.of(Mistyped.class);

        assertThat(run.passed()).isEmpty();
        assertThat(run.failures().values()).singleElement().asString().contains(UNKNOWN);
    }

    @PolicyTest(value = "refunds.yaml", tools = "other-tools.json")
    static class Mistyped {
        @Test
        void never_runs() {}
    }

    @Test
    void a_method_and_a_nested_class_are_held_to_the_tools_of_the_class_around_unless_they_name_their_own() {
        TestRun run = TestRun.of(Methods.class);

        assertThat(run.failures().values()).singleElement().asString().contains(UNKNOWN);
        assertThat(run.passed()).hasSize(2);
    }

    @PolicyTest(tools = "tools.json")
    static class Methods {
        @PolicyTest("refunds.yaml")
        void passes(PolicyTester policy) {
            policy.lists("list_refunds");
        }

        @PolicyTest(value = "refunds.yaml", tools = "other-tools.json")
        void never_runs(PolicyTester policy) {
            policy.lists("list_refunds");
        }

        @Nested
        @PolicyTest("refunds.yaml")
        class Inner {
            @Test
            void passes_too(PolicyTester policy) {
                policy.lists("list_refunds");
            }
        }
    }

    @Test
    void tools_that_are_not_there_or_are_none_fail_the_class() {
        assertThat(TestRun.of(Lost.class).failures().values())
                .singleElement()
                .asString()
                .startsWith("there is no file of tools `lost.json` beside `" + Lost.class.getName());
        assertThat(TestRun.of(NoTools.class).failures().values())
                .singleElement()
                .asString()
                .startsWith("refunds.yaml:1:1: this is no list of tools");
    }

    @PolicyTest(value = "refunds.yaml", tools = "lost.json")
    static class Lost {
        @Test
        void never_runs() {}
    }

    @PolicyTest(value = "refunds.yaml", tools = "refunds.yaml")
    static class NoTools {
        @Test
        void never_runs() {}
    }
}
