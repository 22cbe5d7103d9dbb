package dev.mcppolicy.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mcp-policy test --draft}: where a draft goes, and where none is written. */
class TestDraftingTest {
    private static final String POLICY = """
            default: deny
            tools:
              refund:
                rules:
                  - name: size
                    conditions: [{ path: args.amount, op: lte, value: 5 }]
            """;
    private static final String SOME = """
            policy: refund.yaml
            tests:
              - name: five is the most
                steps:
                  - { call: refund, args: { amount: 5 }, expect: allowed }
            """;

    @TempDir
    Path path;

    private CommandRun.Folder folder;

    @BeforeEach
    void a_policy_lies_in_the_folder() throws IOException {
        Files.createDirectories(path.resolve("tests"));
        folder = new CommandRun.Folder(path).with("tests/refund.yaml", POLICY);
    }

    /** A file of the folder that is not there yet. */
    private String at(String name) {
        return path.resolve(name).toString();
    }

    @Test
    void a_draft_of_a_policy_alone_is_printed_and_what_it_shows_is_told_beside_it() {
        CommandRun run = folder.run("test", "tests/refund.yaml", "--draft");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\npolicy: refund.yaml\ntests:\n", "{ amount: 5 }", "{ amount: 6 }");
        assertThat(run.err()).startsWith("drafted ").endsWith(", and notice every change of the policy\n");
    }

    @Test
    void a_written_draft_passes_and_shows_the_whole_policy() {
        CommandRun drafted =
                folder.run("test", "tests/refund.yaml", "--draft-file", at("tests/refund.policytest.yaml"));
        CommandRun run =
                folder.run("test", "tests/refund.policytest.yaml", "--min-coverage", "100", "--min-mutations", "100");

        assertThat(drafted.code()).isZero();
        assertThat(drafted.err()).isEmpty();
        assertThat(run.code()).as(run.out()).isZero();
    }

    @Test
    void a_draft_is_never_written_over_a_file() throws IOException {
        folder = folder.with("tests/refund.policytest.yaml", SOME);
        CommandRun run = folder.run("test", "tests/refund.yaml", "--draft-file", "tests/refund.policytest.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).endsWith("the file is there already, and a draft replaces none\n");
        assertThat(path.resolve("tests/refund.policytest.yaml")).hasContent(SOME);
    }

    @Test
    void beside_tests_the_missing_part_alone_is_drafted() {
        CommandRun run = folder.with("tests/refund.policytest.yaml", SOME)
                .run("test", "tests/refund.policytest.yaml", "--draft");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("{ amount: 6 }").doesNotContain("{ amount: 5 }");
    }

    @Test
    void nothing_is_drafted_beside_a_test_that_fails() {
        CommandRun run = folder.with(
                        "tests/refund.policytest.yaml", SOME.replace("amount: 5 }, expect", "amount: 6 }, expect"))
                .run("test", "tests/refund.policytest.yaml", "--draft");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("nothing was drafted, since a test fails with the policy as it is: ");
    }

    @Test
    void a_draft_names_no_policy_outside_its_directory() {
        CommandRun run = folder.run("test", "tests/refund.yaml", "--draft-file", at("other/refund.policytest.yaml"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("and a test file names none there");
        assertThat(path.resolve("other")).doesNotExist();
    }

    @Test
    void a_draft_goes_without_reports() {
        CommandRun run = folder.run("test", "tests/refund.yaml", "--draft", "--coverage");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("a draft goes without reports");
    }
}
