package dev.mcppolicy.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.testkit.PolicyTester;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What authors of tests are told that make a mistake with {@link PolicyTest}. */
class PolicyTestMistakesTest {

    @Test
    void a_call_that_is_never_judged_fails_its_test() {
        assertThat(TestRun.of(Forgetful.class).failures())
                .containsExactly(Map.entry(
                        "forgets_to_judge",
                        "a call of `list_refunds` was built but never judged; end it with an assertion such as"
                                + " `isAllowed()`"));
    }

    @PolicyTest("refunds.yaml")
    static class Forgetful {
        @Test
        @SuppressWarnings("CheckReturnValue") // that is the fault
        void forgets_to_judge(PolicyTester policy) {
            policy.call("list_refunds");
        }
    }

    @Test
    void a_policy_that_is_not_there_is_named() {
        assertThat(TestRun.of(Lost.class).failures().values())
                .singleElement()
                .asString()
                .endsWith("there is no policy `lost.yaml` beside `" + Lost.class.getName()
                        + "`, at the root of the class path, or in the working directory");
    }

    @PolicyTest("lost.yaml")
    static class Lost {
        @Test
        void never_runs(PolicyTester policy) {
            policy.lists("x");
        }
    }

    @Test
    void a_policy_that_is_none_fails_with_its_problems() {
        assertThat(TestRun.of(Broken.class).failures().values())
                .singleElement()
                .asString()
                .contains("broken.yaml:5:57: /tools/t/rules/0/conditions/0/op: unknown operator `lessThan`");
    }

    @PolicyTest("/broken.yaml")
    static class Broken {
        @Test
        void never_runs(PolicyTester policy) {
            policy.lists("t");
        }
    }

    @Test
    void a_class_with_several_policies_needs_tests_that_run_with_each() {
        assertThat(TestRun.of(Several.class).failures().values())
                .singleElement()
                .asString()
                .endsWith("`" + Several.class.getName()
                        + "` names several policies; mark the test with `@PolicyTest` in the place of `@Test` to run"
                        + " it with each");
    }

    @PolicyTest({"refunds.yaml", "generous-refunds.yaml"})
    static class Several {
        @Test
        void never_runs(PolicyTester policy) {
            policy.lists("x");
        }
    }

    @Test
    void a_class_without_a_policy_is_told_what_to_write() {
        assertThat(TestRun.of(Nameless.class).failures().values())
                .singleElement()
                .asString()
                .endsWith("`@PolicyTest` names no policy for `" + Nameless.class.getName()
                        + "`; write `@PolicyTest(\"policy.yaml\")`");
    }

    @PolicyTest
    static class Nameless {
        @Test
        void never_runs(PolicyTester policy) {
            policy.lists("x");
        }
    }

    @Test
    void a_tester_belongs_to_one_test() {
        assertThat(TestRun.of(Shared.class).failures().values())
                .singleElement()
                .asString()
                .endsWith("a PolicyTester belongs to one test; take it as a parameter of tests, `@BeforeEach` or"
                        + " `@AfterEach`");
    }

    @PolicyTest("refunds.yaml")
    static class Shared {
        Shared(PolicyTester policy) {
            policy.lists("x");
        }

        @Test
        void never_runs() {}
    }

    @Test
    void a_test_is_not_marked_twice() {
        assertThat(TestRun.of(MarkedTwice.class).failures().values())
                .asString()
                .contains(
                        "`twice` is marked with both `@PolicyTest` and `@Test`, and would run twice; leave out `@Test`");
    }

    static class MarkedTwice {
        @Test
        @PolicyTest("refunds.yaml")
        void twice(PolicyTester policy) {
            policy.lists("list_refunds");
        }
    }
}
