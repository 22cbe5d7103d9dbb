package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools of a server are read from every form in which listings are kept, and from nothing else. */
class ToolsReaderTest {
    private static final String FORMS =
            " (it is what `tools/list` answers, all its pages in a list, or the tools in a list)";

    @TempDir
    private Path folder;

    private static ServerTools parse(String text) {
        return ToolsReader.parse(text, "tools.json");
    }

    private static String problems(String text) {
        try {
            return "none: " + parse(text);
        } catch (InvalidToolsException e) {
            return e.getMessage();
        }
    }

    private static String listOf(int tools) {
        return IntStream.range(0, tools)
                .mapToObj(i -> "{\"name\":\"t" + i + "\"}")
                .collect(Collectors.joining(",", "{\"tools\":[", "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
                "\uFEFF {\"ttlMs\":1,\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"nextCursor\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]}}",
                "[{\"name\":\"a\"},{\"name\":\"b\"}]",
                "[{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"2\"},{\"tools\":[{\"name\":\"b\"}]}]",
                "[{\"result\":{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"\"}},{\"tools\":[{\"name\":\"b\"}]}]",
            })
    void every_form_of_a_listing_is_read(String text) {
        assertThat(parse(text).definitions()).extracting(ToolDefinition::name).containsExactly("a", "b");
        assertThat(parse(text).instructions()).isNull();
    }

    @Test
    void the_definition_is_all_that_stands_there_and_numbers_stay_exact() {
        ToolDefinition tool = parse(
                        "[{\"name\":\"a\",\"_meta\":{},\"inputSchema\":{\"maximum\":12345678901234567890.10}}]")
                .definitions()
                .get(0);

        assertThat(tool.members().toString()).isEqualTo("{name=a, inputSchema={maximum=12345678901234567890.10}}");
    }

    @Test
    void instructions_stand_beside_the_tools() {
        assertThat(parse("{\"tools\":[],\"instructions\":\"Be kind.\"}").instructions())
                .isEqualTo("Be kind.");
        assertThat(problems("[{\"tools\":[],\"instructions\":\"a\",\"nextCursor\":\"2\"},"
                        + "{\"tools\":[],\"instructions\":\"b\"}]"))
                .isEqualTo("tools.json:1:78: /1/instructions: the instructions differ from those of a page before");
        assertThat(problems("{\"tools\":[],\"instructions\":7}"))
                .isEqualTo("tools.json:1:28: /instructions: expected a string, not a number");
    }

    @Test
    void two_tools_may_have_one_name() {
        assertThat(parse("[{\"name\":\"a\"},{\"name\":\"a\",\"title\":\"A\"}]").definitions())
                .hasSize(2);
        assertThat(parse("[]").definitions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools: []|tools.json:1:1: this is no list of tools",
                "{\"tool\":[]}|tools.json:1:1: this is no list of tools",
                "{}|tools.json:1:1: this is no list of tools",
                "{\"result\":{\"resources\":[]}}|tools.json:1:1: this is no list of tools",
            })
    void what_lists_no_tools_is_refused_with_the_forms_that_do(String text, String problem) {
        assertThat(problems(text)).isEqualTo(problem + FORMS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"tools\":{\"a\":{}}}|tools.json:1:10: /tools: expected a list, not an object (write it in a list: `[ … ]`)",
                "[{\"name\":\"a\"},{\"title\":\"b\"}]|tools.json:1:15: /1: this is no definition of a tool: "
                        + "a tool needs a name, a text that is not empty",
                "[{\"name\":\"\"}]|tools.json:1:2: /0: this is no definition of a tool: "
                        + "a tool needs a name, a text that is not empty",
                "[7]|tools.json:1:2: /0: this is no definition of a tool: it is no object",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601}}|tools.json:1:26: /error: "
                        + "the server answered with an error, and listed nothing",
                "{\"tools\":[],\"nextCursor\":7}|tools.json:1:26: /nextCursor: expected a string, not a number",
                "[{\"name\":\"a\",\"name\":\"b\"}]|tools.json:1:14: /0/name: duplicate key `name` (the first is at line 1)",
            })
    void what_is_wrong_is_told_with_its_place(String text, String problem) {
        assertThat(problems(text)).isEqualTo(problem);
    }

    @Test
    void a_list_that_is_not_whole_is_refused() {
        assertThat(problems("{\"tools\":[],\"nextCursor\":\"2\"}"))
                .isEqualTo("tools.json:1:26: /nextCursor: the list is not whole, as another page follows this one "
                        + "(put all pages in a list, in their order)");
        assertThat(problems("[{\"tools\":[]},{\"tools\":[]}]"))
                .isEqualTo("tools.json:1:15: /1: the page before this one was the last "
                        + "(a page that another follows has its `nextCursor`)");
    }

    @Test
    void a_definition_is_bounded_and_so_is_their_number() {
        String deep = "{\"name\":\"a\",\"inputSchema\":" + "[".repeat(64) + "]".repeat(64) + "}";
        assertThat(problems("[" + deep + "]"))
                .isEqualTo("tools.json:1:2: /0: this is no definition of a tool: nested deeper than 64 levels");
        assertThat(problems("[".repeat(80) + "]".repeat(80))).endsWith("nested deeper than 72 levels");
        String longText = "{\"name\":\"a\",\"description\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(problems("[" + longText + "]")).contains("this is no definition of a tool: ");
        assertThat(parse(listOf(ToolsReader.MOST_TOOLS)).definitions()).hasSize(ToolsReader.MOST_TOOLS);
        assertThat(problems(listOf(ToolsReader.MOST_TOOLS + 1))).endsWith("/tools/10000: more than 10000 tools");
    }

    @Test
    void of_thousands_that_are_no_tools_a_hundred_are_told() {
        assertThatExceptionOfType(InvalidToolsException.class)
                .isThrownBy(() -> parse("[7" + ",7".repeat(9_000) + "]"))
                .satisfies(e -> assertThat(e.problems()).hasSize(100));
    }

    @Test
    void nothing_is_shown_that_a_terminal_obeys() {
        assertThat(problems("[{\"\u001b[31m\":1,\"\u001b[31m\":2}]")).doesNotContain("\u001b");
        assertThat(problems("{\"tools\":[{\"name\":\"\\u001b[31m\"},{\"name\":[\"\\u001b\"]}]}"))
                .doesNotContain("\u001b");
    }

    @Test
    void a_file_is_read_and_one_that_cannot_be_is_refused() throws IOException {
        Path file = folder.resolve("tools.json");
        assertThat(ToolsReader.read(Files.writeString(file, "[{\"name\":\"a\"}]"))
                        .names())
                .containsExactly("a");

        Files.write(file, "[{\"name\":\"\u00e4\"}]".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(InvalidToolsException.class)
                .isThrownBy(() -> ToolsReader.read(file))
                .withMessage(file + ": the text is not UTF-8 (save the file as UTF-8)");
        assertThatExceptionOfType(InvalidToolsException.class)
                .isThrownBy(() -> ToolsReader.read(folder))
                .withMessage(folder + ": the file cannot be read: it is a directory");
        assertThatExceptionOfType(InvalidToolsException.class)
                .isThrownBy(() -> ToolsReader.read(folder.resolve("none.json")))
                .withMessage(folder.resolve("none.json") + ": the file cannot be read: there is none");
    }
}
