package dev.mcppolicy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked of a server, in which order, and what is made of its answers. */
class ToolListingTest {
    private static final String GREETING =
            "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}}}";

    /** A server that says what it was told to say, whatever it is asked. */
    private static final class Script implements ServerChannel {
        private final Deque<String> answers = new ArrayDeque<>();
        private final List<String> heard = new ArrayList<>();

        /** Each answer is the inside of a message by the id of the request, or whole messages. */
        Script(String... answers) {
            this.answers.addAll(List.of(answers));
        }

        @Override
        public void ask(Map<String, ?> request, Predicate<Map<String, @Nullable Object>> isAnswer) {
            tell(request);
            boolean answered = false;
            while (!answered) {
                String next = answers.isEmpty() ? "\"error\":{\"code\":1}" : answers.remove();
                String text = next.startsWith("{")
                        ? next
                        : "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + "," + next + "}";
                Map<String, @Nullable Object> message = RpcMessage.read(text);
                answered = message != null && isAnswer.test(message);
            }
        }

        @Override
        public void tell(Map<String, ?> message) {
            Object params = message.get("params") instanceof Map<?, ?> map ? map.get("cursor") : null;
            Object method = message.get("method");
            String answer = message.containsKey("result") ? "answer" : "refusal";
            heard.add((method == null ? answer : method) + (params == null ? "" : " " + params));
        }

        @Override
        public void speak(String version) {
            heard.add("speaks " + version);
        }

