package dev.mcppolicy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcppolicy.tool.ServerTools;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is started is asked over its standard streams, however it behaves, and nothing of it stays. */
@Tag("real")
class CommandListingTest {
    private static final Pattern CHILD = Pattern.compile("child (\\d+)");
    private static final String JAVA =
            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";

    @TempDir
    private Path folder;

    private static ToolSource server(String behaviour) {
        return ToolSource.of("stdio:'" + JAVA + "' -XX:TieredStopAtLevel=1 -cp '" + classes() + "' "
                + FakeServer.class.getName() + " '" + behaviour + "'");
    }

    private static Path classes() {
        try {
            return Path.of(FakeServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String failure(ToolSource source) {
        try {
            return "none: " + source.read();
        } catch (ToolListingException e) {
            String shown = source + ": ";
            assertThat(e.getMessage()).startsWith(shown).doesNotContain("\u001b");
            return e.getMessage().substring(shown.length());
        }
    }

    private static long running() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .count();
    }

    @Test
    void a_server_lists_its_tools_and_is_ended() {
        long before = running();
        ServerTools tools = server("good").read();

        assertThat(tools.names()).containsExactly("a", "b\u001b[31m");
        assertThat(tools.instructions()).isEqualTo("Be kind.");
        assertThat(running()).isEqualTo(before);
    }

    @Test
    void lines_that_are_no_messages_are_passed_over_up_to_a_bound() {
        assertThat(server("banner").read().names()).hasSize(2);
        assertThat(failure(server("rubbish")))
                .isEqualTo("the server wrote more than 100 lines to its standard output that are no messages, "
                        + "the last of them `rubbish\\u001B[31m 100`");
    }

    @Test
    void an_answer_in_pieces_and_one_of_ten_thousand_tools_are_read() {
        assertThat(server("pieces").read().names()).containsExactly("a\u00e4");
        assertThat(server("many").read().definitions()).hasSize(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ends while listing|the server ended before it had listed its tools, with exit code 0",
                "endless line|the server sent a message of more than 16 MiB",
                "twice|the server sent a message that cannot be read: duplicate key `id` at `/id`",
                "endless pages|the server lists its tools on more than 1000 pages",
                "same page|the server gave the cursor after page 2 before, so its pages have no end",
                "always changes|the definitions changed while they were listed, and once more meanwhile",
                "error|the server answered `tools/list` with error -32603: no\\u001B[31m key",
                "not utf-8|the server sent text that is not UTF-8",
            })
    void what_is_wrong_is_told_in_one_sentence(String behaviour, String message) {
        assertThat(failure(server(behaviour))).isEqualTo(message);
    }

    @Test
    void a_torn_message_is_told() {
        assertThat(failure(server("torn")))
                .startsWith("the server sent a message that cannot be read: not valid JSON: ");
    }

    @Test
    void tools_that_change_once_are_listed_anew() {
        assertThat(server("changes").read().names()).containsExactly("a2");
    }

    @Test
    void a_server_that_ends_at_once_is_quoted() {
        assertThat(failure(server("ends"))).isEqualTo("""
                the server ended before it had listed its tools, with exit code 3
                  no key\\u001B[31m given
                  set API_KEY""");
    }

    @Test
    void a_server_that_does_not_answer_is_ended_in_time() {
        long before = running();

        assertThat(failure(server("no answer").within(Duration.ofSeconds(3))))
                .isEqualTo("the server did not list its tools within 3 s");
        assertThat(running()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no answer, and children", "ends while listing, and leaves a child"})
    void what_a_server_has_started_ends_with_it(String behaviour) {
        Matcher child = CHILD.matcher(failure(server(behaviour).within(Duration.ofSeconds(5))));

        assertThat(child.find()).isTrue();
        assertThat(ProcessHandle.of(Long.parseLong(child.group(1))).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void a_server_that_does_not_end_by_itself_is_ended() {
        long before = running();

        assertThat(server("never ends").read().names()).hasSize(2);
        assertThat(server("children").read().names()).hasSize(2);
        assertThat(running()).isEqualTo(before);
    }

    @Test
    void no_shell_sees_the_command() {
        Path started = folder.resolve("started");
        String notation = "stdio:no-such-program; touch " + started;

        assertThat(failure(ToolSource.of(notation)))
                .isEqualTo("`no-such-program;` cannot be started, as there is no such program or it may not run");
        assertThat(Files.exists(started)).isFalse();
    }

    @Test
    void an_interruption_ends_the_server() {
        long before = running();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ToolListingException.class)
                .isThrownBy(() -> server("no answer").read())
                .withMessageEndingWith("the listing was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(running()).isEqualTo(before);
    }
}
