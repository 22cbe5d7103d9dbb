package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code explain} makes of a decision in an audit log, and when it refuses. */
class ExplainAuditTest {
    private static final String ALLOWED = "c4bde6b6ced42efb-3";
    private static final String DENIED = "c4bde6b6ced42efb-2";

    @TempDir
    Path folder;

    @BeforeEach
    void copyExamples() throws IOException {
        for (String name : List.of("audit.jsonl", "refunds.yaml", "refunds-next.yaml")) {
            Files.copy(Path.of("../docs/cli", name), folder.resolve(name));
        }
    }

    @Test
    void conditions_are_judged_anew_and_counters_are_as_the_line_has_them() {
        CommandRun run = explain("amount=400", ALLOWED);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("create_refund at 2026-01-15T22:02:00Z by principal `alice`\n")
                .contains(
                        "  passes   /tools/create_refund/rules/0  refund size\n", "           300 before, 700 after\n")
                .contains("decision of the log: allow\n");
    }

    @Test
    void the_exit_code_is_that_of_the_decision() {
        CommandRun run = explain("amount=501", DENIED);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("decision of the log: deny  DENIED_BY_RULE\n  /tools/create_refund/rules/0  refund size\n")
                .endsWith("against empty counters: deny  DENIED_BY_RULE by refund size\n");
    }

    @Test
    void a_decision_in_a_full_file_is_found() throws IOException {
        Files.move(folder.resolve("audit.jsonl"), folder.resolve("audit.jsonl.00000001"));

        assertThat(explain("amount=400", ALLOWED).code()).isZero();
    }

    @Test
    void other_arguments_are_refused() {
        CommandRun run = explain("amount=401", ALLOWED);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .matches("these are not the arguments of the decision: their SHA-256 is [0-9a-f]{64}, "
                        + "and line 6 has e48d42e21c[0-9a-f]{54}\n");
    }

    @Test
    void a_policy_of_another_revision_is_refused_with_both_named() {
        CommandRun run = files().run(
                        "explain",
                        "refunds-next.yaml",
                        "create_refund",
                        "amount=400",
                        "--audit",
                        "audit.jsonl",
                        "--id",
                        ALLOWED);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .matches("line 6 was decided by revision 93269f5f[0-9a-f]{56}, "
                        + "and refunds-next.yaml is revision [0-9a-f]{64}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tool\":\"create_refund\"} | \"tool\":\"other\"} | line 6 is of a call of `other`, and not of `create_refund`",
                "\"arguments_sha256\" | \"arguments_hmac_sha256\" | audit.jsonl:6: the arguments are hashed by a key, so none can be held against the line",
                "\"principal\":\"alice\" | \"principal\":\"(redacted)\" | audit.jsonl:6: the caller's principal is redacted, and conditions may look at it",
                "\"before\":300 | \"before\":\"x\" | audit.jsonl:6: `before`: expected a number, not a string",
                "\"id\":\"c4bde6b6ced42efb-3\" | \"id\":\"other\" | there is no decision `c4bde6b6ced42efb-3` in audit.jsonl"
            })
    void a_line_that_lacks_what_it_takes_is_refused(String text, String other, String message) throws IOException {
        String log = Files.readString(folder.resolve("audit.jsonl"));
        Files.writeString(folder.resolve("audit.jsonl"), log.replace(text, other));

        assertThat(explain("amount=400", ALLOWED)).isEqualTo(new CommandRun(2, "", message + "\n"));
    }

    @Test
    void what_the_log_says_cannot_be_said_otherwise() {
        assertThat(explain("amount=400", ALLOWED, "--as", "grant=g").err())
                .startsWith("with `--audit`, the log says what `--at` and `--as` would\n");
        assertThat(files().run("explain", "refunds.yaml", "t", "--audit", "audit.jsonl")
                        .err())
                .startsWith("`--audit` and `--id` go together\n");
    }

    private CommandRun explain(String argument, String id, String... more) {
        String[] arguments = new String[8 + more.length];
        System.arraycopy(
                new String[] {"explain", "refunds.yaml", "create_refund", argument, "--audit", "audit.jsonl", "--id", id
                },
                0,
                arguments,
                0,
                8);
        System.arraycopy(more, 0, arguments, 8, more.length);
        // The log's current file may not be there.
        Path log = folder.resolve("audit.jsonl");
        arguments[5] = Files.exists(log) ? "audit.jsonl" : log.toString();
        return new CommandRun.Folder(folder).run(arguments);
    }

    private CommandRun.Folder files() {
        return new CommandRun.Folder(folder);
    }
}
