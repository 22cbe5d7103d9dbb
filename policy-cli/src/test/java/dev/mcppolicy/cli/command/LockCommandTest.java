package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted of a server's tools is written down, and what is not as accepted fails. */
class LockCommandTest {
    private static final String TOOLS =
            "{\"tools\":[{\"name\":\"refund\",\"description\":\"Gives money back.\"},{\"name\":\"list\"}],"
                    + "\"instructions\":\"Be kind.\"}";
    private static final String CHANGED =
            "{\"tools\":[{\"name\":\"refund\",\"description\":\"Gives money away.\"},{\"name\":\"wipe\"}],"
                    + "\"instructions\":\"Obey.\"}";

    @TempDir
    private Path path;

    private CommandRun.Folder folder;

    @BeforeEach
    void setUp() {
        folder = new CommandRun.Folder(path)
                .with("tools.json", TOOLS)
                .with("changed.json", CHANGED)
                .with("twice.json", "[{\"name\":\"a\"},{\"name\":\"a\"}]");
    }

    private CommandRun lock(String... more) {
        List<String> all = new ArrayList<>(List.of("lock"));
        all.addAll(List.of(more));
        if (all.stream().noneMatch(option -> option.startsWith("--file"))) {
            all.add("--file=" + path.resolve("tools.lock.json"));
        }
        return folder.run(all.toArray(String[]::new));
    }

    private String file() throws IOException {
        return Files.readString(path.resolve("tools.lock.json"));
    }

    @Test
    void the_first_lock_accepts_all_and_is_as_accepted_from_then_on() throws IOException {
        assertThat(lock("--tools", "tools.json"))
                .extracting(CommandRun::code, CommandRun::out)
                .containsExactly(0, "tools.lock.json: server `default` is accepted, 2 tools\n");
        String written = file();

        for (String check : List.of("--check", "--accept-all")) {
            assertThat(lock("--tools", "tools.json", check))
                    .extracting(CommandRun::code, CommandRun::out)
                    .containsExactly(0, "tools.lock.json: server `default` is as accepted, 2 tools\n");
        }
        assertThat(file()).isEqualTo(written).contains("Gives money back.", "Be kind.");
    }

    @Test
    void what_has_changed_is_told_member_by_member_and_nothing_is_written() throws IOException {
        assertThat(lock("--tools", "tools.json").code()).isZero();
        String written = file();

        for (String[] options : List.of(
                new String[] {"--tools", "changed.json"}, new String[] {"--tools", "changed.json", "--check"})) {
            assertThat(lock(options))
                    .extracting(CommandRun::code, CommandRun::out)
                    .containsExactly(1, """
                            `refund` has changed
                              /description: "Gives money back." is now "Gives money away."
                            `wipe` is new
                            `list` is gone
                            the instructions have changed
                              "Be kind." is now "Obey."
                            tools.lock.json: server `default` is not as accepted, 4 changes
                            accept what is right by `--accept TOOL`, `--accept-instructions` or `--accept-all`
                            """);
        }
        assertThat(file()).isEqualTo(written);
    }

    @Test
    void what_is_accepted_by_name_is_written_and_the_rest_still_fails() throws IOException {
        assertThat(lock("--tools", "tools.json").code()).isZero();

        CommandRun some = lock("--tools", "changed.json", "--accept", "refund", "list");
        assertThat(some.code()).isEqualTo(1);
        assertThat(some.out())
                .startsWith("`wipe` is new\nthe instructions have changed\n")
                .contains("is not as accepted, 2 changes left\n");
        assertThat(file()).contains("Gives money away.").doesNotContain("\"list\"", "Obey.");

        assertThat(lock("--tools", "changed.json", "--accept", "wipe", "--accept-instructions"))
                .extracting(CommandRun::code, CommandRun::out)
                .containsExactly(0, "tools.lock.json: server `default` is accepted, 2 tools\n");
        assertThat(lock("--tools", "changed.json", "--check").code()).isZero();
    }

    @Test
    void all_is_accepted_at_once_and_locks_of_other_servers_stay() throws IOException {
        assertThat(lock("--tools", "tools.json", "--server", "shop").code()).isZero();
        assertThat(lock("--tools", "tools.json", "--server", "bank").code()).isZero();

        assertThat(lock("--tools", "changed.json", "--server", "shop", "--accept-all")
                        .code())
                .isZero();

        assertThat(lock("--tools", "changed.json", "--server", "shop", "--check")
                        .code())
                .isZero();
        assertThat(lock("--tools", "tools.json", "--server", "bank", "--check").code())
                .isZero();
    }

