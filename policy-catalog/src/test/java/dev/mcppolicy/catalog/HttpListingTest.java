package dev.mcppolicy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mcppolicy.tool.ServerTools;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that listens is asked by streamable HTTP, at its one address. */
class HttpListingTest {
    private static final String GREETING =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}}}}";
    private static final String TOOLS =
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]}}";

    /** What the server does with one request. */
    private interface Handling {
        void handle(HttpExchange exchange, String body) throws IOException;
    }

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private ExecutorService threads;
    private HttpServer server;
    private Handling listing = (exchange, body) -> answer(exchange, 200, "application/json", TOOLS);

    @BeforeEach
    void start() throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/mcp", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(exchange.getRequestMethod() + " " + method(body)
                    + header(exchange, "Mcp-Session-Id") + header(exchange, "MCP-Protocol-Version")
                    + header(exchange, "Mcp-Method") + header(exchange, "Authorization"));
            if (body.contains("\"initialize\"")) {
                exchange.getResponseHeaders().add("Mcp-Session-Id", "s1");
                answer(exchange, 200, "application/json; charset=utf-8", GREETING);
            } else if (body.contains("\"tools/list\"")) {
                listing.handle(exchange, body);
            } else {
                exchange.sendResponseHeaders(202, -1);
            }
        }
    }

    private static String method(String body) {
        int at = body.indexOf("\"method\":\"");
        return at < 0 ? "-" : body.substring(at + 10, body.indexOf('"', at + 10));
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : " " + value;
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    private ServerTools tools() {
        return ToolSource.of(url()).read();
    }

    private String failure() {
        try {
            return "none: " + tools();
        } catch (ToolListingException e) {
            assertThat(e.getMessage()).startsWith(url() + ": ");
            return e.getMessage().substring(url().length() + 2);
        }
    }

    @Test
    void a_session_is_kept_and_ended_and_every_request_says_who_asks() {
        ServerTools tools =
                ToolSource.of(url()).withHeader("Authorization", "Bearer t").read();

        assertThat(tools.names()).containsExactly("a", "b");
        assertThat(heard)
                .containsExactly(
                        "POST initialize Bearer t",
                        "POST notifications/initialized s1 2025-06-18 Bearer t",
                        "POST tools/list s1 2025-06-18 Bearer t",
                        "DELETE - s1 2025-06-18 Bearer t");
    }

    @Test
    void an_answer_may_come_as_events_in_pieces_among_others() {
        listing = (exchange, body) -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            String events = """
                    : hello\r
                    \r
                    id: 1
                    data:

                    event: message
                    data: {"jsonrpc":"2.0","id":"p","method":"ping"}

                    data:{"jsonrpc":"2.0","id":2,
                    data: "result":{"tools":[{"name":"c\u00e4"}]}}

                    """;
            for (byte each : events.getBytes(StandardCharsets.UTF_8)) {
                out.write(each);
                out.flush();
            }
        };

        assertThat(tools().names()).containsExactly("c\u00e4");
        assertThat(heard).contains("POST - s1 2025-06-18");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "401|text/plain|x|the server refused with status 401, so it wants credentials, which a header gives",
                "404|text/html|<p>|the server refused with status 404",
                "500|application/json|oops|the server refused with status 500",
                "500|application/json|{\"error\":\"oops\"}|the server refused with status 500",
                "400|application/json|{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"no\"}}|"
                        + "the server answered `tools/list` with error -32000: no",
                "200|text/html|<p>|the server answered with something that is no answer to what it was asked",
                "200|application/json|[]|the server answered with something that is no answer to what it was asked",
                "200|application/json|{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}|"
                        + "the server answered with something that is no answer to what it was asked",
                "200|text/event-stream|data: {\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[]}}|"
                        + "the server ended the stream of its answer before the answer was there",
                "200|application/json|{\"a\":1,\"a\":2}|"
                        + "the server sent a message that cannot be read: duplicate key `a` at `/a`",
            })
    void what_is_no_answer_is_told(int status, String type, String text, String message) {
        listing = (exchange, body) -> answer(exchange, status, type, text);

        assertThat(failure()).isEqualTo(message);
    }

    @Test
    void a_redirect_is_not_followed() {
        listing = (exchange, body) -> {
            exchange.getResponseHeaders().add("Location", url());
            exchange.sendResponseHeaders(307, -1);
        };

        assertThat(failure()).isEqualTo("the server redirects elsewhere, status 307, which is not followed");
    }

    @Test
    void a_server_that_does_not_answer_is_left_in_time() {
        listing = (exchange, body) -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        assertThatExceptionOfType(ToolListingException.class)
                .isThrownBy(() ->
                        ToolSource.of(url()).within(Duration.ofMillis(300)).read())
                .withMessage(url() + ": the server did not list its tools within 300 ms");
    }

    @Test
    void a_stream_that_never_answers_is_left_when_it_has_said_too_much() {
        byte[] line = ("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"x\":\""
                        + "x".repeat(1 << 20) + "\"}}\n\n")
                .getBytes(StandardCharsets.UTF_8);
        listing = (exchange, body) -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(line);
            }
        };

        assertThat(failure()).isEqualTo("the server sent more than 64 MiB");
    }

    @Test
    void a_message_without_end_is_left() {
        byte[] piece = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        listing = (exchange, body) -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(piece);
            }
        };

        assertThat(failure()).isEqualTo("the server sent a message of more than 16 MiB");
    }

    @Test
    void a_server_that_is_not_there_cannot_be_reached() {
        server.stop(0);

        assertThat(failure()).isEqualTo("the server cannot be reached");
    }

    @Test
    void a_server_that_knows_no_greeting_is_told_what_is_asked_in_headers() {
        server.removeContext("/mcp");
        server.createContext("/mcp", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                heard.add(method(body) + header(exchange, "MCP-Protocol-Version") + header(exchange, "Mcp-Method"));
                String inside =
                        switch (method(body)) {
                            case "server/discover" ->
                                "\"id\":2,\"result\":{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"]}";
                            case "tools/list" ->
                                "\"id\":3,\"result\":{\"resultType\":\"complete\",\"tools\":[{\"name\":\"a\"}]}";
                            default -> "\"id\":1,\"error\":{\"code\":-32022,\"message\":\"unsupported\"}";
                        };
                answer(
                        exchange,
                        inside.contains("error") ? 400 : 200,
                        "application/json",
                        "{\"jsonrpc\":\"2.0\"," + inside + "}");
            }
        });

        assertThat(tools().names()).containsExactly("a");
        assertThat(heard)
                .containsExactly(
                        "initialize", "server/discover 2026-07-28 server/discover", "tools/list 2026-07-28 tools/list");
    }
}
