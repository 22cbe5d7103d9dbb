package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls of tools can do is told with the most dangerous first, and a person's word wins. */
class ClassifyCommandTest {
    private static final String TOOLS = """
            {"tools": [
              {"name": "list_refunds"}, {"name": "frobnicate"}, {"name": "merge_pull_request"}, {"name": "wipe"},
              {"name": "create_refund"}, {"name": "rename"}, {"name": "get_|`<b>\\u202e"}
            ]}
            """;

    @TempDir
    private Path path;

    private CommandRun.Folder folder;

    @BeforeEach
    void setUp() {
        folder = new CommandRun.Folder(path)
                .with("tools.json", TOOLS)
                .with(
                        "classes.yaml",
                        "classes:\n  merge_pull_request: write\n  frobnicate: { class: read, flags: [] }\n")
                .with("mistaken.yaml", "classes:\n  merge_pull_requests: write\n")
                .with("wrong.yaml", "classes:\n  wipe: harmless\n");
    }

    private CommandRun classify(String... more) {
        String[] all = new String[3 + more.length];
        System.arraycopy(new String[] {"classify", "--tools", "tools.json"}, 0, all, 0, 3);
        System.arraycopy(more, 0, all, 3, more.length);
        return folder.run(all);
    }

    @Test
    void the_most_dangerous_comes_first_with_its_reasons() {
        assertThat(classify().code()).isZero();
        assertThat(classify().out()).isEqualTo("""
                        critical  financial    create_refund
                            name: `refund`
                        critical  destructive  wipe
                            name: `wipe`
                        high      unknown      frobnicate
                            no known word says what it does
                        high      execute      merge_pull_request
                            name: `merge`
                        medium    write        rename
                            name: `rename`
                        low       read         get_|`<b>\\u202E  (reads_private_data)
                            name: `get`; reads_private_data: `get`
                        low       read         list_refunds  (reads_private_data)
                            name: `list`; reads_private_data: `list`
                        7 tools: 1 financial, 1 destructive, 1 unknown, 1 execute, 1 write, 2 read
                        """);
    }

    @Test
    void a_table_in_markdown_takes_no_mark_from_a_tool() {
        assertThat(classify("--format", "markdown").out())
                .startsWith("""
                        | tool | class | level | flags | why |
                        |---|---|---|---|---|
                        | create\\_refund | financial | critical |  | name\\: \\`refund\\` |
                        """)
                .contains("| get\\_\\|\\`\\<b\\>\\\\u202E | read | low | reads\\_private\\_data |");
    }

    @Test
    void a_correction_wins_and_says_so() {
        CommandRun run = classify("--classes", "classes.yaml");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("medium    write        merge_pull_request\n    corrected by ")
                .contains("low       read         frobnicate\n    corrected by ")
                .contains("classes.yaml:2:23: /classes/merge_pull_request, the definition says execute\n");
    }

    @Test
    void a_correction_of_a_tool_that_is_not_there_or_that_cannot_be_read_is_bad_input() {
        CommandRun mistaken = classify("--classes", "mistaken.yaml");
        CommandRun wrong = classify("--classes", "wrong.yaml");

        assertThat(mistaken.code()).isEqualTo(2);
        assertThat(mistaken.out()).isEmpty();
        assertThat(mistaken.err())
                .contains(
                        "mistaken.yaml:2:24",
                        "no tool is called `merge_pull_requests` (did you mean `merge_pull_request`?)");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("wrong.yaml:2:9", "unknown class `harmless`");
    }

    @Test
    void without_tools_there_is_nothing_to_class() {
        CommandRun run = folder.run("classify");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("missing required option: '--tools'");
    }
}
