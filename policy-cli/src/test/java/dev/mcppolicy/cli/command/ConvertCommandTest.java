package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code convert} writes, and what it refuses. */
class ConvertCommandTest {
    private static final String LAYER = """
            {
              "version": "1",
              "default": "deny",
              "tools": {
                "pay": {
                  "require": [{ "conditions": [{ "path": "args.amount", "op": "lte", "value": 500 }] }],
                  "limits": [{ "counter": "payments", "window": "hour", "max": 20, "scope": "grant" }]
                },
                "look": {}
              }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void there_and_back_again_is_the_same_document() {
        CommandRun.Folder files = new CommandRun.Folder(folder).with("layer.json", LAYER);
        CommandRun there = files.run("convert", "--to", "intercept", "layer.json");
        CommandRun again =
                files.with("intercept.yaml", there.out()).run("convert", "--to", "policylayer", "intercept.yaml");
        CommandRun twice = files.with("again.json", again.out()).run("convert", "--to", "policylayer", "again.json");

        assertThat(there.code()).as(there.err()).isZero();
        assertThat(there.out()).contains("tools:\n  pay:\n    rules:\n").contains("scope: grant");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(twice).isEqualTo(again);
    }

    @Test
    void what_the_format_cannot_say_is_named_with_its_place_and_nothing_is_written() {
        CommandRun run = new CommandRun.Folder(folder)
                .with("counts.yaml", """
                        tools:
                          pay:
                            rules:
                              - name: counted
                                state: { counter: paid, window: day }
                          "*": { rules: [{ rate_limit: 5/day }] }
                        """)
                .run("convert", "counts.yaml", "--to", "policylayer");

        assertThat(run)
                .isEqualTo(
                        new CommandRun(
                                1,
                                "",
                                "counts.yaml:4:9: /tools/pay/rules/0 (counted): the format cannot say a counter without a max\n"));
    }

    @Test
    void what_is_no_policy_is_bad_input() {
        CommandRun run = new CommandRun.Folder(folder)
                .with("bad.yaml", "tools: 5\n")
                .run("convert", "bad.yaml", "--to", "intercept");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error[wrong-type]: ").contains("  --> bad.yaml:1:8  /tools\n");
    }

    @Test
    void the_same_format_changes_nothing_but_comments_and_says_so() {
        String policy = """
                version: "1"
                default: deny
                tools:
                  t:
                    rules:
                      - name: hourly
                        rate_limit: 5/hour
                """;
        CommandRun.Folder files = new CommandRun.Folder(folder)
                .with("plain.yaml", policy)
                .with("told.yaml", policy.replace("5/hour", "5/hour # as agreed"));

        assertThat(files.run("convert", "plain.yaml", "--to", "intercept")).isEqualTo(new CommandRun(0, policy, ""));
        assertThat(files.run("convert", "told.yaml", "--to", "intercept"))
                .isEqualTo(new CommandRun(0, policy, "the comments of told.yaml are not kept\n"));
    }
}
