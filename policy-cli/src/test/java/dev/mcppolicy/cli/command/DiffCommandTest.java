package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code diff} finds between two policies. */
class DiffCommandTest {
    private static final String OLD = """
            default: deny
            tools:
              pay: { rules: [{ name: size, conditions: [{ path: args.n, op: lte, value: 5 }] }] }
            """;

    @TempDir
    Path folder;

    private CommandRun diff(String old, String changed, String... options) {
        String[] args = new String[3 + options.length];
        args[0] = "diff";
        args[1] = "old.yaml";
        args[2] = "new.yaml";
        System.arraycopy(options, 0, args, 3, options.length);
        return files(old, changed).run(args);
    }

    private CommandRun.Folder files(String old, String changed) {
        return new CommandRun.Folder(folder).with("old.yaml", old).with("new.yaml", changed);
    }

    @Test
    void policies_without_a_difference_have_exit_code_zero() {
        CommandRun run = diff(OLD, OLD);

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("no difference: the policies say the same\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_difference_has_exit_code_one_and_its_witness() {
        CommandRun run = diff(OLD, OLD.replace("value: 5", "value: 6"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).endsWith("""
                          loosened: pay with n=6: was denied by `size`, is now allowed
                        1 change of what the policy says
                          loosened: pay: `size`: condition was `args.n lte 5`, is now `args.n lte 6`
                        """);
    }

    @Test
    void calls_that_are_denied_either_way_leave_the_exit_code_zero() {
        CommandRun run = diff(OLD, OLD.replace("name: size", "name: height"));

        assertThat(run.code()).isZero();
        assertThat(run.out()).endsWith("""
                          denied otherwise: pay: was denied by `size`, is now denied by `height`
                        1 change of what the policy says
                          other: pay: `size`: name was "size", is now "height"
                        """);
    }

    @Test
    void what_no_call_shows_is_told_and_closes_the_gate() {
        String asks = """
                tools: { pay: { rules: [{ name: ask, action: require_approval, approval_timeout: 10m, on_deny: Ask. }] } }
                """;

        CommandRun longer = diff(asks, asks.replace("10m", "24h"), "--fail-on", "loosened");
        CommandRun shorter = diff(asks, asks.replace("10m", "5m"), "--fail-on", "loosened");
        CommandRun any = diff(asks, asks.replace("10m", "5m"));
        CommandRun words = diff(asks, asks.replace("Ask.", "Please ask."));

        assertThat(longer.out()).contains("  loosened: pay: `ask`: timeout was 10m, is now 1d\n");
        assertThat(longer.code()).isEqualTo(1);
        assertThat(shorter.out()).contains("  tightened: pay: `ask`: timeout was 10m, is now 5m\n");
        assertThat(shorter.code()).isZero();
        assertThat(any.code()).isEqualTo(1);
        assertThat(words.out()).contains("  other: pay: `ask`: message was \"Ask.\", is now \"Please ask.\"\n");
        assertThat(words.code()).isZero();
    }

    @Test
    void a_tightened_policy_passes_the_gate_for_loosening_and_a_loosened_one_does_not() {
        String tighter = OLD.replace("value: 5", "value: 4");

        assertThat(diff(OLD, tighter, "--fail-on=loosened").code()).isZero();
        assertThat(diff(OLD, tighter, "--fail-on=any").code()).isEqualTo(1);
        assertThat(diff(tighter, OLD, "--fail-on=loosened").code()).isEqualTo(1);
    }

    @Test
    void each_tool_is_named_on_demand() {
        String rule = ": { rules: [{ name: size, conditions: [{ path: args.n, op: lte, value: 5 }] }] }\n";
        String many = "tools:\n  a" + rule + "  b" + rule + "  c" + rule + "  d" + rule;

        CommandRun grouped = diff(many, many.replace("value: 5", "value: 6"));
        CommandRun each = diff(many, many.replace("value: 5", "value: 6"), "--each");

        assertThat(grouped.out())
                .contains("  loosened: 4 tools (a, b, c and 1 more) with n=6: was denied by `size`, is now allowed\n");
        assertThat(each.out()).contains("  loosened: d with n=6: was denied by `size`, is now allowed\n");
    }

    @Test
    void markdown_obeys_nothing_that_a_policy_says() {
        String hostile = OLD.replace("] }] }", "], on_deny: \"<img src=x> @all [a](http://b) ``` \\n# x\" }] }");

        CommandRun run = diff(OLD, hostile, "--format", "markdown");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("""
                **1 change of what the policy says**

                - other: ```` pay: `size`: message was none, is now "<img src=x> @all [a](http://b) ``` \\n# x" ````
                """);
    }

    @Test
    void recorded_calls_are_judged_too_and_their_arguments_not_shown() {
        CommandRun run = files(OLD, OLD.replace("value: 5", "value: 6"))
                .with("calls.jsonl", """
                        {"list":["pay"]}
                        {"tool":"pay","arguments":{"n":6,"secret":"hunter2"}}

                        {"tool":"pay","arguments":{"n":5}}
                        {"tool":"pay","arguments":{"n":6}}
                        """)
                .run("diff", "old.yaml", "new.yaml", "--calls", "calls.jsonl");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).endsWith("""
                        2 of 3 recorded calls are decided differently
                          loosened: calls.jsonl:2 and 1 more: pay was denied by `size`, is now allowed
                        """).doesNotContain("hunter2");
    }

    @Test
    void json_says_the_same_to_programs() {
        CommandRun run = diff(OLD, OLD.replace("value: 5", "value: 6"), "--format", "json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replaceAll("\"(callsTried|calls)\": \\d+", "\"$1\": 0"))
                .isEqualTo("""
                {
                  "callsTried": 0,
                  "differences": [
                    {
                      "change": "loosened",
                      "tool": "pay",
                      "was": {
                        "decision": "deny",
                        "code": "DENIED_BY_RULE",
                        "rule": "/tools/pay/rules/0",
                        "ruleName": "size"
                      },
                      "is": {
                        "decision": "allow"
                      },
                      "calls": 0,
                      "witness": [
                        {
                          "tool": "pay",
                          "arguments": {
                            "n": 6
                          },
                          "at": "2026-06-01T00:00:00Z"
                        }
                      ]
                    }
                  ],
                  "changes": [
                    {
                      "change": "loosened",
                      "tool": "pay",
                      "rule": "/tools/pay/rules/0",
                      "ruleName": "size",
                      "part": "condition",
                      "was": "`args.n lte 5`",
                      "is": "`args.n lte 6`"
                    }
                  ],
                  "unreachedLimits": [],
                  "notTried": [],
                  "recordedCalls": 0,
                  "recorded": []
                }
                """);
    }

