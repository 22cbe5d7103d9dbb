package dev.mcppolicy.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.junit.PolicyTestFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Tests of policies that are written without Java. */
class PolicyTestFileTest {
    private static final Path POLICIES = Path.of("src/test/more-policies");

    @TempDir
    Path directory;

    @BeforeEach
    void a_policy_lies_in_the_directory() throws IOException {
        Files.copy(POLICIES.resolve("refunds.yaml"), directory.resolve("refunds.yaml"));
    }

    @TestFactory
    Stream<DynamicNode> files_run_as_dynamic_tests() {
        return PolicyTestFactory.testsIn(POLICIES);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("t.policytest.yaml"), text);
    }

    private Path writeSteps(String steps) throws IOException {
        return write("policy: refunds.yaml\ntests:\n  - name: one\n    steps:\n" + steps);
    }

    /** The problems of a file, without the directory. */
    private List<String> problems(Path file) {
        return catchThrowableOfType(InvalidTestFileException.class, () -> PolicyTestFile.read(file)).problems().stream()
                .map(problem -> problem.replace(directory + "/", ""))
                .toList();
    }

    @Test
    void a_policy_is_held_against_the_tools_that_are_named() throws IOException {
        String tests = "\ntests:\n  - { name: a, steps: [{ lists: [list_refunds] }] }\n";
        Files.writeString(
                directory.resolve("tools.json"),
                "[{\"name\":\"create_refund\"},{\"name\":\"list_refunds\"},{\"name\":\"delete_customer\"}]");
        Files.writeString(
                directory.resolve("others.json"), "[{\"name\":\"create_refund\"},{\"name\":\"delete_customer\"}]");
        Files.writeString(directory.resolve("none.json"), "{}");

        assertThat(PolicyTestFile.read(write("policy: refunds.yaml\ntools: tools.json" + tests))
                        .cases())
                .hasSize(1);
        assertThat(problems(write("policy: refunds.yaml\ntools: others.json" + tests)))
                .containsExactly("refunds.yaml:20:17: /tools/list_refunds: no tool is called `list_refunds`");
        assertThat(problems(write("policy: refunds.yaml\ntools: none.json" + tests)))
                .singleElement()
                .asString()
                .startsWith("none.json:1:1: this is no list of tools");
        assertThat(problems(write("policy: refunds.yaml\ntools: nowhere.json" + tests)))
                .containsExactly(
                        "t.policytest.yaml:2:8: /tools: there is no file `nowhere.json` from the directory of this one");
        assertThat(problems(write("policy: refunds.yaml\ntools: ../tools.json" + tests)))
                .singleElement()
                .asString()
                .startsWith("t.policytest.yaml:2:8: /tools: `../tools.json` leads out of ");
        assertThat(problems(write("policy: refunds.yaml\ntools: 'stdio:touch started'" + tests)))
                .containsExactly("t.policytest.yaml:2:8: /tools: there is no file `stdio:touch started` from the "
                        + "directory of this one");
        assertThat(directory.resolve("started")).doesNotExist();
    }

    @Test
    void an_answer_can_say_who_gives_it_and_by_which_way() throws IOException {
        Files.writeString(directory.resolve("asking.yaml"), """
                default: deny
                tools:
                  pay: { rules: [{ name: by an operator, action: require_approval, by: operator }] }
                """);
        Path file = write("""
                policy: asking.yaml
                tests:
                  - name: who counts
                    steps:
                      - { call: pay, as: { principal: ann }, expect: { approval_by: by an operator }, answer: { approve: { by: client } }, then: { denied_by: by an operator, code: APPROVAL_DECLINED } }
                      - { call: pay, as: { principal: ann }, expect: { approval_by: by an operator }, answer: { approve: { name: ann } }, then: { denied_by: by an operator } }
                      - { call: pay, as: { principal: ann }, expect: { approval_by: by an operator }, answer: { decline: { by: client } }, then: { denied_by: by an operator } }
                      - { call: pay, as: { principal: ann }, expect: { approval_by: by an operator }, answer: { approve: { by: unknown, name: bob } }, then: { denied_by: by an operator, code: APPROVAL_DECLINED } }
                      - { call: pay, as: { principal: ann }, expect: { approval_by: by an operator }, answer: { approve: { by: operator, name: bob } }, then: allowed }
                      - { call: pay, as: { principal: ann }, expect: { approval_by: by an operator }, answer: approve, then: allowed }
                      - { call: pay, as: { principal: ann }, expect: { approval_by: by an operator }, answer: { decline: {} }, then: { denied_by: by an operator } }
                      - { call: pay, as: { principal: ann }, expect: { denied_by: by an operator, code: APPROVAL_DECLINED } }
                """);

        PolicyTestFile.read(file).cases().forEach(PolicyTestCase::run);
    }

    @Test
    void an_answer_by_a_way_that_is_not_known_counts_where_anyone_s_does() throws IOException {
        Files.writeString(directory.resolve("ways.yaml"), """
                default: deny
                tools:
                  mail: { rules: [{ name: by a client, action: require_approval, by: client }] }
                  post: { rules: [{ name: by anyone, action: require_approval }] }
                """);
        Path file = write("""
                policy: ways.yaml
                tests:
                  - name: by which way
                    steps:
                      - { call: mail, expect: { approval_by: by a client }, answer: { approve: { by: unknown } }, then: { denied_by: by a client, code: APPROVAL_DECLINED } }
                      - { call: mail, expect: { approval_by: by a client }, answer: { approve: { by: client } }, then: allowed }
                      - { call: post, expect: { approval_by: by anyone }, answer: { approve: { by: unknown } }, then: allowed }
                """);

        PolicyTestFile.read(file).cases().forEach(PolicyTestCase::run);
    }

    @Test
    void an_answer_of_somebody_that_cannot_be_read_is_told() throws IOException {
        Path file = writeSteps("""
                      - { call: create_refund, expect: { approval_by: large refunds }, answer: { approve: { by: me } }, then: allowed }
                      - { call: create_refund, expect: { approval_by: large refunds }, answer: { approve: {}, decline: {} }, then: allowed }
                      - { call: create_refund, expect: { approval_by: large refunds }, answer: { approve: { who: ann } }, then: allowed }
                """);

        assertThat(problems(file))
                .containsExactly(
                        "t.policytest.yaml:5:97: /tests/0/steps/0/answer/approve/by: `me` is unknown (there are `callback`,"
                                + " `client`, `operator`, `unknown`)",
                        "t.policytest.yaml:6:80: /tests/0/steps/1/answer: an answer is exactly one of `approve` and"
                                + " `decline`",
                        "t.policytest.yaml:7:98: /tests/0/steps/2/answer/approve/who: unknown key `who` (there are `by`,"
                                + " `name`)");
    }

    @Test
    void a_file_knows_its_policy_and_its_tests() {
        PolicyTestFile file = PolicyTestFile.readAll(POLICIES).get(0);

        assertThat(file.file()).isEqualTo(POLICIES.resolve("refunds.policytest.yaml"));
        assertThat(file.policy().orThrow().tools()).containsOnlyKeys("create_refund", "list_refunds");
        assertThat(file.cases())
                .extracting(PolicyTestCase::name)
                .containsExactly(
                        "the eleventh refund of a day waits for midnight",
                        "a large refund needs a human",
                        "each grant has a sum of its own",
                        "the end of the tool decides on the charge",
                        "what is listed and what is hidden");
        assertThat(file.cases().get(1).place()).isEqualTo("src/test/more-policies/refunds.policytest.yaml:24:5");
    }

    @Test
    void a_test_can_be_run_again_and_counts_anew() {
        PolicyTestCase test = PolicyTestFile.readAll(POLICIES).get(0).cases().get(0);

        test.run();
        test.run();
    }

    @Test
    void a_step_says_what_is_known_of_the_caller() throws IOException {
        Files.writeString(directory.resolve("callers.yaml"), """
                default: deny
                tools:
                  t: { rules: [{ name: desk, conditions: [{ path: caller.attributes.roles, op: contains, value: desk }, { path: caller.client, op: eq, value: c }] }] }
                """);
        Path file = write("""
                policy: callers.yaml
                tests:
                  - name: one
                    steps:
                      - { call: t, as: { principal: a, client: c, attributes: { roles: [desk], level: 3 } }, expect: allowed }
                      - { call: t, as: { client: c, attributes: { roles: [desk] } }, expect: allowed }
                      - { call: t, as: { principal: a, attributes: { roles: [desk] } }, expect: { denied_by: desk } }
                      - { call: t, as: { principal: a, client: c, attributes: { roles: desk } }, expect: { denied_by: desk, code: CANNOT_EVALUATE } }
                      - { call: t, expect: { denied_by: desk } }
                """);

        PolicyTestFile.read(file).cases().get(0).run();
    }

    @Test
    void attributes_that_are_no_object_are_told() throws IOException {
        assertThat(problems(writeSteps(
                        "      - { call: list_refunds, as: { grant: a, attributes: [1] }, expect: allowed }\n")))
                .singleElement()
                .asString()
                .contains("attributes: expected an object");
    }

    @Test
    void a_failure_names_the_step() throws IOException {
        PolicyTestCase test = PolicyTestFile.read(writeSteps("""
                      - call: list_refunds
                        expect: allowed
                      - call: create_refund
                        args: { amount: 7 }
                        expect: { denied_by: max single refund }
                """)).cases().get(0);

        assertThatThrownBy(test::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(directory
                        + "/t.policytest.yaml:7:9: expected the call to be denied by `max single refund`, but it was allowed\n"
                        + "\n  call      create_refund {\"amount\":7}\n");
    }

    @Test
    void a_step_that_cannot_be_taken_names_its_place() throws IOException {
        PolicyTestCase test = PolicyTestFile.read(writeSteps("""
                      - call: list_refunds
                        expect: allowed
                      - at: "2025-01-01T00:00:00Z"
                """)).cases().get(0);

        assertThatThrownBy(test::run)
                .isInstanceOf(AssertionError.class)
                .hasMessage(directory + "/t.policytest.yaml:7:9: the clock cannot go back to `2025-01-01T00:00:00Z`,"
                        + " since it has reached `2026-01-01T00:00:00Z`");
    }

    @Test
    void unknown_keys_are_errors_with_their_place() throws IOException {
        assertThat(problems(write("""
                policy: refunds.yaml
                polcy: x
                tests:
                  - name: one
                    setup: x
                    steps:
                      - call: create_refund
                        arg: { amount: 1 }
                        as: { grnt: a }
                        expect: { allowed: true, charge: { refunds: 1 } }
                """)))
                .containsExactly(
                        "t.policytest.yaml:2:8: /polcy: unknown key `polcy` (did you mean `policy`?)",
                        "t.policytest.yaml:5:12: /tests/0/setup: unknown key `setup` (there are `at`, `name`, `only`, `steps`, `todo`)",
                        "t.policytest.yaml:8:14: /tests/0/steps/0/arg: unknown key `arg` (did you mean `args`?)",
                        "t.policytest.yaml:9:21: /tests/0/steps/0/as/grnt: unknown key `grnt` (did you mean `grant`?)",
                        "t.policytest.yaml:10:42: /tests/0/steps/0/expect/charge: unknown key `charge` (did you mean"
                                + " `charges`?)");
    }

    @Test
    void a_file_that_asserts_nothing_is_an_error() throws IOException {
        assertThat(problems(write("policy: refunds.yaml\n")))
                .containsExactly("t.policytest.yaml:1:1: `tests` is missing");
        assertThat(problems(write("policy: refunds.yaml\ntests: []\n")))
                .containsExactly("t.policytest.yaml:2:8: /tests: expected a list that is not empty");
        assertThat(problems(writeSteps("      - advance: 2h\n")))
                .containsExactly(
                        "t.policytest.yaml:3:5: /tests/0: the test asserts nothing (no step is a `call`, `fills_up`,"
                                + " `hides` or `lists`)");
        assertThat(problems(writeSteps("      - call: list_refunds\n")))
                .containsExactly(
                        "t.policytest.yaml:5:9: /tests/0/steps/0: the call expects nothing; `expect` is missing");
    }

    @Test
    void a_denial_that_names_no_rule_is_an_error() throws IOException {
        assertThat(problems(writeSteps("      - { call: x, expect: denied }\n")))
                .containsExactly("t.policytest.yaml:5:28: /tests/0/steps/0/expect: a denial names its rule (write"
                        + " `expect: { denied_by: the rule }`)");
        assertThat(problems(writeSteps("      - { call: x, expect: { allowed: false } }\n")))
                .containsExactly(
                        "t.policytest.yaml:5:39: /tests/0/steps/0/expect/allowed: a denial names its rule (write"
                                + " `denied_by: the rule` in place of `allowed`)");
        assertThat(problems(writeSteps("      - { call: x, expect: { code: HIDDEN } }\n")))
                .containsExactly("t.policytest.yaml:5:28: /tests/0/steps/0/expect: an expectation has exactly one of"
                        + " `allowed`, `denied_by` and `approval_by`, not none");
        assertThat(problems(writeSteps("      - { call: x, expect: forbidden }\n")))
                .containsExactly("t.policytest.yaml:5:28: /tests/0/steps/0/expect: `forbidden` is no expectation (write"
                        + " `allowed`, or an object with `denied_by`)");
    }

    @Test
    void a_rule_that_the_policy_does_not_have_is_an_error() throws IOException {
        assertThat(problems(writeSteps("      - { call: x, expect: { denied_by: daily refund cont } }\n")))
                .containsExactly("t.policytest.yaml:5:41: /tests/0/steps/0/expect/denied_by: the policy has no rule"
                        + " `daily refund cont` (did you mean `daily refund count`?)");
    }

    @Test
    void expectations_that_contradict_each_other_are_errors() throws IOException {
        assertThat(problems(writeSteps("""
                      - call: x
                        expect: { allowed: true, denied_by: large refunds }
                      - call: x
                        expect: { allowed: true, code: HIDDEN, retry_after: 2h, message: m }
                      - call: x
                        expect: { denied_by: (hidden), changes_no_counter: false }
                      - call: x
                        expect: allowed
                        answer: approve
                        then: allowed
                      - call: x
                        expect: allowed
                        after: 2h
                      - call: x
                        expect: allowed
                        tool: ok
                        settle: { refunds: 1 }
                """)))
                .containsExactly(
                        "t.policytest.yaml:6:17: /tests/0/steps/0/expect: an expectation has exactly one of `allowed`,"
                                + " `denied_by` and `approval_by`, not `allowed` and `denied_by`",
                        "t.policytest.yaml:8:40: /tests/0/steps/1/expect/code: `code` goes together with `denied_by`",
                        "t.policytest.yaml:8:61: /tests/0/steps/1/expect/retry_after: `retry_after` goes together with"
                                + " `denied_by`",
                        "t.policytest.yaml:8:74: /tests/0/steps/1/expect/message: an allowed call has no message",
                        "t.policytest.yaml:10:60: /tests/0/steps/2/expect/changes_no_counter: expected `true`, or nothing",
                        "t.policytest.yaml:13:17: /tests/0/steps/3/answer: an answer is given to a call that is expected to"
                                + " need one, by `approval_by`",
                        "t.policytest.yaml:17:16: /tests/0/steps/4/after: `after` goes together with `answer`",
                        "t.policytest.yaml:21:17: /tests/0/steps/5/settle: `settle` does not go together with `tool`");
    }

    @Test
    void a_call_can_run_on_while_others_are_made() throws IOException {
        Files.writeString(directory.resolve("places.yaml"), """
                default: deny
                tools: { run: { rules: [{ name: one, concurrent: { max: 1, lease: 30 } }] } }
                """);
        Path file = write("""
                policy: places.yaml
                tests:
                  - name: one
                    steps:
                      - { call: run, runs: 300, tool: tool_error, expect: allowed }
                      - { call: run, expect: { denied_by: one, code: CONCURRENCY_EXCEEDED, retry_after: none } }
                      - { advance: 5m }
                      - { call: run, tool: lost, expect: allowed }
                      - { advance: 29s }
                      - { call: run, expect: { denied_by: one } }
                      - { advance: 1s }
                      - { call: run, expect: allowed }
                """);

        assertThat(PolicyTestFile.read(file).cases()).hasSize(1).allSatisfy(test -> test.run());
    }

    @Test
    void a_call_runs_for_whole_seconds() throws IOException {
        for (String none : List.of("0", "1.5", "-1", "86401", "5m", "[1]")) {
            assertThat(problems(writeSteps("      - { call: create_refund, runs: " + none + ", expect: allowed }\n")))
                    .containsExactly(
                            "t.policytest.yaml:5:38: /tests/0/steps/0/runs: expected whole seconds from 1 to 86400");
        }
    }

    @Test
    void values_of_another_kind_are_errors() throws IOException {
        assertThat(problems(writeSteps("""
                      - { call: x, args: [1], times: 0, tool: fine, expect: allowed }
                      - { call: 5, settle: { refunds: -1 }, expect: { denied_by: (hidden), code: NONE, retry_after: 2 h } }
                      - { call: x, expect: { approval_by: large refunds }, answer: yes please, then: allowed }
                      - { at: "noon" }
                      - { advance: 10x }
                      - { hides: [] }
                      - { lists: x }
                      - { advance: 1h, call: x, expect: allowed }
                      - { advance: 1h, expect: allowed }
                      - {}
                      - x
                """)))
                .containsExactly(
                        "t.policytest.yaml:5:26: /tests/0/steps/0/args: expected an object",
                        "t.policytest.yaml:5:38: /tests/0/steps/0/times: expected a whole number from 1 to 1000000",
                        "t.policytest.yaml:5:47: /tests/0/steps/0/tool: `fine` is unknown (there are `exception`,"
                                + " `lost`, `not_executed`, `ok`, `tool_error`)",
                        "t.policytest.yaml:6:17: /tests/0/steps/1/call: expected a text",
                        "t.policytest.yaml:6:28: /tests/0/steps/1/settle: the amount of `refunds` is no number from zero",
                        "t.policytest.yaml:6:82: /tests/0/steps/1/expect/code: `NONE` is unknown (there are"
                                + " `APPROVAL_DECLINED`, `APPROVAL_TIMED_OUT`, `APPROVAL_VOID`, `CALLER_UNKNOWN`,"
                                + " `CANNOT_EVALUATE`, `CONCURRENCY_EXCEEDED`, `DENIED_BY_RULE`, `DRIFTED`, `HIDDEN`, `INTERNAL_ERROR`, `INVALID_AMOUNT`,"
                                + " `INVALID_ARGUMENTS`, `INVALID_KEY`, `LIMIT_EXCEEDED`, `NOT_LISTED`, `NO_POLICY`, `STORE_FULL`,"
                                + " `STORE_UNAVAILABLE`, `UNAUTHENTICATED`)",
                        "t.policytest.yaml:6:101: /tests/0/steps/1/expect/retry_after: `2 h` is no duration such as"
                                + " `90s`, `30m`, `2h` or `1d`",
                        "t.policytest.yaml:7:68: /tests/0/steps/2/answer: `yes please` is unknown (there are `approve`,"
                                + " `decline`, `time_out`)",
                        "t.policytest.yaml:8:15: /tests/0/steps/3/at: `noon` is no instant such as"
                                + " `2026-01-15T22:00:00Z`",
                        "t.policytest.yaml:9:20: /tests/0/steps/4/advance: `10x` is no duration such as `90s`, `30m`,"
                                + " `2h` or `1d`",
                        "t.policytest.yaml:10:18: /tests/0/steps/5/hides: expected a list of at least one text",
                        "t.policytest.yaml:11:18: /tests/0/steps/6/lists: expected a list of at least one text",
                        "t.policytest.yaml:12:9: /tests/0/steps/7: a step is exactly one of `call`, `fills_up`, `at`, `advance`,"
                                + " `hides`, `lists`, not `call` and `advance`",
                        "t.policytest.yaml:13:32: /tests/0/steps/8/expect: `expect` belongs to a `call`, not to"
                                + " `advance`",
                        "t.policytest.yaml:14:9: /tests/0/steps/9: a step is exactly one of `call`, `fills_up`, `at`, `advance`,"
                                + " `hides`, `lists`, not none",
                        "t.policytest.yaml:15:9: /tests/0/steps/10: expected an object with `advance`, `after`,"
                                + " `answer`, `args`, `as`, `at`, `call`, `each`, `expect`, `fills_up`, `hides`, `lists`, `runs`, `settle`, `then`, `times`,"
                                + " `tool`");
    }

    @Test
    void two_tests_of_one_name_are_an_error() throws IOException {
        assertThat(problems(write("""
                policy: refunds.yaml
                tests:
                  - { name: one, steps: [{ lists: [list_refunds] }] }
                  - { name: one, steps: [{ lists: [list_refunds] }] }
                """)))
                .containsExactly("t.policytest.yaml:4:13: /tests/1/name: a test before has the name `one`");
    }

    @Test
    void a_policy_that_is_not_there_or_is_none_is_an_error() throws IOException {
        assertThat(problems(write("policy: lost.yaml\ntests: []\n")))
                .containsExactly(
                        "t.policytest.yaml:1:9: /policy: there is no file `lost.yaml` from the directory of this"
                                + " one");
        assertThat(problems(write("tests: []\n"))).containsExactly("t.policytest.yaml:1:1: `policy` is missing");
        Files.writeString(directory.resolve("refunds.yaml"), "tools: { t: {} }\nhiden: [x]\n");
        assertThat(problems(writeSteps("      - { lists: [t] }\n")))
                .singleElement()
                .asString()
                .startsWith("refunds.yaml:2:1: /hiden: unknown key `hiden`");
    }

    @Test
    void a_file_that_is_no_yaml_is_an_error() throws IOException {
        assertThat(problems(write("policy: [\n")))
                .singleElement()
                .asString()
                .startsWith("t.policytest.yaml:2:1: /policy: not valid YAML: ");
        assertThat(problems(write("- x\n")))
                .containsExactly("t.policytest.yaml:1:1: expected an object with `$schema`, `description`, `policy`,"
                        + " `release_on_exception`, `tests`, `tools`");
    }

    @Test
    void a_directory_without_tests_is_an_error() throws IOException {
        Files.writeString(directory.resolve("x.policytest.yaml~"), "what an editor keeps");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyTestFile.readAll(directory))
                .withMessage("there is no file `*.policytest.yaml` in `" + directory + "`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyTestFactory.testsIn(directory.resolve("none")))
                .withMessage("there is no directory `" + directory.resolve("none") + "`");
    }

    @Test
    void a_directory_says_what_is_wrong_with_every_file() throws IOException {
        write("policy: lost.yaml\n");
        Files.writeString(directory.resolve("u.policytest.yaml"), "tests: []\n");

        assertThatThrownBy(() -> PolicyTestFile.readAll(directory))
                .isInstanceOf(InvalidTestFileException.class)
                .hasMessage(
                        directory + "/t.policytest.yaml:1:9: /policy: there is no file `lost.yaml` from the directory"
                                + " of this one\n" + directory + "/u.policytest.yaml:1:1: `policy` is missing");
    }

    @Test
    void the_charge_of_a_tool_that_throws_is_released_where_the_file_says_so() throws IOException {
        String rest = """
                policy: refunds.yaml
                tests:
                  - name: one
                    steps:
                      - call: create_refund
                        args: { amount: 1 }
                        tool: exception
                        expect: { allowed: true, %s }
                """;
        String charged = rest.formatted("charges: { refunds: 1 }");
        String released = "release_on_exception: true\n" + rest.formatted("changes_no_counter: true");

        PolicyTestFile.read(write(charged)).cases().get(0).run();
        PolicyTestFile.read(write("release_on_exception: false\n" + charged))
                .cases()
                .get(0)
                .run();
        PolicyTestFile releasing = PolicyTestFile.read(write(released));
        releasing.cases().get(0).run();
        CoverageRecorder coverage = CoverageRecorder.of(releasing.policy());
        releasing.cases().get(0).run(coverage);

        assertThat(coverage.report().missed()).noneMatch(goal -> goal.kind() == CoverageGoal.Kind.RELEASED);
        assertThat(problems(write("release_on_exception: yes\n" + charged)))
                .singleElement()
                .asString()
                .contains("1:23: /release_on_exception: ");
        assertThat(problems(write("release_on_exception: 1\n" + charged)))
                .containsExactly("t.policytest.yaml:1:23: /release_on_exception: expected `true` or `false`");
    }

    @Test
    void a_file_that_is_no_test_file_is_a_test_that_fails() throws IOException {
        write("policy: lost.yaml\n");

        DynamicNode node = PolicyTestFactory.testsIn(directory).findFirst().orElseThrow();

        assertThat(node.getDisplayName()).isEqualTo("t.policytest.yaml");
        assertThatThrownBy(() -> ((DynamicTest) node).getExecutable().execute())
                .isInstanceOf(InvalidTestFileException.class)
                .hasMessageEndingWith("/policy: there is no file `lost.yaml` from the directory of this one");
    }
}
