package dev.mcppolicy.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import dev.mcppolicy.cli.input.JsonReader;
import dev.mcppolicy.cli.output.TestReport;
import dev.mcppolicy.cli.output.TestResult;
import dev.mcppolicy.cli.output.TestRun;
import dev.mcppolicy.cli.output.TestedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mcp-policy test}: what a person reads, what a build server reads, and what fails a build. */
class TestCommandTest {
    private static final String POLICY = """
            default: deny
            tools:
              refund:
                rules:
                  - name: size
                    conditions: [{ path: args.amount, op: lte, value: 5 }]
            """;
    private static final String WHOLE = """
            policy: refund.yaml
            tests:
              - name: five is the most
                steps:
                  - { call: refund, args: { amount: 5 }, expect: allowed }
                  - { call: refund, args: { amount: 6 }, expect: { denied_by: size } }
                  - { call: refund, each: [{}, { amount: null }, { amount: "5" }], expect: { denied_by: size } }
              - name: nothing else
                steps: [{ call: other, expect: { denied_by: (default deny) } }]
            """;
    private static final String FAILING = """
            policy: refund.yaml
            tests:
              - name: six will do
                steps: [{ call: refund, args: { amount: 6 }, expect: allowed }]
              - name: one will do
                steps: [{ call: refund, args: { amount: 1 }, expect: allowed }]
            """;
    private static final String ONE = FAILING.replace("amount: 6", "amount: 1");

    @TempDir
    Path path;

    private CommandRun.Folder folder;

    @BeforeEach
    void a_policy_lies_in_the_folder() throws IOException {
        Files.createDirectories(path.resolve("tests/more"));
        folder = new CommandRun.Folder(path)
                .with("tests/refund.yaml", POLICY)
                .with("tests/more/refund.yaml", POLICY.replace("name: size", "name: more"));
    }

