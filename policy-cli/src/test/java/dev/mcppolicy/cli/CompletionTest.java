package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real bash completes by the script that {@code completion} writes. */
@Tag("real")
class CompletionTest {
    /** The words typed, of which the last is to be completed, are given to what the shell was told to call. */
    private static final String ASK = """
            source "$1"
            shift
            compopt() { :; } # works within a completion by key alone
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            COMP_LINE="$*"
            COMP_POINT=${#COMP_LINE}
            call=$(complete -p mcp-policy | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
            "$call" mcp-policy "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "va, validate",
        "audit v, verify",
        "grants ro, rotate",
        "validate --form, --format",
        "validate --format s, sarif",
        "convert --to po, policylayer",
        "lock --accept-i, --accept-instructions",
        "explain --a, --at --as --audit"
    })
    void a_word_is_completed(String typed, String completed) throws Exception {
        assertThat(completions(("mcp-policy " + typed).split(" "))).containsExactlyInAnyOrder(completed.split(" "));
    }

    @Test
    void every_command_is_offered() throws Exception {
        assertThat(completions("mcp-policy", ""))
                .contains(
                        "validate",
                        "convert",
                        "explain",
                        "replay",
                        "test",
                        "audit",
                        "diff",
                        "lock",
                        "classify",
                        "grants",
                        "help");
    }

    private List<String> completions(String... words) throws IOException, InterruptedException {
        CommandRun.Folder files = new CommandRun.Folder(folder);
        files.with("completion", files.run("completion").out()).with("ask", ASK);
        String[] command = new String[3 + words.length];
        command[0] = "bash";
        command[1] = folder.resolve("ask").toString();
        command[2] = folder.resolve("completion").toString();
        System.arraycopy(words, 0, command, 3, words.length);
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said.lines().map(String::strip).toList();
    }
}
