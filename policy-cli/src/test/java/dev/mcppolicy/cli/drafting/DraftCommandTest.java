package dev.mcppolicy.cli.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy, its tests and its lock come from the tools of a server, and nothing that was there is lost. */
class DraftCommandTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-15T12:00:00Z"));
    private static final String OWNER = "\"inputSchema\":{\"type\":\"object\",\"required\":[\"owner\"],"
            + "\"properties\":{\"owner\":{\"type\":\"string\"},\"state\":{\"enum\":[\"open\",\"closed\"]}}}";
    private static final String TOOLS = "{\"tools\":[{\"name\":\"list_a\"," + OWNER + "},{\"name\":\"list_b\"," + OWNER
            + "},{\"name\":\"create_c\"," + OWNER + "},{\"name\":\"delete_d\"},{\"name\":\"pay_e\"}]}";

    @TempDir
    private Path path;

    private CommandRun.Folder folder;

    @BeforeEach
    void setUp() {
        folder = new CommandRun.Folder(path)
                .with("tools.json", TOOLS)
                .with(
                        "more.json",
                        TOOLS.replace("]}", ",{\"name\":\"list_f\"}]}").replace("{\"name\":\"pay_e\"},", ""))
                .with("answers.yaml", "# ours\nanswers:\n  owner: { in: [acme] }\n");
    }

    private CommandRun draft(String... more) {
        return folder.run(
                CLOCK,
                Stream.concat(Stream.of("draft", "--out=" + path), Stream.of(more))
                        .toArray(String[]::new));
    }

    private String text(String name) throws IOException {
        return Files.readString(path.resolve(name));
    }

    @Test
    void a_draft_is_a_policy_with_tests_that_miss_nothing_and_a_lock() {
        CommandRun run = draft("--tools", "tools.json", "--answers", "answers.yaml");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("policy.yaml: 4 tools under rules, 1 hidden\n")
                .contains("which show all of the policy and notice every change of it\n")
                .contains("tools.lock.json: server `default`, 5 tools as they are now\n");
        assertThat(folder.run("test", "policy.policytest.yaml", "--min-coverage", "100", "--min-mutations", "100")
                        .code())
                .isZero();
        assertThat(folder.run("lock", "--tools", "tools.json", "--check", "--file", "tools.lock.json")
                        .code())
                .isZero();
        CommandRun validated = folder.run("validate", "policy.yaml", "--tools", "tools.json");
        assertThat(validated.code()).isZero();
        assertThat(validated.out()).contains("warning[draft-mark]");
        assertThat(folder.run("validate", "policy.yaml", "--deny-warnings").code())
                .isEqualTo(1);
    }

    @Test
    void a_tool_that_is_new_comes_in_denied_and_all_else_stays() throws IOException {
        assertThat(draft("--tools", "tools.json").code()).isZero();
        String mine = text("policy.yaml").replace(" # draft", "").replace("max: 60", "max: 7") + "# mine\n";
        folder.with("policy.yaml", mine);
        Files.delete(path.resolve("policy.policytest.yaml"));
        String lock = text("tools.lock.json");

        CommandRun run = draft("--tools", "more.json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("policy.yaml: 1 new tool, denied until you decide:\n  list_f\n");
        assertThat(run.err())
                .contains("`pay_e` stands in the policy, and the server does not offer it\n")
                .contains("tools.lock.json: not as accepted");
        assertThat(text("policy.yaml")).contains("  list_f: # new since 2026-01-15\n");
        assertThat(text("policy.yaml").lines().toList())
                .containsSubsequence(mine.lines().toList());
        assertThat(text("tools.lock.json")).isEqualTo(lock);
        assertThat(folder.run("explain", "policy.yaml", "list_f").code()).isEqualTo(1);

        String merged = text("policy.yaml");
        CommandRun again = draft("--tools", "more.json");
        assertThat(again.code()).isZero();
        assertThat(again.out()).isEqualTo("policy.yaml: names every tool, nothing was written\n");
        assertThat(text("policy.yaml")).isEqualTo(merged);
    }

    @Test
    void tests_that_are_there_stay_and_what_they_lack_goes_into_a_file_of_its_own() throws IOException {
        assertThat(draft("--tools", "tools.json").code()).isZero();
        String tests = text("policy.policytest.yaml");

        assertThat(draft("--tools", "more.json").code()).isEqualTo(3);

        assertThat(text("policy.policytest.yaml")).isEqualTo(tests);
        assertThat(text("policy-2.policytest.yaml")).contains("list_f").doesNotContain("list_a");
    }

    @Test
    void what_cannot_be_merged_is_printed_and_not_written() throws IOException {
        String json = "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"list_a\": {}}}";
        folder.with("policy.yaml", json);

        CommandRun run = draft("--tools", "tools.json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("  list_b: # new since 2026-01-15\n").contains("    action: deny\n");
        assertThat(run.err()).contains("nothing was written");
        assertThat(text("policy.yaml")).isEqualTo(json);
    }

    @Test
    void bad_input_is_said_by_name_and_nothing_is_written() {
        folder.with("unknown.yaml", "answers: { onwer: skip }\n")
                .with("profile.yaml", "tools: { read: { rules: [{ rate_limit: 1/hour }] } }\n")
                .with("classes.yaml", "classes: { list_z: read }\n")
                .with("none.json", "{\"tools\":[]}");

        assertThat(List.of(
                        draft("--tools", "tools.json", "--answers", "unknown.yaml"),
                        draft("--tools", "tools.json", "--profile", "profile.yaml"),
                        draft("--tools", "tools.json", "--classes", "classes.yaml"),
                        draft("--tools", "none.json"),
                        draft(),
                        draft("--tools", "tools.json", "--", "true")))
                .allSatisfy(run -> {
                    assertThat(run.code()).isEqualTo(2);
                    assertThat(run.out()).isEmpty();
                })
                .extracting(run -> run.err().lines().findFirst().orElse(""))
                .containsExactly(
                        "unknown.yaml:1:19: /answers/onwer: no tool has an argument `onwer` that takes any text"
                                + " (did you mean `owner`?)",
                        "profile.yaml: class `write` is missing",
                        "classes.yaml:1:20: /classes/list_z: no tool is called `list_z` (did you mean `list_a`?)",
                        "the server offers no tools, so there is nothing to draft",
                        "missing `--tools TOOLS`, or `--` and a command",
                        "`--tools` and a command after `--` say the same; leave one of them out");
        assertThat(path.resolve("policy.yaml")).doesNotExist();
    }

    @Test
    void a_person_at_a_terminal_is_asked_and_the_answer_is_kept() throws IOException {
        folder.with("kept.yaml", "# mine\nanswers:\n  owner: skip\n");
        CommandRun first = folder.type(
                "acme, beta\n",
                CLOCK,
                "draft",
                "--out=" + path,
                "--tools",
                "tools.json",
                "--answers",
                path.resolve("new.yaml").toString());

        assertThat(first.err()).contains("`owner` is an argument of 3 tools: which values may it have? ");
        assertThat(text("new.yaml")).contains("  owner: { in: [acme, beta] }\n");
        assertThat(text("policy.yaml")).contains("value: [acme, beta]");

        CommandRun second = folder.type(
                "",
                CLOCK,
                "draft",
                "--out",
                path.resolve("b.yaml").toString(),
                "--tools",
                "tools.json",
                "--answers",
                "kept.yaml");
        assertThat(second.err()).doesNotContain("`owner`");
        assertThat(text("kept.yaml")).startsWith("# mine\n");
    }

    @Test
    void the_command_of_other_tools_leads_here() {
        assertThat(folder.run("scan", "--", "npx").err())
                .startsWith("unknown command `scan` (did you mean `draft`?)\n");
    }
}
