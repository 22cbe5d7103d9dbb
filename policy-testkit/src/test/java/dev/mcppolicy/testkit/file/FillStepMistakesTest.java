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

/** Mistakes in the steps {@code fills_up} and {@code each}: those that are read, and those that a run brings up. */
class FillStepMistakesTest {
    private static final String RIGHT = "limit: three a day, call: pay, times: 3, retry_after: 1d";

    @TempDir
    Path directory;

    @BeforeEach
    void a_policy_lies_in_the_directory() throws IOException {
        Files.writeString(directory.resolve("policy.yaml"), """
                default: deny
                tools:
                  pay:
                    rules:
                      - name: size
                        conditions: [{ path: args.amount, op: lte, value: 5, optional: true }]
                      - name: three a day
                        rate_limit: { max: 3, window: day, scope: grant }
                """);
    }

    private PolicyTestFile file(String step) throws IOException {
        return PolicyTestFile.read(Files.writeString(
                directory.resolve("t.policytest.yaml"),
                "policy: policy.yaml\ntests:\n- name: a\n  steps:\n  - " + step + "\n"));
    }

    private PolicyTestFile filling(String fields) throws IOException {
        return file("fills_up: { " + fields + " }");
    }

    /** The problems of a step, by what comes after file, line and the pointer to the step. */
    private List<String> problems(String step) {
        return catchThrowableOfType(InvalidTestFileException.class, () -> file(step)).problems().stream()
                .map(problem -> {
                    assertThat(problem).contains("t.policytest.yaml:5:").contains(": /tests/0/steps/0");
                    return problem.substring(problem.indexOf("/steps/0") + "/steps/0".length());
                })
                .toList();
    }

    private List<String> problemsOfFill(String fields) {
        return problems("fills_up: { " + fields + " }");
    }

    @Test
    void what_is_missing_is_named_all_at_once() {
        assertThat(problemsOfFill("args: {}"))
                .containsExactlyInAnyOrder(
                        "/fills_up: `limit` is missing",
                        "/fills_up: `call` is missing",
                        "/fills_up: `times` is missing",
                        "/fills_up: `retry_after` is missing");
    }

    @Test
    void an_unknown_word_is_answered_with_the_likely_one() {
        assertThat(problemsOfFill(RIGHT + ", togther: [{}]"))
                .containsExactly("/fills_up/togther: unknown key `togther` (did you mean `together`?)");
        assertThat(problemsOfFill(RIGHT + ", expect: allowed"))
                .singleElement()
                .asString()
                .startsWith("/fills_up/expect: unknown key `expect` (there are `apart`, `args`, `as`, ");
        assertThat(problemsOfFill(RIGHT + ", one_more: { arg: {} }"))
                .containsExactly("/fills_up/one_more/arg: unknown key `arg` (did you mean `args`?)");
        assertThat(problemsOfFill(RIGHT + ", together: [{ as: { grnt: a } }]"))
                .containsExactly("/fills_up/together/0/as/grnt: unknown key `grnt` (did you mean `grant`?)");
        assertThat(problemsOfFill(RIGHT.replace("three a day", "three day")))
                .containsExactly("/fills_up/limit: the policy has no rule `three day` (did you mean `three a day`?)");
    }

    @Test
    void a_value_of_another_shape_is_an_error() {
        assertThat(problems("fills_up: three a day"))
                .singleElement()
                .asString()
                .startsWith("/fills_up: expected an object with `apart`, `args`, ");
        assertThat(problemsOfFill(RIGHT.replace("times: 3", "times: 0")))
                .containsExactly("/fills_up/times: expected a whole number from 1 to 1000000");
        assertThat(problemsOfFill(RIGHT.replace("1d", "none")))
                .containsExactly("/fills_up/retry_after: `none` is no duration such as `90s`, `30m`, `2h` or `1d`");
        assertThat(problemsOfFill(RIGHT.replace("1d", "60"))).containsExactly("/fills_up/retry_after: expected a text");
        assertThat(problemsOfFill(RIGHT + ", args: [1]")).containsExactly("/fills_up/args: expected an object");
        assertThat(problemsOfFill(RIGHT + ", one_more: [1]"))
                .containsExactly("/fills_up/one_more: expected an object with `args`, `as`");
        assertThat(problemsOfFill(RIGHT + ", apart: []"))
                .containsExactly("/fills_up/apart: expected a list that is not empty");
        assertThat(problemsOfFill(RIGHT + ", together: { as: { grant: a } }"))
                .containsExactly("/fills_up/together: expected a list that is not empty");
    }