    @Test
    void a_terminal_shows_what_loosens_in_red_and_the_progress() {
        CommandRun run =
                files(OLD, OLD.replace("value: 5", "value: 6")).run(true, true, "diff", "old.yaml", "new.yaml");

        assertThat(run.out()).contains("  \u001b[1;31mloosened\u001b[0m: pay with n=6");
        assertThat(run.err()).contains("comparing ").endsWith("\r\u001b[K");
    }

    @Test
    void bad_input_has_exit_code_two_and_its_place() {
        CommandRun noPolicy = diff(OLD, "tools: 1");
        CommandRun badCalls = files(OLD, OLD)
                .with("calls.jsonl", "{\"tool\":\"pay\"}\n{\"tool\":1}\n")
                .run("diff", "old.yaml", "new.yaml", "--calls", "calls.jsonl");
        CommandRun noFile = files(OLD, OLD).run("diff", "old.yaml", "missing.yaml");

        assertThat(noPolicy.code()).isEqualTo(2);
        assertThat(noPolicy.err()).contains("--> new.yaml:1:8");
        assertThat(badCalls.code()).isEqualTo(2);
        assertThat(badCalls.err()).startsWith("calls.jsonl:2:");
        assertThat(noFile.code()).isEqualTo(2);
        assertThat(noFile.out()).isEmpty();
    }

    @Test
    void a_name_that_a_terminal_would_obey_is_shown_as_an_escape() {
        String old = "default: allow\ntools: { a: { rules: [] } }\n";
        CommandRun run = files(old, old.replace("allow", "deny"))
                .with("calls.jsonl", "{\"tool\":\"p\\u001b[2J\"}\n")
                .run("diff", "old.yaml", "new.yaml", "--calls", "calls.jsonl");

        assertThat(run.out())
                .contains("tightened: calls.jsonl:1: p\\u001B[2J was allowed, is now denied by `(default deny)`")
                .doesNotContain("\u001b");
    }
}
