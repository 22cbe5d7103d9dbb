package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.RawHttpClient.idOf;
import static dev.mcppolicy.mcp.RawHttpClient.next;
import static dev.mcppolicy.mcp.RawHttpClient.no;
import static dev.mcppolicy.mcp.RawHttpClient.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.mcp.transport.CheckedSession;
import dev.mcppolicy.mcp.transport.CheckedStreamableSession;
import dev.mcppolicy.mcp.transport.ForwardedMethods;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer counts only from whom the question was put to, whoever knows the session and the question's id. */
@SuppressWarnings("deprecation") // HTTP with SSE is guarded as long as the SDK has it
class AnswerCheckTest {
    private static final Policy POLICY = PolicyReader.parse(
            "tools:\n  CreateCodeConnection:\n    rules: [{ action: require_approval, on_deny: Ask the owner. }]\n");
    private static final String UNCHECKED = "an answer to an approval could come from anybody who knows the session:"
            + " build the server on `enforcer.checkAnswers(transport)`";

    private HttpServer server;
    private RawHttpClient client;

    private static PolicyEnforcer enforcer() {
        return PolicyEnforcer.builder(POLICY)
                .callers(CallerResolver.bearerGrants(
                        Map.of("ours", "billing", "ours-too", "billing", "theirs", "support")))
                .approver(ElicitationApprover.of())
                .build();
    }

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.ALWAYS) Path base) throws Exception {
        server = new HttpServer(base, enforcer());
        client = new RawHttpClient(server.url()).initialize("ours");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"Bearer theirs", "Bearer wrong", "Bearer ", "ours", "Basic ours"})
    void a_strangers_yes_counts_for_nothing_and_the_callers_no_still_counts(@Nullable String authorization)
            throws Exception {
        BlockingQueue<String> messages = client.call("ours", CREATE);
        String id = idOf(next(messages));

        for (int i = 0; i < 3; i++) {
            client.post(authorization, client.session(), yes(id));
        }
        client.post("Bearer ours", client.session(), no(id));

        assertThat(next(messages)).contains("APPROVAL_DECLINED").contains("\"isError\":true");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"Bearer theirs", "Bearer wrong"})
    void a_strangers_no_counts_for_nothing_and_the_callers_yes_still_counts(@Nullable String authorization)
            throws Exception {
        BlockingQueue<String> messages = client.call("ours", CREATE);
        String id = idOf(next(messages));

        client.post(authorization, client.session(), no(id));
        client.post(
                authorization,
                client.session(),
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-1,\"message\":\"no screen\"}}");
        client.post("Bearer ours", client.session(), yes(id));

        assertThat(next(messages)).contains("done").doesNotContain("\"isError\":true");
    }

    @Test
    void a_yes_by_the_way_of_another_session_counts_for_nothing() throws Exception {
        RawHttpClient other = new RawHttpClient(server.url()).initialize("theirs");
        RawHttpClient ours = new RawHttpClient(server.url()).initialize("ours");
        BlockingQueue<String> messages = client.call("ours", CREATE);
        String id = idOf(next(messages));

        other.post("Bearer theirs", other.session(), yes(id));
        ours.post("Bearer ours", ours.session(), yes(id));
        client.post("Bearer ours", client.session(), no(id));

        assertThat(next(messages)).contains("APPROVAL_DECLINED");
    }

    /** A token that is renewed while a person thinks is the same caller's. */
    @Test
    void another_token_of_the_same_grant_is_the_same_caller() throws Exception {
        BlockingQueue<String> messages = client.call("ours", CREATE);
        String id = idOf(next(messages));

        client.post("Bearer ours-too", client.session(), yes(id));

        assertThat(next(messages)).doesNotContain("\"isError\":true");
    }

    /** The SDK lets two callers use one session. */
    @Test
    void the_caller_who_asks_answers_and_not_the_one_who_began_the_session() throws Exception {
        BlockingQueue<String> messages = client.call("theirs", CREATE);
        String id = idOf(next(messages));

        client.post("Bearer ours", client.session(), yes(id));
        client.post("Bearer theirs", client.session(), no(id));

        assertThat(next(messages)).contains("APPROVAL_DECLINED");
    }

    @Test
    void of_a_strangers_yes_and_the_callers_no_at_once_the_no_counts() throws Exception {
        for (int i = 0; i < 20; i++) {
            RawHttpClient ours = new RawHttpClient(server.url()).initialize("ours");
            BlockingQueue<String> messages = ours.call("ours", CREATE);
            String id = idOf(next(messages));
            CyclicBarrier both = new CyclicBarrier(2);
            Thread stranger = new Thread(() -> {
                try {
                    both.await();
                    ours.post("Bearer theirs", ours.session(), yes(id));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            stranger.start();
            both.await();
            ours.post("Bearer ours", ours.session(), no(id));
            stranger.join();

            assertThat(next(messages)).contains("APPROVAL_DECLINED");
        }
    }

    @Test
    void what_a_client_says_beside_answers_goes_its_way() throws Exception {
        assertThat(client.post("Bearer ours", client.session(), "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}")
                        .body())
                .contains("\"id\":7");
        assertThat(client.post("Bearer ours", client.session(), yes("\"unknown\""))
                        .statusCode())
                .isEqualTo(500);
    }

    @Test
    void a_server_on_http_that_takes_answers_from_anybody_is_refused() {
        PolicyEnforcer asks = enforcer();
        McpSyncServer streamable = Servers.guarded(
                        McpServer.sync(HttpServletStreamableServerTransportProvider.builder()
                                .build()),
                        asks)
                .build();
        McpSyncServer sse = Servers.guarded(
                HttpServletSseServerTransportProvider.builder()
                        .messageEndpoint("/m")
                        .build(),
                asks);
        McpSyncServer hiding = Servers.guarded(
                asks.hideFrom(HttpServletSseServerTransportProvider.builder()
                        .messageEndpoint("/m")
                        .build()),
                asks);
        McpSyncServer checkedByAnother = Servers.guarded(
                enforcer()
                        .checkAnswers(HttpServletSseServerTransportProvider.builder()
                                .messageEndpoint("/m")
                                .build()),
                asks);

        for (McpSyncServer open : List.of(streamable, sse, hiding, checkedByAnother)) {
            assertThatThrownBy(() -> asks.start(open))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(UNCHECKED);
            assertThatThrownBy(() -> asks.guard(open)).hasMessage(UNCHECKED);
        }
    }

    @Test
    void a_server_that_checks_answers_is_on_stdio_or_asks_no_client_starts() {
        PolicyEnforcer asks = enforcer();
        PolicyEnforcer asksNobody = PolicyEnforcer.of(POLICY);
        var checked = asks.hideFrom(asks.checkAnswers(HttpServletSseServerTransportProvider.builder()
                .messageEndpoint("/m")
                .build()));
        var stdio = new StdioServerTransportProvider(
                McpJsonDefaults.getMapper(), new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream());

        assertThat(asks.guard(Servers.guarded(checked, asks)).unguarded()).isEmpty();
        assertThat(asks.guard(Servers.guarded(stdio, asks))).isNotNull();
        assertThat(asksNobody.guard(Servers.guarded(
                        HttpServletSseServerTransportProvider.builder()
                                .messageEndpoint("/m")
                                .build(),
                        asksNobody)))
                .isNotNull();
    }

    /** Nobody called `start`, which would have refused it. */
    @Test
    void where_an_answer_could_come_from_anybody_nobody_is_asked(@TempDir(cleanup = CleanupMode.ALWAYS) Path other)
            throws Exception {
        try (HttpServer open = new HttpServer(other, enforcer(), Duration.ofMinutes(1), transport -> transport)) {
            RawHttpClient ours = new RawHttpClient(open.url()).initialize("ours");

            assertThat(next(ours.call("ours", CREATE))).contains("APPROVAL_DECLINED");
        }
    }

    @Test
    void a_session_forwards_whatever_the_sdks_has() {
        ForwardedMethods.require(CheckedStreamableSession.class, McpStreamableServerSession.class);
        ForwardedMethods.require(CheckedSession.class, McpServerSession.class);

        assertThatThrownBy(() -> ForwardedMethods.require(CheckedSession.class, McpStreamableServerSession.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("McpStreamableServerSession has `accept`, `delete`");
    }
}