        @Override
        public String lastWords() {
            return "";
        }

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }

    private static String page(String next, String... names) {
        String tools = List.of(names).stream()
                .map(name -> "{\"name\":\"" + name + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        return "\"result\":{\"tools\":" + tools + (next.isEmpty() ? "" : ",\"nextCursor\":\"" + next + "\"") + "}";
    }

    private static ServerTools tools(String... answers) {
        return new ToolListing(new Script(answers)).tools();
    }

    private static String failure(String... answers) {
        try {
            return "none: " + tools(answers);
        } catch (ListingFailure e) {
            return e.getMessage();
        }
    }

    @Test
    void all_pages_are_listed_after_the_greeting() {
        Script server = new Script(
                "\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"instructions\":\"Be kind.\"}",
                page("2", "a"),
                page("3"),
                page("", "b", "a"));
        ServerTools tools = new ToolListing(server).tools();

        assertThat(tools.definitions()).extracting(ToolDefinition::name).containsExactly("a", "b", "a");
        assertThat(tools.instructions()).isEqualTo("Be kind.");
        assertThat(server.heard)
                .containsExactly(
                        "initialize",
                        "speaks 2025-06-18",
                        "notifications/initialized",
                        "tools/list",
                        "tools/list 2",
                        "tools/list 3");
    }

    @Test
    void a_server_is_granted_nothing() {
        Script server = new Script(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
                GREETING,
                "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"roots/list\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{\"tools\":[{\"name\":\"no\"}]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"sampling/createMessage\"}",
                page("", "a"));

        assertThat(new ToolListing(server).tools().names()).containsExactly("a");
        assertThat(server.heard)
                .containsExactly(
                        "initialize",
                        "answer",
                        "speaks 2025-11-25",
                        "notifications/initialized",
                        "tools/list",
                        "refusal",
                        "refusal");
    }

    @Test
    void a_server_that_knows_no_greeting_is_asked_as_the_newest_version_has_it() {
        Script server = new Script(
                "\"error\":{\"code\":-32601,\"message\":\"no such method\"}",
                "\"result\":{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},\"instructions\":\"i\"}",
                page("2", "a"),
                page("", "b"));
        ServerTools tools = new ToolListing(server).tools();

        assertThat(tools.names()).containsExactly("a", "b");
        assertThat(tools.instructions()).isEqualTo("i");
        assertThat(server.heard)
                .containsExactly("initialize", "speaks 2026-07-28", "server/discover", "tools/list", "tools/list 2");
        assertThat(failure("\"error\":{\"code\":-32601,\"message\":\"no such method\"}", "\"error\":{\"code\":-32601}"))
                .isEqualTo("the server answered `initialize` with error -32601: no such method");
    }

    @Test
    void another_version_of_the_protocol_is_refused_by_name() {
        assertThat(failure("\"result\":{\"protocolVersion\":\"1999-01-01\\u001b[31m\"}"))
                .isEqualTo("the server speaks version `1999-01-01\\u001B[31m` of the protocol, which is none of "
                        + "2026-07-28, 2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05");
        assertThat(failure("\"result\":{}")).startsWith("the server speaks version `null` of the protocol");
        assertThat(failure("\"error\":{\"code\":-32022}", "\"result\":{\"supportedVersions\":[\"2027-01-01\"]}"))
                .startsWith("the server speaks version `[2027-01-01]` of the protocol");
    }

    @Test
    void a_server_without_tools_lists_none_and_one_that_has_some_must() {
        assertThat(tools("\"result\":{\"protocolVersion\":\"2024-11-05\"}", "\"error\":{\"code\":-32601}")
                        .definitions())
                .isEmpty();
        assertThat(failure(GREETING, "\"error\":{\"code\":-32601,\"message\":\"no\\u001b[31m\"}"))
                .isEqualTo("the server answered `tools/list` with error -32601: no\\u001B[31m");
        assertThat(failure(GREETING, "\"error\":7"))
                .isEqualTo("the server answered `tools/list` with an error that is none");
        assertThat(failure(GREETING, "\"result\":7"))
                .isEqualTo("the server answered `tools/list` with neither a result nor an error");
        assertThat(failure(GREETING, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700}}"))
                .isEqualTo("the server answered `tools/list` with error -32700");
    }

    @Test
    void pages_without_end_are_refused() {
        assertThat(failure(GREETING, page("2", "a"), page("3", "b"), page("2", "a")))
                .isEqualTo("the server gave the cursor after page 3 before, so its pages have no end");

        List<String> endless = new ArrayList<>(List.of(GREETING));
        IntStream.range(0, 1_001).forEach(i -> endless.add(page("c" + i, "a" + i)));
        assertThat(failure(endless.toArray(String[]::new)))
                .isEqualTo("the server lists its tools on more than 1000 pages");
        assertThat(failure(GREETING, "\"result\":{\"tools\":[],\"nextCursor\":7}"))
                .isEqualTo("the cursor after page 1 is no text");
    }

    @Test
    void ten_thousand_tools_are_listed_and_no_more() {
        String[] names = IntStream.range(0, 10_000).mapToObj(i -> "t" + i).toArray(String[]::new);

        assertThat(tools(GREETING, page("", names)).definitions()).hasSize(10_000);
        assertThat(failure(GREETING, page("2", names), page("", "one_more")))
                .isEqualTo("the server lists more than 10000 tools");
    }

    @Test
    void a_tool_that_is_none_is_told_by_its_place() {
        assertThat(failure(GREETING, page("2", "a"), "\"result\":{\"tools\":[{\"name\":\"b\"},{\"title\":\"x\"}]}"))
                .isEqualTo("tool 2 of page 2 is no definition of one: a tool needs a name, a text that is not empty");
        assertThat(failure(GREETING, "\"result\":{\"tools\":[7]}")).isEqualTo("tool 1 of page 1 is no object");
        assertThat(failure(GREETING, "\"result\":{\"tools\":{}}")).isEqualTo("page 1 has no list of tools");
    }

    @Test
    void tools_that_change_while_they_are_listed_are_listed_once_more() {
        String changed = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

        assertThat(tools(GREETING, page("2", "a"), changed, page("", "b"), page("", "c"))
                        .names())
                .containsExactly("c");
        assertThat(failure(GREETING, changed, page("", "b"), changed, page("", "c")))
                .isEqualTo("the definitions changed while they were listed, and once more meanwhile");
    }

    @Test
    void a_message_that_cannot_be_read_is_told_with_its_place() {
        assertThat(failure(GREETING, "\"result\":{\"tools\":[{\"name\":\"a\",\"name\":\"b\"}]}"))
                .isEqualTo(
                        "the server sent a message that cannot be read: duplicate key `name` at `/result/tools/0/name`");
        assertThat(failure(GREETING, "{\"jsonrpc\":\"2.0\",\"id\":2"))
                .startsWith("the server sent a message that cannot be read: not valid JSON: ");
    }

    @Test
    void names_with_control_characters_are_kept_as_they_are() {
        assertThat(tools(GREETING, page("", "a\\u001b[31m")).names()).containsExactly("a\u001b[31m");
    }
}
