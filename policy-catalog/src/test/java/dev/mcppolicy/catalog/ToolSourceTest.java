package dev.mcppolicy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.format.InvalidToolsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One notation says where tools are to be had, and nothing in it is taken for something else. */
class ToolSourceTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_read() throws IOException {
        Path file = Files.writeString(folder.resolve("tools.json"), "[{\"name\":\"a\"}]");

        assertThat(ToolSource.of(file.toString()).read().names()).containsExactly("a");
        assertThatExceptionOfType(InvalidToolsException.class)
                .isThrownBy(() -> ToolSource.of(folder + "/none.json").read());
    }

    @Test
    void a_file_is_never_taken_for_a_command_or_a_server() {
        for (String name :
                List.of("stdio", "./stdio:touch started", "a stdio:x", "npx -y some-server", "http:", "Stdio:x")) {
            assertThatExceptionOfType(InvalidToolsException.class)
                    .as(name)
                    .isThrownBy(() -> ToolSource.of(name).read())
                    .withMessageContaining("the file cannot be read");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://host/tools.json|a server is asked by `http` or `https`, not by `ftp`",
                "https://user:secret@host/mcp|a server's URL names no user; send credentials as a header",
                "https://host/mcp#part|a server's URL has a host and no fragment",
                "https:///mcp|a server's URL has a host and no fragment",
                "https://a b/|the source of tools is no URL that can be read",
                "' '|the source of tools must not be empty",
                "stdio:|`stdio:` needs a command, such as `stdio:npx -y some-server`",
                "stdio: \"\" a|`stdio:` needs a command, such as `stdio:npx -y some-server`",
                "stdio:a 'b|a quote in the command is not closed",
            })
    void what_is_no_source_is_refused(String notation, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolSource.of(notation).toString())
                .withMessage(message);
    }

    @Test
    void a_command_is_split_by_simple_rules_and_expands_nothing() {
        assertThat(CommandWords.of(" npx  -y\t'@scope/some server' \"a \\\"b\\\" \\\\ \\n\" c\\d '' x'y'\"z\" "))
                .containsExactly("npx", "-y", "@scope/some server", "a \"b\" \\ \\n", "c\\d", "", "xyz");
        assertThat(CommandWords.of("a $HOME *.json ; rm `id` > x | y"))
                .containsExactly("a", "$HOME", "*.json", ";", "rm", "`id`", ">", "x", "|", "y");
    }

    @Test
    void what_may_be_secret_is_not_shown() {
        assertThat(ToolSource.of("https://host/mcp?key=secret").withHeader("X-Key", "secret"))
                .hasToString("https://host/mcp?…");
        assertThat(ToolSource.of("stdio:npx -y server --key secret")).hasToString("stdio:npx …");
        assertThat(ToolSource.of("tools.json")).hasToString("tools.json");
    }

    @Test
    void headers_go_with_a_url_and_are_checked() {
        ToolSource source = ToolSource.of("https://host/mcp").withHeader("Authorization", "Bearer secret");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.withHeader("authorization", "x").toString())
                .withMessage("the header `authorization` is there twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.withHeader("Host", "x").toString())
                .withMessage("the header `Host` is the protocol's own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.withHeader("a b", "x").toString())
                .withMessage("`a b` is no name of a header");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.withHeader("x-y", "secret\r\nHost: z").toString())
                .withMessage("the value of the header `x-y` must be visible ASCII characters and spaces");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolSource.of("stdio:a").withHeader("x", "y").toString())
                .withMessage("a header goes with a URL, and `stdio:a` is none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.001S"})
    void a_time_out_has_a_range(Duration timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolSource.of("tools.json").within(timeout).toString())
                .withMessage("a time-out must be a millisecond to an hour, not `" + timeout + "`");
    }
}