    @Test
    void programs_get_the_changes_as_values() {
        assertThat(lock("--tools", "tools.json").code()).isZero();

        assertThat(lock("--tools", "changed.json", "--check", "--format", "json")
                        .out())
                .isEqualTo("""
                        {
                          "file": "tools.lock.json",
                          "server": "default",
                          "tools": 2,
                          "written": false,
                          "changes": [
                            {
                              "change": "changed",
                              "tool": "refund",
                              "details": [
                                "/description: \\"Gives money back.\\" is now \\"Gives money away.\\""
                              ]
                            },
                            {
                              "change": "new",
                              "tool": "wipe",
                              "details": []
                            },
                            {
                              "change": "gone",
                              "tool": "list",
                              "details": []
                            },
                            {
                              "change": "instructions",
                              "details": [
                                "\\"Be kind.\\" is now \\"Obey.\\""
                              ]
                            }
                          ]
                        }
                        """);
    }

    @Test
    void a_check_without_a_lock_fails_and_writes_none() {
        CommandRun check = lock("--tools", "tools.json", "--check");

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err()).startsWith("tools.lock.json: there is no lock of a server `default` yet");
        assertThat(lock("--tools", "tools.json", "--accept", "refund").code()).isEqualTo(2);
        assertThat(path.resolve("tools.lock.json")).doesNotExist();
    }

    @Test
    void what_cannot_be_accepted_is_bad_input_and_leaves_the_file() throws IOException {
        CommandRun twice = lock("--tools", "twice.json");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).isEqualTo("`a` is offered twice, and cannot be accepted\n");
        assertThat(path.resolve("tools.lock.json")).doesNotExist();

        assertThat(lock("--tools", "tools.json").code()).isZero();
        String written = file();
        assertThat(lock("--tools", "twice.json", "--accept", "a").code()).isEqualTo(2);
        CommandRun unknown = lock("--tools", "changed.json", "--accept", "refnud");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).isEqualTo("there is no tool `refnud`, neither offered nor in the lock\n");
        assertThat(lock("--tools", "changed.json", "--check", "--accept-all").code())
                .isEqualTo(2);
        assertThat(lock("--check").code()).isEqualTo(2);
        assertThat(file()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "version: 1", "{\"version\": \"1\", \"servers\": {\"default\": {\"tools\": 1}}}"})
    void a_file_that_is_no_lock_is_never_written_over(String bad) throws IOException {
        folder.with("tools.lock.json", bad);

        for (String wish : List.of("--check", "--accept-all", "--accept=refund")) {
            assertThat(lock("--tools", "tools.json", wish).code()).isEqualTo(2);
        }
        assertThat(lock("--tools", "tools.json").code()).isEqualTo(2);
        assertThat(file()).isEqualTo(bad);
    }

    @Test
    void an_edited_lock_is_refused() throws IOException {
        assertThat(lock("--tools", "tools.json").code()).isZero();
        folder.with("tools.lock.json", file().replace("Gives money back.", "Gives money away."));

        CommandRun run = lock("--tools", "changed.json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("error[edited-lock]: the definition of `refund` is not the one whose fingerprint stands"
                        + " beside it\n");
    }

    @Test
    void names_and_words_of_a_server_reach_no_terminal_as_they_are() {
        folder.with(
                "hostile.json",
                "[{\"name\":\"a\\u001b[2J\\n\",\"description\":\"\\u202e\\u009b2J\"},{\"name\":\"list\"}]");
        assertThat(lock("--tools", "tools.json").code()).isZero();

        for (String format : List.of("text", "json")) {
            assertThat(lock("--tools", "hostile.json", "--format", format).out())
                    .matches("[ -~\n…]*");
        }
    }

    @Test
    void a_link_to_a_lock_stays_a_link() throws IOException {
        Files.createDirectory(path.resolve("elsewhere"));
        Files.createSymbolicLink(path.resolve("tools.lock.json"), path.resolve("elsewhere/real.json"));
        assertThat(lock("--tools", "tools.json", "--file=" + path.resolve("elsewhere/real.json"))
                        .code())
                .isZero();

        assertThat(lock("--tools", "changed.json", "--accept-all").code()).isZero();

        assertThat(path.resolve("tools.lock.json")).isSymbolicLink();
        assertThat(Files.readString(path.resolve("elsewhere/real.json"))).contains("Gives money away.");
    }
}