    @Test
    void every_test_is_named_and_counted() {
        CommandRun run = folder.with("tests/a.policytest.yaml", WHOLE)
                .with("tests/more/b.policytest.yaml", ONE)
                .run("test", "tests");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                tests/a.policytest.yaml
                  passed  five is the most
                  passed  nothing else

                tests/more/b.policytest.yaml
                  passed  six will do
                  passed  one will do

                4 tests in 2 files: 4 passed, 0 failed
                """);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_test_that_fails_shows_all_that_is_known() {
        CommandRun run = folder.with("tests/a.policytest.yaml", FAILING).run("test", "tests/a.policytest.yaml");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                tests/a.policytest.yaml
                  failed  six will do
                      tests/a.policytest.yaml:4:13: expected the call to be allowed, but it was denied by `size`

                        call      refund {"amount":6}
                        caller    anonymous
                        time      2026-01-01T00:00:00Z
                        decision  denied by `size` (/tools/refund/rules/0), DENIED_BY_RULE
                                  "Denied by rule "size""
                        rules     denied      `size`: args.amount lte 5, found 6
                        nearest   `size`: args.amount lte 5, found 6, which is 1 above
                        counters  none

                  passed  one will do

                2 tests in 1 file: 1 passed, 1 failed
                """);
    }

    @Test
    void a_file_that_is_named_twice_is_run_once() {
        CommandRun run = folder.with("tests/a.policytest.yaml", ONE)
                .run("test", "tests/a.policytest.yaml", "tests", "tests/more/../a.policytest.yaml");

        assertThat(run.out()).endsWith("2 tests in 1 file: 2 passed, 0 failed\n");
    }

    @Test
    void what_is_wrong_with_every_file_is_said_and_nothing_is_run() {
        CommandRun run = folder.with("tests/a.policytest.yaml", WHOLE)
                .with(
                        "tests/b.policytest.yaml",
                        "policy: refund.yaml\ntests: [{ name: one, steps: [{ advance: 1h }] }]\n")
                .with(
                        "tests/c.policytest.yaml",
                        "policy: refund.yaml\ntests: [{ name: x, steps: [{ call: refund, expect: denied }] }]\n")
                .with("tests/more/d.policytest.yaml", "policy: lost.yaml\n")
                .run("test", "tests", "nowhere", "tests/a.policytest.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("""
                tests/b.policytest.yaml:2:9: /tests/0: the test asserts nothing (no step is a `call`, `fills_up`, `hides` or `lists`)
                tests/c.policytest.yaml:2:52: /tests/0/steps/0/expect: a denial names its rule (write `expect: { denied_by: the rule }`)
                tests/more/d.policytest.yaml:1:9: /policy: there is no file `lost.yaml` from the directory of this one
                there is no file or directory `nowhere`
                """);
    }

    @Test
    void a_directory_without_tests_is_bad_input() {
        CommandRun run = folder.run("test", "tests");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("there is no file `*.policytest.yaml` in `tests`\n");
    }

    @Test
    void a_policy_in_the_place_of_a_test_file_is_bad_input() {
        CommandRun run = folder.run("test", "tests/refund.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("tests/refund.yaml:1:1: ").contains("`policy` is missing");
    }

    @Test
    void coverage_says_what_no_test_shows() {
        folder.with("tests/a.policytest.yaml", ONE);

        assertThat(folder.run("test", "tests").out()).doesNotContain("coverage");
        CommandRun run = folder.run("test", "tests", "--coverage");
        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("""
                2 tests in 1 file: 2 passed, 0 failed
                policy coverage of tests/refund.yaml: 12 % (1 of 8)
                  tests/refund.yaml:1: `(default deny)`
                    not shown: denies a call: an unlisted tool
                  tests/refund.yaml:5: refund: `size`
                    not shown: denies a call
                    not shown: a value just inside: args.amount lte 5
                    not shown: a value just outside: args.amount lte 5
                    not shown: a call that leaves it out: args.amount
                    not shown: a call that has null for it: args.amount
                    not shown: a call that has something of another kind there: args.amount
                """);
    }

    @Test
    void files_about_one_policy_cover_it_together() {
        CommandRun run = folder.with("tests/a.policytest.yaml", WHOLE)
                .with("tests/more/b.policytest.yaml", ONE.replace("refund.yaml", "../refund.yaml"))
                .run("test", "tests", "--coverage", "--min-coverage", "100");

        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("policy coverage of tests/refund.yaml: 100 % (8 of 8)\n");
    }

    @Test
    void too_little_coverage_of_one_policy_fails_and_says_what_is_missing() {
        CommandRun run = folder.with("tests/a.policytest.yaml", WHOLE)
                .with("tests/more/b.policytest.yaml", ONE)
                .run("test", "tests", "--min-coverage", "90");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("4 passed, 0 failed\npolicy coverage of tests/more/refund.yaml: 12 % (1 of 8)\n")
                .contains("  tests/more/refund.yaml:5: refund: `more`\n    not shown: denies a call\n")
                .endsWith("expected a policy coverage of at least 90 %, not 12 %\n");
    }

    @Test
    void coverage_is_written_for_browsers_and_programs() throws IOException {
        folder.with("tests/a.policytest.yaml", WHOLE).with("tests/more/b.policytest.yaml", ONE);

        CommandRun run = folder.run(
                "test",
                "tests",
                "--coverage-html",
                path.resolve("out/deep/c.html").toString(),
                "--coverage-json",
                path.resolve("out/c.json").toString());

        assertThat(run.code()).isZero();
        assertThat(Files.readString(path.resolve("out/deep/c.html")))
                .startsWith("<!DOCTYPE html>")
                .contains("id=\"p1\"", "id=\"p2\"", "changes not tried");
        Object json = JsonReader.parse(Files.readString(path.resolve("out/c.json")), new JsonReader.Place("c.json", 1));
        assertThat(json).asString().contains("percent=100", "percent=12").startsWith("{policies=[{");
    }

    @Test
    void what_no_test_notices_is_written_beside_what_no_test_shows() throws IOException {
        folder.with("tests/a.policytest.yaml", ONE);
        String[] command = {
            "test",
            "tests",
            "--coverage-html=" + path.resolve("c.html"),
            "--coverage-json=" + path.resolve("c.json"),
            "--mutations"
        };

        assertThat(folder.run(command).code()).isZero();
        assertThat(Files.readString(path.resolve("c.html")))
                .contains("2 of 8 changes", "no test notices: `deny` became `allow`");
        assertThat(Files.readString(path.resolve("c.json")))
                .contains("\"counted\":8", "\"change\":\"`deny` became `allow`\"", "tests/a.policytest.yaml:3:5\"");

        folder.with("tests/a.policytest.yaml", FAILING);
        assertThat(folder.run(command).code()).isEqualTo(1);
        assertThat(Files.readString(path.resolve("c.html"))).contains("changes not tried");
        assertThat(Files.readString(path.resolve("c.json"))).doesNotContain("\"changes\"");
    }

    @Test
    void a_file_that_cannot_be_written_is_bad_input() {
        folder.with("tests/a.policytest.yaml", ONE);

        CommandRun run = folder.run(
                "test",
                "tests",
                "--junit-xml",
                path.resolve("tests/refund.yaml/x.xml").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("tests/refund.yaml/x.xml: the file cannot be written\n");
    }

    @Test
    void mutations_say_which_changes_no_test_notices() {
        folder.with("tests/a.policytest.yaml", ONE);

        CommandRun run = folder.run("test", "tests", "--mutations");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("""
                tests/refund.yaml: tests notice 2 of 8 changes of the policy
                  no test notices: tests/refund.yaml:1: `default`: `deny` became `allow`
                  no test notices: tests/refund.yaml:5: `size`: was dropped
                """);

        assertThat(folder.run("test", "tests", "--min-mutations", "100").code()).isEqualTo(1);
        assertThat(folder.run("test", "tests", "--min-mutations", "100").out())
                .endsWith("expected a share of noticed changes of at least 100 %, not 25 %\n");
        folder.with("tests/a.policytest.yaml", WHOLE);
        assertThat(folder.run("test", "tests", "--min-mutations", "100").code()).isZero();
    }

    @Test
    void a_terminal_is_shown_the_beginning_of_a_long_list() {
        StringBuilder tools = new StringBuilder("default: deny\ntools:\n");
        for (int i = 0; i < 30; i++) {
            tools.append("  t")
                    .append(i)
                    .append(": { rules: [{ name: r")
                    .append(i)
                    .append(", action: deny }] }\n");
        }
        folder.with("tests/refund.yaml", tools.toString()).with("tests/a.policytest.yaml", """
                policy: refund.yaml
                tests: [{ name: nothing else, steps: [{ call: other, expect: { denied_by: (default deny) } }] }]
                """);

        assertThat(folder.run(true, true, "test", "tests", "--coverage", "--mutations")
                        .out())
                .contains("`r4`\n    not shown: denies a call\n  and 25 more, of 25 rules\n")
                .endsWith("  and 40 more\n");
        assertThat(folder.run("test", "tests", "--coverage", "--mutations").out())
                .contains("`r29`\n    not shown: denies a call\n")
                .doesNotContain(" more");
    }

    @Test
    void what_no_call_of_the_server_s_tools_shows_is_not_asked_for() {
        folder.with(
                        "tests/a.policytest.yaml",
                        WHOLE.replace("{}, { amount: null }, { amount: \"5\" }", "{ amount: 7 }"))
                .with("tools.json", """
                        { "tools": [{ "name": "refund", "inputSchema": { "type": "object", "required": ["amount"],
                          "properties": { "amount": { "type": "integer" } } } }] }
                        """);

        assertThat(folder.run("test", "tests", "--min-coverage", "100").code()).isEqualTo(1);
        CommandRun run = folder.run(
                "test",
                "tests",
                "--coverage",
                "--mutations",
                "--min-coverage",
                "100",
                "--min-mutations",
                "100",
                "--tools",
                "tools.json");
        assertThat(run.out())
                .contains("100 % (5 of 5), 3 more are shown by no valid call\n")
                .endsWith("tests notice 7 of 7 changes of the policy (1 more make no difference)\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void a_policy_is_not_changed_while_a_test_fails() {
        CommandRun run = folder.with("tests/a.policytest.yaml", FAILING).run("test", "tests", "--mutations");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).endsWith("the policies are not changed, since a test fails with them as they are\n");
    }

    @Test
    void the_charge_of_a_tool_that_throws_is_released_where_the_file_says_so() {
        CommandRun run = folder.with(
                        "tests/refund.yaml", "tools: { t: { rules: [{ name: one, rate_limit: 1/day }] } }\n")
                .with("tests/a.policytest.yaml", """
                        policy: refund.yaml
                        release_on_exception: true
                        tests:
                          - name: a refund that throws does not count
                            steps: [{ call: t, tool: exception, times: 3, expect: allowed }]
                        """)
                .run("test", "tests");

        assertThat(run.code()).isZero();
    }

    @Test
    void nothing_in_a_test_moves_the_cursor() {
        CommandRun run = folder.with("tests/a.policytest.yaml", """
                        policy: refund.yaml
                        tests:
                          - name: "a\\e[2J\\nb"
                            steps: [{ call: "t\\e[31m\\r", expect: allowed }]
                        """).run("test", "tests");

        assertThat(run.out()).contains("  failed  a\\u001B[2J\\u000Ab\n").doesNotContain("\u001b", "\r");
    }

    @Test
    void progress_is_shown_on_a_terminal_and_taken_away() {
        CommandRun run = folder.with("tests/a.policytest.yaml", WHOLE).run(true, true, "test", "tests");

        assertThat(run.err()).startsWith("\r\u001b[Ktesting   0 % ").endsWith("\r\u001b[K");
        assertThat(run.out()).contains("\u001b[32mpassed\u001b[0m", "\u001b[32m2 passed\u001b[0m, 0 failed");
        assertThat(folder.run("test", "tests").err()).isEmpty();
    }

    @Test
    void mutations_tell_how_many_changes_they_have_tried_and_nothing_in_a_pipe() {
        folder.with("tests/a.policytest.yaml", WHOLE);

        assertThat(folder.run(true, true, "test", "tests", "--mutations").err())
                .contains("changing   0 % tests/refund.yaml", "changing  50 % tests/refund.yaml, 4 of 8 changes")
                .endsWith("\r\u001b[K");
        assertThat(folder.run("test", "tests", "--mutations").err()).isEmpty();
    }

    @Test
    void some_tests_are_run_by_a_part_of_their_names_or_a_pattern_of_all_of_it() {
        folder.with("tests/a.policytest.yaml", WHOLE).with("tests/more/b.policytest.yaml", ONE);

        assertThat(folder.run("test", "tests", "--run", "will do").out()).isEqualTo("""
                tests/more/b.policytest.yaml
                  passed  six will do
                  passed  one will do

                2 tests in 2 files: 2 passed, 0 failed
                2 tests left out by --run
                """);
        assertThat(folder.run("test", "tests", "--run", "five *").out())
                .endsWith("1 test in 2 files: 1 passed, 0 failed\n3 tests left out by --run\n");
        assertThat(folder.run("test", "tests", "--run", "* five"))
                .isEqualTo(new CommandRun(2, "", "--run: no test is called `* five`\n"));
    }

    @Test
    void a_share_of_all_tests_is_not_asked_of_some() {
        folder.with("tests/a.policytest.yaml", WHOLE);

        for (String share : List.of("--min-coverage", "--min-mutations")) {
            CommandRun run = folder.run("test", "tests", "--run", "five", share, "1");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("--run: `--min-coverage` and `--min-mutations` are of all tests, not of some\n");
        }
        assertThat(folder.run("test", "tests", "--run", "five", "--mutations").out())
                .contains("no test notices: tests/refund.yaml:1: `default`: `deny` became `allow`");
    }

    @Test
    void no_test_is_run_after_the_first_that_fails() {
        folder.with("tests/a.policytest.yaml", FAILING).with("tests/more/b.policytest.yaml", ONE);

        CommandRun run = folder.run("test", "tests", "--fail-fast");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("  failed  six will do\n")
                .doesNotContain("one will do")
                .endsWith("1 test in 2 files: 0 passed, 1 failed\n3 tests not run after the first failure\n");
        assertThat(folder.with("tests/a.policytest.yaml", WHOLE)
                        .run("test", "tests", "--fail-fast")
                        .code())
                .isZero();
    }

    @Test
    void what_one_looks_for_in_a_failure_is_in_colour_on_a_terminal() {
        CommandRun run = folder.with("tests/a.policytest.yaml", FAILING).run(true, false, "test", "tests");

        assertThat(run.out())
                .contains("      \u001b[1;31m  rules     denied      `size`: args.amount lte 5, found 6\u001b[0m\n")
                .contains("      \u001b[33m  nearest   ");
    }

    @Test
    void a_directory_behind_a_link_is_tested_and_one_that_leads_around_is_bad_input() throws IOException {
        folder.with("tests/a.policytest.yaml", ONE);
        Files.createSymbolicLink(path.resolve("link"), path.resolve("tests"));

        assertThat(folder.run("test", "link").out()).endsWith("2 tests in 1 file: 2 passed, 0 failed\n");

        Files.createSymbolicLink(path.resolve("tests/around"), path.resolve("tests"));
        CommandRun around = folder.run("test", "tests");
        assertThat(around.code()).isEqualTo(2);
        assertThat(around.err()).isEqualTo("`tests` cannot be read\n");
    }

    @Test
    void a_test_that_could_not_be_brought_to_its_end_is_not_passed() {
        TestResult broken = new TestResult("one", TestResult.Verdict.BROKEN, "a:1:1: no");

        assertThat(TestReport.text(
                        new TestRun(List.of(new TestedFile(Path.of("a"), List.of(broken))), 0, 0, Optional.empty()),
                        false))
                .isEqualTo("""
                a
                  broken  one
                      a:1:1: no

                1 test in 1 file: 0 passed, 0 failed, 1 broken
                """);
    }

    @Test
    void a_share_beyond_all_is_bad_input() {
        folder.with("tests/a.policytest.yaml", WHOLE);

        assertThat(folder.run("test", "tests", "--min-coverage", "101").err())
                .startsWith("--min-coverage: expected 0 to 100, not `101`\n");
        assertThat(folder.run("test", "tests", "--min-mutations", "-1").code()).isEqualTo(2);
        assertThat(folder.run("test", "tests", "--min-coverage", "many").code()).isEqualTo(2);
    }
}
