package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} says of files, in each of its formats. */
class ValidateCommandTest {
    private static final String GOOD = "tools: { a: { rules: [{ action: deny }] } }\n";
    private static final String BAD =
            "tools:\n  a:\n    rules: [{ conditions: [{ path: args.n, op: lessThan, value: 1 }] }]\n";
    private static final String WARNED = "version: \"1\"\ndefault: deny\n";

    @TempDir
    Path folder;

    @Test
    void a_policy_is_valid_and_the_code_is_0() {
        assertThat(run("good.yaml")).isEqualTo(new CommandRun(0, "good.yaml: valid\n", ""));
    }

    @Test
    void a_warning_is_shown_and_the_policy_is_valid() {
        CommandRun run = run("warned.yaml");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("warning[lists-no-tool]: default deny lists no tool, so every call is denied\n"
                        + "  --> warned.yaml:")
                .endsWith("\n\nwarned.yaml: valid, 1 warning\n");
    }

    @Test
    void an_error_is_shown_at_its_place_and_the_code_is_1() {
        assertThat(run("good.yaml", "bad.yaml")).isEqualTo(new CommandRun(1, """
                                good.yaml: valid
                                error[unknown-operator]: unknown operator `lessThan`
                                  --> bad.yaml:3:48  /tools/a/rules/0/conditions/0/op
                                3 |     rules: [{ conditions: [{ path: args.n, op: lessThan, value: 1 }] }]
                                  |                                                ^
                                  help: did you mean `lt`?

                                bad.yaml: invalid, 1 error
                                """, ""));
    }

    @Test
    void a_file_that_cannot_be_read_is_bad_input_whatever_the_others_are() {
        CommandRun run = run("bad.yaml", "nowhere.yaml", "good.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out())
                .contains("error[unreadable-file]: the file cannot be read: there is none\n  --> nowhere.yaml\n")
                .endsWith("nowhere.yaml: invalid, 1 error\ngood.yaml: valid\n");
    }

    @Test
    void json_has_every_file_and_every_problem() {
        assertThat(run("good.yaml", "bad.yaml", "--format", "json")).isEqualTo(new CommandRun(1, """
                                {
                                  "valid": false,
                                  "files": [
                                    {
                                      "file": "good.yaml",
                                      "valid": true,
                                      "problems": []
                                    },
                                    {
                                      "file": "bad.yaml",
                                      "valid": false,
                                      "problems": [
                                        {
                                          "severity": "error",
                                          "code": "unknown-operator",
                                          "line": 3,
                                          "column": 48,
                                          "pointer": "/tools/a/rules/0/conditions/0/op",
                                          "message": "unknown operator `lessThan`",
                                          "help": "did you mean `lt`?"
                                        }
                                      ]
                                    }
                                  ]
                                }
                                """, ""));
    }

    @Test
    void sarif_has_a_result_for_every_problem_at_its_place() {
        CommandRun run = run("bad.yaml", "--format=sarif");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/")
                .contains("\"version\": \"2.1.0\"", "\"columnKind\": \"utf16CodeUnits\"")
                .contains("""
                              "results": [
                                {
                                  "ruleId": "unknown-operator",
                                  "ruleIndex": 0,
                                  "level": "error",
                                  "message": {
                                    "text": "unknown operator `lessThan` (did you mean `lt`?)"
                                  },
                                  "locations": [
                                    {
                                      "physicalLocation": {
                                        "artifactLocation": {
                                          "uri": "file://bad.yaml"
                                        },
                                        "region": {
                                          "startLine": 3,
                                          "startColumn": 48
                                        }
                                      },
                                      "logicalLocations": [
                                        {
                                          "fullyQualifiedName": "/tools/a/rules/0/conditions/0/op"
                                        }
                                      ]
                                    }
                                  ]
                                }
                              ]
                        """);
    }

    @Test
    void sarif_without_problems_has_an_empty_list_of_results() {
        CommandRun run = run("good.yaml", "--format", "sarif");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"results\": []");
    }

    @Test
    void a_relative_path_stays_a_relative_reference_in_sarif() {
        CommandRun run = new CommandRun.Folder(folder).run("validate", "no where/a:b.yaml", "--format", "sarif");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("\"uri\": \"./no%20where/a:b.yaml\"");
    }

    @Test
    void a_policy_with_a_schema_loads_without_more_ado() {
        CommandRun run = new CommandRun.Folder(folder)
                .with("schema.yaml", "tools: { a: { rules: [{ schema: { type: object, required: [n] } }] } }\n")
                .run("validate", "schema.yaml");

        assertThat(run).isEqualTo(new CommandRun(0, "schema.yaml: valid\n", ""));
    }

    private CommandRun run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "validate";
        System.arraycopy(args, 0, all, 1, args.length);
        return new CommandRun.Folder(folder)
                .with("good.yaml", GOOD)
                .with("bad.yaml", BAD)
                .with("warned.yaml", WARNED)
                .run(all);
    }
}
