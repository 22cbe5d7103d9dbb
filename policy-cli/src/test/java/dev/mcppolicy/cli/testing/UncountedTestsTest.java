package dev.mcppolicy.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mcp-policy test} with tests that are still to do, or that {@code only} leaves out. */
class UncountedTestsTest {
    private static final String PASSES = "steps: [{ call: refund, args: { amount: 5 }, expect: allowed }]";
    private static final String FAILS = "steps: [{ call: refund, args: { amount: 6 }, expect: allowed }]";

    @TempDir
    Path path;

    private CommandRun.Folder folder;

    @BeforeEach
    void a_policy_lies_in_the_folder() {
        folder = new CommandRun.Folder(path).with("refund.yaml", """
                default: deny
                tools:
                  refund: { rules: [{ name: size, conditions: [{ path: args.amount, op: lte, value: 5 }] }] }
                """);
    }

    private CommandRun.Folder file(String name, String... tests) {
        StringBuilder text = new StringBuilder("policy: refund.yaml\ntests:\n");
        for (String test : tests) {
            text.append("  - { ").append(test).append(" }\n");
        }
        return folder.with(name + ".policytest.yaml", text.toString());
    }

    @Test
    void a_test_to_do_is_told_apart_and_fails_nothing() {
        CommandRun run = file(
                        "a",
                        "name: later, todo: a rule on customers",
                        "name: known, todo: six is to be allowed, " + FAILS,
                        "name: done, todo: five is to be allowed, " + PASSES,
                        "name: five, " + PASSES)
                .run("test", ".");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                ./a.policytest.yaml
                  todo    later
                      a rule on customers
                      ./a.policytest.yaml:3:5: the test has no steps yet

                  todo    known
                      six is to be allowed
                      ./a.policytest.yaml:4:56: expected the call to be allowed, but it was denied by `size`

                  todo    done
                      five is to be allowed
                      the test passes: take `todo` away

                  passed  five

                4 tests in 1 file: 1 passed, 0 failed, 3 todo
                """);
    }

    @Test
    void a_test_to_do_shows_nothing_of_the_policy_and_notices_no_change() {
        String[] options = {"test", ".", "--coverage", "--mutations"};
        String counted = file("a", "name: five, " + PASSES).run(options).out();
        CommandRun run = file("a", "name: six, todo: later, " + FAILS, "name: five, " + PASSES)
                .run(options);

        assertThat(run.out().substring(run.out().indexOf("policy coverage")))
                .isEqualTo(counted.substring(counted.indexOf("policy coverage")));
    }

    @Test
    void tests_to_do_alone_pass_nothing() {
        CommandRun run = file("a", "name: five, todo: later, " + PASSES).run("test", ".", "--mutations");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).endsWith("""
                1 test in 1 file: 0 passed, 0 failed, 1 todo
                the policies are not changed, since no test passes
                """);
    }

    @Test
    void only_leaves_out_the_rest_and_passes_nothing() {
        file("a", "name: six, " + FAILS, "name: five, only: true, " + PASSES);
        CommandRun run = file("b", "name: another, " + PASSES).run("test", ".", "--min-coverage", "1", "--mutations");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                ./a.policytest.yaml
                  passed  five

                3 tests in 2 files: 1 passed, 0 failed, 2 left out
                ./a.policytest.yaml:4:5: `only` leaves out 2 tests, so nothing passes (take it away)
                the policies are not changed, since tests are left out
                """);
    }

    @Test
    void what_is_not_counted_is_skipped_for_a_build_server() throws IOException {
        CommandRun run = file(
                        "a",
                        "name: later, todo: see to it",
                        "name: five, only: true, " + PASSES,
                        "name: six, only: true, todo: see to it, " + FAILS)
                .run("test", ".", "--junit-xml", path + "/tests.xml");

        assertThat(run.code()).isEqualTo(1);
        String packages = path.toString().substring(1).replace('.', '_').replace('/', '.') + ".";
        assertThat(Files.readString(path.resolve("tests.xml"))
                        .replace(path + "/", "")
                        .replace(packages, ""))
                .isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="mcp-policy test" tests="3" failures="0" errors="0">
                  <testsuite name="./a.policytest.yaml" file="./a.policytest.yaml" tests="3" failures="0" errors="0" skipped="2">
                    <testcase name="later" classname="a">
                      <skipped message="left out, as another test says `only`"/>
                    </testcase>
                    <testcase name="five" classname="a"/>
                    <testcase name="six" classname="a">
                      <skipped message="todo: see to it; ./a.policytest.yaml:5:55: expected the call to be allowed, but it was denied by `size`"/>
                    </testcase>
                  </testsuite>
                </testsuites>
                """);
    }
}