    @Test
    void what_belongs_to_a_call_stands_beside_no_fills_up() {
        assertThat(problems("{ fills_up: { " + RIGHT + " }, as: { grant: a }, times: 2 }"))
                .containsExactlyInAnyOrder(
                        "/as: `as` belongs to a `call`, not to `fills_up`",
                        "/times: `times` belongs to a `call`, not to `fills_up`");
        assertThat(problems("{ fills_up: { " + RIGHT + " }, call: pay, expect: allowed }"))
                .singleElement()
                .asString()
                .endsWith(", not `call` and `fills_up`");
    }

    @Test
    void a_table_is_a_list_of_rows_of_arguments() {
        assertThat(problems("{ call: pay, each: [], expect: allowed }"))
                .containsExactly("/each: expected a list that is not empty");
        assertThat(problems("{ call: pay, each: { amount: 1 }, expect: allowed }"))
                .containsExactly("/each: expected a list that is not empty");
        assertThat(problems("{ call: pay, each: [{ amount: 1 }, 2], expect: allowed }"))
                .containsExactly("/each: expected a list of objects with arguments");
        assertThat(problems("{ call: pay, each: [{ amount: 1 }], times: 2, expect: allowed }"))
                .containsExactly("/each: `each` does not go together with `times`");
        assertThat(problems("{ hides: [pay], each: [{ amount: 1 }] }"))
                .containsExactly("/each: `each` belongs to a `call`, not to `hides`");
    }

    @Test
    void the_row_that_does_not_meet_the_expectation_is_told_by_its_number_and_its_arguments() {
        assertThatThrownBy(() -> file("{ call: pay, each: [{ amount: 1 }, { amount: 6 }, {}], expect: allowed }")
                        .cases()
                        .get(0)
                        .run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "t.policytest.yaml:5:5: expected call 2 of 3 to be allowed, but it was denied by `size`")
                .hasMessageContaining("pay {\"amount\":6}");
    }

    @Test
    void a_limit_that_is_not_as_the_test_says_fails_it_at_the_edge_that_is_elsewhere() throws IOException {
        String as = ", as: { grant: a }";
        filling(RIGHT + as + ", together: [{ args: { amount: 1 } }], apart: [{ as: { grant: b } }]")
                .cases()
                .get(0)
                .run();

        assertFails(
                RIGHT.replace("times: 3", "times: 2") + as,
                "[one more] expected the call to be denied by `three a day`");
        assertFails(RIGHT.replace("times: 3", "times: 4") + as, "expected call 4 of 4 to be allowed");
        assertFails(RIGHT.replace("1d", "2h") + as, "[one more] expected retry after 2h, but it was 1d");
        assertFails(RIGHT + as + ", args: { amount: 6 }", "[given back] expected the call to be allowed");
        assertFails(RIGHT + as + ", one_more: { args: { amount: 6 } }", "[one more] expected the call to be denied by");
        assertFails(RIGHT + as + ", together: [{ as: { grant: b } }]", "[together] expected the call to be denied by");
        assertFails(RIGHT + as + ", apart: [{ args: { amount: 1 } }]", "[apart] expected the call to be allowed");
    }

    private void assertFails(String fields, String message) {
        assertThatThrownBy(() -> filling(fields).cases().get(0).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("t.policytest.yaml:5:5: " + message);
    }
}
