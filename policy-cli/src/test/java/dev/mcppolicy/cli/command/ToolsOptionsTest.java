package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that do not fit the tools of their server are told by each command that is given the tools. */
class ToolsOptionsTest {
    private static final String MISTYPED = "error[unknown-tool]: no tool is called `create_refnud`\n";

    @TempDir
    private Path path;

    private CommandRun.Folder folder;

    @BeforeEach
    void setUp() {
        folder = new CommandRun.Folder(path)
                .with("tools.json", "{\"tools\":[{\"name\":\"create_refund\"},{\"name\":\"list_refunds\"}]}")
                .with("fit.yaml", "default: deny\ntools: { create_refund: { rules: [{ rate_limit: 1/day }] } }\n")
                .with("mistyped.yaml", "default: allow\ntools: { create_refnud: { rules: [{ action: deny }] } }\n")
                .with("open.yaml", "default: allow\ntools: { create_refund: { rules: [{ action: deny }] } }\n")
                .with("call.json", "{\"tool\":\"create_refund\"}")
                .with("open.policytest.yaml", test("open.yaml", ""))
                .with("mistyped.policytest.yaml", test("mistyped.yaml", ""))
                .with("named.policytest.yaml", test("mistyped.yaml", "tools: tools.json\n"));
    }

    private static String test(String policy, String more) {
        return "policy: " + policy + "\n" + more
                + "tests: [{ name: a, steps: [{ call: list_refunds, expect: allowed }] }]\n";
    }

    @Test
    void validate_says_what_does_not_fit() {
        CommandRun run = folder.run("validate", "mistyped.yaml", "fit.yaml", "--tools", "tools.json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith(MISTYPED + "  --> mistyped.yaml:2:25  /tools/create_refnud\n")
                .contains("  help: did you mean `create_refund`?\n")
                .contains("mistyped.yaml: invalid, 1 error, ")
                .contains("fit.yaml: valid");
        assertThat(folder.run("validate", "mistyped.yaml").code()).isZero();
    }

    @Test
    void validate_says_it_to_programs() {
        assertThat(folder.run("validate", "mistyped.yaml", "--tools", "tools.json", "--format", "json")
                        .out())
                .contains("\"valid\": false", "\"code\": \"unknown-tool\"", "\"pointer\": \"/tools/create_refnud\"");
        assertThat(folder.run("validate", "mistyped.yaml", "--tools", "tools.json", "--format", "sarif")
                        .out())
                .contains("\"ruleId\": \"unknown-tool\"", "\"startColumn\": 25");
    }

    @Test
    void warnings_are_denied_where_that_is_asked() {
        assertThat(folder.run("validate", "open.yaml", "--tools", "tools.json").code())
                .isZero();
        assertThat(folder.run("validate", "open.yaml", "--tools", "tools.json", "--deny-warnings")
                        .code())
                .isEqualTo(1);
        assertThat(folder.run("validate", "open.yaml", "--deny-warnings").code())
                .isZero();
        folder.with("warned.yaml", "version: \"1\"\ndefault: deny\n");
        assertThat(folder.run("validate", "warned.yaml").code()).isZero();
        assertThat(folder.run("validate", "warned.yaml", "--deny-warnings").code())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explain mistyped.yaml --call call.json",
                "replay mistyped.yaml --calls call.json",
                "diff open.yaml mistyped.yaml",
                "test mistyped.policytest.yaml"
            })
    void a_policy_that_does_not_fit_is_bad_input(String command) {
        assertThat(folder.run(command.split(" ")).err()).doesNotContain(MISTYPED);

        CommandRun run = folder.run((command + " --tools tools.json").split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith(MISTYPED);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explain open.yaml --call call.json",
                "replay open.yaml --calls call.json",
                "diff mistyped.yaml open.yaml",
                "test open.policytest.yaml"
            })
    void what_is_only_warned_of_is_said_beside_the_answer(String command) {
        assertThat(folder.run((command + " --tools tools.json").split(" ")).err())
                .startsWith("warning[unlisted-tool]: the policy does not name `list_refunds`");
    }

    @Test
    void options_that_cannot_be_meant_are_bad_input() {
        assertThat(tools("stdio:").err())
                .startsWith("--tools: `stdio:` needs a command, such as `stdio:npx -y some-server`\n");
        assertThat(tools("tools.json", "--tools-header", "a: b").err())
                .startsWith("--tools: a header goes with a URL, and `tools.json` is none\n");
        assertThat(tools("http://localhost/", "--tools-header", "secret").err())
                .startsWith("--tools-header: expected `NAME: VALUE`\n");
        assertThat(tools("tools.json", "--tools-timeout", "0s").err())
                .startsWith("--tools: a time-out must be a millisecond to an hour, not `PT0S`\n");
        assertThat(tools("tools.json", "--tools-timeout", "soon").code()).isEqualTo(2);
        assertThat(folder.run("validate", "fit.yaml", "--tools-timeout", "1s").err())
                .startsWith("`--tools-header` and `--tools-timeout` belong to `--tools`\n");
    }

    private CommandRun tools(String... options) {
        List<String> arguments = new ArrayList<>(List.of("validate", "fit.yaml", "--tools"));
        arguments.addAll(List.of(options));
        CommandRun run = folder.run(arguments.toArray(String[]::new));
        assertThat(run.code()).isEqualTo(2);
        return run;
    }

    @Test
    void a_server_that_cannot_be_asked_is_bad_input() {
        assertThat(tools("stdio:no-such-program"))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "stdio:no-such-program: `no-such-program` cannot be started, as there is no such program or it may"
                                + " not run\n"));
    }

    @Test
    void a_test_file_that_names_tools_is_held_to_them() {
        CommandRun run = folder.run("test", "named.policytest.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("mistyped.yaml:2:25: /tools/create_refnud: no tool is called `create_refnud`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate fit.yaml", "explain fit.yaml --call call.json", "diff fit.yaml fit.yaml"})
    void tools_that_cannot_be_read_are_bad_input(String command) {
        folder.with("bad.json", "{\"tools\":[{}]}");

        CommandRun run = folder.run((command + " --tools bad.json").split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("""
                error[bad-definition]: this is no definition of a tool: a tool needs a name, a text that is not empty
                  --> bad.json:1:11  /tools/0
                1 | {"tools":[{}]}
                  |           ^
                """);
        assertThat(folder.run((command + " --tools nowhere.json").split(" ")).err())
                .contains("the file cannot be read: there is none");
    }
}
