package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.GrantsFile;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.mcp.CallerResolver;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.RequestContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on HTTP follows what `mcp-policy grants` writes, while it is called. */
@Tag("real")
@Timeout(120)
class GrantsByCommandTest {
    private static final String RAN = "it ran";
    private static final int MOST_TRIES = 3;
    private static final String UNAUTHENTICATED = "UNAUTHENTICATED";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector();
    private GrantsFile grants;
    private McpSyncServer server;

    @BeforeEach
    void start() throws Exception {
        token("add", "first");
        grants = GrantsFile.watch(folder.resolve("grants.json"), Duration.ofMillis(1));
        var transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .contextExtractor(
                        RequestContext.extractor(HttpServletRequest::getHeaders, HttpServletRequest::getUserPrincipal))
                .build();
        PolicyEnforcer enforcer = PolicyEnforcer.builder(
                        PolicyReader.parse("version: \"1\"\ndefault: deny\ntools: { work: {} }\n"))
                .callers(CallerResolver.bearerGrants(grants))
                .build();
        server = McpServer.sync(transport)
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(SyncToolSpecification.builder()
                        .tool(Tool.builder("work", Map.of("type", "object")).build())
                        .callHandler((exchange, request) ->
                                CallToolResult.builder().addTextContent(RAN).build())
                        .build()))
                .addToolFilter(enforcer::isVisible)
                .validateToolInputs(false)
                .build();
        enforcer.start(server);
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Wrapper servlet = Tomcat.addServlet(context, "mcp", transport);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/mcp");
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        tomcat.stop();
        tomcat.destroy();
        grants.close();
    }

    /** What a command answers. */
    private String answer(String... args) {
        List<String> all = new ArrayList<>(List.of("grants"));
        all.addAll(List.of(args));
        all.add("--file=" + folder.resolve("grants.json"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream none = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        int code = Main.run(
                new Console(new PrintStream(out, false, StandardCharsets.UTF_8), none, false, false, false),
                all.toArray(String[]::new));
        assertThat(code).isZero();
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String token(String... args) {
        String token = answer(args);
        assertThat(token).startsWith("mcpgrant_");
        return token;
    }

    /** Changes the file by a command, and returns when the server has seen it. */
    private String seen(String... args) {
        GrantTable before = grants.current();
        String answer = answer(args);
        while (grants.current() == before) {
            Thread.onSpinWait();
        }
        return answer;
    }

    private HttpResponse<String> post(String session, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        for (String header : headers) {
            request.header("Authorization", header);
        }
        try {
            return answered(request.build(), MOST_TRIES);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The answer; of a connection that the server closed without one nothing is known, and the call is made again. */
    private HttpResponse<String> answered(HttpRequest request, int tries) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            if (tries == 1) {
                throw e;
            }
            return answered(request, tries - 1);
        }
    }

    private String session(String token) {
        return post(
                        null,
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                                + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}",
                        "Bearer " + token)
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private String call(String session, String... headers) {
        return post(
                        session,
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"work\",\"arguments\":{}}}",
                        headers)
                .body();
    }

    private String list(String session, String token) {
        return post(session, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}", "Bearer " + token)
                .body();
    }

    @Test
    void a_token_lets_in_from_its_making_to_its_revocation_whatever_session_it_opened() {
        String first = seen("add", "support");
        String session = session(first);
        assertThat(call(session, "Bearer " + first)).contains(RAN);
        assertThat(list(session, first)).contains("\"work\"");

        String second = seen("rotate", "support", "--overlap", "1h");
        assertThat(call(session, "Bearer " + first)).contains(RAN);
        assertThat(call(session, "Bearer " + second)).contains(RAN);
        String third = seen("rotate", "support", "--overlap", "0s");
        assertThat(call(session, "Bearer " + first)).contains(UNAUTHENTICATED);
        assertThat(call(session, "Bearer " + second)).contains(UNAUTHENTICATED);
        assertThat(call(session, "Bearer " + third)).contains(RAN);

        seen("revoke", "support");
        assertThat(call(session, "Bearer " + third)).contains(UNAUTHENTICATED);
        assertThat(list(session, third)).doesNotContain("\"work\"");
    }

    @Test
    void two_headers_let_nobody_in() {
        String token = seen("add", "support");
        String session = session(token);

        assertThat(call(session, "Bearer " + token, "Bearer " + token)).contains(UNAUTHENTICATED);
        assertThat(call(session, "Bearer x", "Bearer " + token)).contains(UNAUTHENTICATED);
        assertThat(call(session, "bearer   " + token)).contains(RAN);
    }

    @Test
    void who_keeps_a_grant_notices_nothing_of_the_others_comings_and_goings() throws Exception {
        String kept = seen("add", "kept");
        String gone = seen("add", "gone");
        String session = session(kept);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> calls = callers.submit(() -> {
                int count = 0;
                while (!over.get()) {
                    assertThat(call(session, "Bearer " + kept)).contains(RAN);
                    count++;
                }
                return count;
            });
            Future<List<Boolean>> lets = callers.submit(() -> {
                List<Boolean> let = new ArrayList<>();
                while (!over.get()) {
                    let.add(call(session, "Bearer " + gone).contains(RAN));
                }
                return let;
            });
            for (int i = 0; i < 10; i++) {
                seen("add", "passing " + i);
                seen("rotate", "kept", "--overlap", "1h");
            }
            seen("revoke", "gone");
            assertThat(call(session, "Bearer " + gone)).contains(UNAUTHENTICATED);
            over.set(true);
            assertThat(calls.get()).isPositive();
            List<Boolean> let = lets.get();
            assertThat(let.subList(let.lastIndexOf(true) + 1, let.size())).doesNotContain(true);
            assertThat(let.subList(0, let.lastIndexOf(true) + 1)).doesNotContain(false);
        } finally {
            over.set(true);
            callers.shutdownNow();
        }
    }
}
