package dev.mcppolicy.mcp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Speaks to a server on streamable HTTP without the SDK, and so can say what no honest client does. */
final class RawHttpClient {
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private String session = "";

    RawHttpClient(String url) {
        this.url = url;
    }

    /** Begins a session, as a client that can show forms. */
    RawHttpClient initialize(String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(
                "Bearer " + token,
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
                        + "\"capabilities\":{\"elicitation\":{}},\"clientInfo\":{\"name\":\"raw\",\"version\":\"1\"}}}");
        session = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
        post("Bearer " + token, session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return this;
    }

    String session() {
        return session;
    }

    /** What the server sends while it answers a call of a tool, and last the answer. */
    BlockingQueue<String> call(String token, String tool) {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        HttpRequest request = request(
                "Bearer " + token,
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":{}}}");
        new Thread(() -> {
                    try {
                        Stream<String> lines =
                                http.send(request, BodyHandlers.ofLines()).body();
                        lines.filter(line -> line.startsWith("data:"))
                                .forEach(line -> messages.add(line.substring("data:".length())));
                    } catch (IOException | InterruptedException e) {
                        messages.add(e.toString());
                    }
                })
                .start();
        return messages;
    }

    /** The id of a question, as JSON. */
    static String idOf(String question) {
        Matcher id = ID.matcher(question);
        if (!question.contains("elicitation/create") || !id.find()) {
            throw new AssertionError("no question: " + question);
        }
        return id.group(1);
    }

    static String next(BlockingQueue<String> messages) throws InterruptedException {
        String message = messages.poll(30, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the server said nothing");
        }
        return message;
    }

    static String yes(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"result\":{\"action\":\"accept\",\"content\":{\"approve\":true}}}";
    }

    static String no(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"action\":\"decline\"}}";
    }

    HttpResponse<String> post(@Nullable String authorization, String session, String body)
            throws IOException, InterruptedException {
        return http.send(request(authorization, session, body), BodyHandlers.ofString());
    }

    private HttpRequest request(@Nullable String authorization, String session, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session);
        }
        return request.build();
    }
}
