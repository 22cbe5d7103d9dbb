package dev.mcppolicy.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcppolicy.testkit.junit.PolicyTestFactory;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Tests that do not count: those that are still to do, and those that {@code only} leaves out. */
class UncountedTestsTest {
    private static final String POLICY = """
            default: deny
            tools:
              refund: { rules: [{ name: size, conditions: [{ path: args.amount, op: lte, value: 5 }] }] }
            """;
    private static final String PASSES = "steps: [{ call: refund, args: { amount: 5 }, expect: allowed }]";
    private static final String FAILS = "steps: [{ call: refund, args: { amount: 6 }, expect: allowed }]";

    @TempDir
    Path directory;

    @BeforeEach
    void a_policy_lies_in_the_directory() throws IOException {
        Files.writeString(directory.resolve("refund.yaml"), POLICY);
    }

    private PolicyTestFile file(String name, String... tests) throws IOException {
        StringBuilder text = new StringBuilder("policy: refund.yaml\ntests:\n");
        for (String test : tests) {
            text.append("  - { ").append(test).append(" }\n");
        }
        return PolicyTestFile.read(Files.writeString(directory.resolve(name + ".policytest.yaml"), text));
    }

    private List<String> problems(String test) {
        return catchThrowableOfType(InvalidTestFileException.class, () -> file("t", test)).problems().stream()
                .map(problem -> problem.replace(directory + "/", ""))
                .toList();
    }

    /** What came of all tests of the directory in JUnit, by name. */
    private Map<String, String> run() {
        Map<String, String> outcomes = new LinkedHashMap<>();
        PolicyTestFactory.testsIn(directory).flatMap(UncountedTestsTest::tests).forEach(test -> {
            try {
                test.getExecutable().execute();
                outcomes.put(test.getDisplayName(), "passed");
            } catch (TestAbortedException e) {
                outcomes.put(test.getDisplayName(), e.getMessage());
            } catch (Throwable e) {
                outcomes.put(test.getDisplayName(), "failed: " + firstLine(e));
            }
        });
        return outcomes;
    }

    private static String firstLine(Throwable failure) {
        return failure.getMessage().lines().findFirst().orElse("");
    }

    private static Stream<DynamicTest> tests(DynamicNode node) {
        return node instanceof DynamicContainer container
                ? container.getChildren().flatMap(UncountedTestsTest::tests)
                : Stream.of((DynamicTest) node);
    }

    @Test
    void a_test_to_do_says_what_is_to_be_done_and_needs_no_steps() throws IOException {
        PolicyTestFile file = file("t", "name: later, todo: a rule on customers", "name: now, " + PASSES);

        assertThat(file.cases()).extracting(test -> test.todo().orElse("")).containsExactly("a rule on customers", "");
        assertThatThrownBy(() -> file.cases().get(0).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("t.policytest.yaml:3:5: the test has no steps yet");
    }

    @Test
    void what_a_test_to_do_has_of_steps_is_read_as_strictly() {
        assertThat(problems("name: a, todo: x, steps: []"))
                .containsExactly("t.policytest.yaml:3:32: /tests/0/steps: expected a list that is not empty");
        assertThat(problems("name: a, todo: x, steps: [{ call: refund, expect: { denied_by: sze } }]"))
                .containsExactly("t.policytest.yaml:3:70: /tests/0/steps/0/expect/denied_by: the policy has no rule "
                        + "`sze` (did you mean `size`?)");
        assertThat(problems("name: a, todo: x, at: soon"))
                .singleElement()
                .asString()
                .contains("/tests/0/at: ");
    }

    @Test
    void a_mistaken_todo_or_only_is_an_error_with_its_place() {
        assertThat(problems("name: a, todo: true, " + PASSES))
                .containsExactly("t.policytest.yaml:3:22: /tests/0/todo: expected a text that says what is to be done");
        assertThat(problems("name: a, todo: '', " + PASSES))
                .containsExactly("t.policytest.yaml:3:22: /tests/0/todo: expected a text");
        assertThat(problems("name: a, only: once, " + PASSES))
                .containsExactly("t.policytest.yaml:3:22: /tests/0/only: expected `true` or `false`");
        assertThat(problems("name: a, onyl: true, " + PASSES))
                .containsExactly("t.policytest.yaml:3:22: /tests/0/onyl: unknown key `onyl` (did you mean `only`?)");
    }

    @Test
    void a_test_to_do_is_aborted_whatever_comes_of_it() throws IOException {
        file(
                "t",
                "name: passes, todo: see to it, " + PASSES,
                "name: fails, todo: see to it, " + FAILS,
                "name: unwritten, todo: see to it",
                "name: counts, " + PASSES);

        Map<String, String> outcomes = run();

        assertThat(outcomes.keySet()).containsExactly("passes", "fails", "unwritten", "counts");
        assertThat(outcomes.values().stream().map(outcome -> outcome.replace(directory + "/", "")))
                .containsExactly(
                        "todo: see to it (the test passes: take `todo` away)",
                        "todo: see to it (t.policytest.yaml:4:45: expected the call to be allowed, but it was denied by "
                                + "`size`)",
                        "todo: see to it (t.policytest.yaml:5:5: the test has no steps yet)",
                        "passed");
    }

    @Test
    void only_leaves_out_the_tests_of_all_files_and_passes_nothing() throws IOException {
        file("a", "name: first, " + FAILS, "name: wanted, only: true, " + PASSES);
        file("b", "name: elsewhere, " + PASSES, "name: unwanted, only: false, " + PASSES);

        Map<String, String> outcomes = run();

        assertThat(outcomes.keySet())
                .containsExactly("no test is left out", "first", "wanted", "elsewhere", "unwanted");
        assertThat(outcomes.values().stream().map(outcome -> outcome.replace(directory + "/", "")))
                .containsExactly(
                        "failed: a.policytest.yaml:4:5: `only` leaves out 3 tests (take it away)",
                        "left out, as another test says `only`",
                        "passed",
                        "left out, as another test says `only`",
                        "left out, as another test says `only`");
    }

    @Test
    void only_in_every_test_leaves_nothing_out() throws IOException {
        file("a", "name: first, only: true, " + PASSES, "name: second, only: true, " + PASSES);

        assertThat(run()).containsOnly(Map.entry("first", "passed"), Map.entry("second", "passed"));
    }

    @Test
    void a_test_to_do_notices_no_change_and_only_leaves_no_test_out_of_it() throws IOException {
        PolicyTestFile toDo = file("a", "name: a, todo: later, " + FAILS, "name: b, todo: later, " + PASSES);
        PolicyTestFile only = file("b", "name: a, only: true, " + PASSES, "name: b, " + PASSES);
        PolicyTestFile all = file("c", "name: a, " + PASSES, "name: b, " + PASSES);

        assertThat(PolicyMutations.of(toDo.policy()).againstFiles(List.of(toDo)).percent())
                .isZero();
        assertThat(PolicyMutations.of(only.policy()).againstFiles(List.of(only)).percent())
                .isPositive()
                .isEqualTo(PolicyMutations.of(all.policy())
                        .againstFiles(List.of(all))
                        .percent());
    }
}
