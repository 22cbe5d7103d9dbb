package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.format.PolicyReader;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A client that leaves in the middle of a call has made that call. */
class DisconnectTest {
    private static final long PATIENCE_SECONDS = 30;
    private static final String TOKEN = "t-alice";
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
                    + "\"capabilities\":{\"elicitation\":{}},\"clientInfo\":{\"name\":\"alice\",\"version\":\"1\"}}}";
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\""
            + CREATE + "\",\"arguments\":{}}}";

    /** Keeps how calls ended. */
    private static final class Outcomes implements DecisionListener {
        private final BlockingQueue<ToolOutcome> ended = new LinkedBlockingQueue<>();

        @Override
        public void decided(DecisionEvent event) {}

        @Override
        public void finished(OutcomeEvent event) {
            ended.add(event.outcome());
        }
    }

    @Test
    void the_handler_ends_its_work_and_the_charge_stands(@TempDir(cleanup = CleanupMode.ALWAYS) Path base)
            throws Exception {
        Outcomes outcomes = new Outcomes();
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(Map.of(
                        "writer",
                        Policies.of("{'version':'1','default':'deny','tools':{'" + CREATE
                                + "':{'limits':[{'counter':'creations','window':316224000,'max':1}]}}}")))
                .callers(CallerResolver.bearerGrants(Map.of(TOKEN, "writer")))
                .listener(outcomes)
                .build();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HttpServer server = new HttpServer(base, enforcer);
        try {
            server.sdk().addTool(enforcer.wrap(waiting(entered, goOn)));

            try (Socket client = send(server)) {
                assertThat(entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
                // Resets the connection instead of closing it in good order.
                client.setSoLinger(true, 0);
            }
            assertThat(outcomes.ended).isEmpty();
            goOn.countDown();

            assertThat(outcomes.ended.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(ToolOutcome.RETURNED);
            try (McpSyncClient later = server.client(TOKEN)) {
                assertDenied(
                        later.callTool(CallToolRequest.builder(CREATE)
                                .arguments(Map.of())
                                .build()),
                        DenialCode.LIMIT_EXCEEDED,
                        "/tools/" + CREATE + "/limits/0");
            }
            assertThat(outcomes.ended).isEmpty();
        } finally {
            goOn.countDown();
            server.close();
        }
    }

    @Test
    void a_call_that_waits_for_a_person_who_left_does_not_run_and_is_charged_nothing(
            @TempDir(cleanup = CleanupMode.ALWAYS) Path base) throws Exception {
        BlockingQueue<Decision> decisions = new LinkedBlockingQueue<>();
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(Map.of("writer", PolicyReader.parse("""
                        tools:
                          CreateCodeConnection:
                            rules:
                              - rate_limit: { max: 1, window: 316224000, scope: grant }
                              - { action: require_approval, approval_timeout: 2s }
                        """)))
                .callers(CallerResolver.bearerGrants(Map.of(TOKEN, "writer")))
                .approver(ElicitationApprover.of())
                .listener(event -> decisions.add(event.decision()))
                .build();
        HttpServer server = new HttpServer(base, enforcer);
        try {
            try (Socket client = send(server)) {
                assertThat(decisions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isInstanceOf(Decision.ApprovalRequired.class);
                client.setSoLinger(true, 0);
            }
            assertThat(decisions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(Decision.Deny.class, deny -> assertThat(
                                    deny.denial().code())
                            .isIn(DenialCode.APPROVAL_TIMED_OUT, DenialCode.APPROVAL_DECLINED));
            try (McpSyncClient later = server.client(TOKEN, options -> options.capabilities(
                            ClientCapabilities.builder().elicitation().build())
                    .elicitation(
                            form -> new ElicitResult(ElicitResult.Action.ACCEPT, Map.of("approve", true), null)))) {
                assertRan(later.callTool(
                        CallToolRequest.builder(CREATE).arguments(Map.of()).build()));
            }
        } finally {
            server.close();
        }
    }

    private static SyncToolSpecification waiting(CountDownLatch entered, CountDownLatch goOn) {
        return SyncToolSpecification.builder()
                .tool(Kind.tool(CREATE))
                .callHandler((exchange, request) -> {
                    entered.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return Recorder.done();
                })
                .build();
    }

    /** Begins a call in a session of its own, and reads nothing. */
    private static Socket send(HttpServer server) throws IOException, InterruptedException {
        URI url = URI.create(server.url() + "/mcp");
        HttpRequest initialize = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
                .build();
        String session = HttpClient.newHttpClient()
                .send(initialize, HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
        String request = String.join(
                "\r\n",
                "POST /mcp HTTP/1.1",
                "Host: 127.0.0.1:" + url.getPort(),
                "Content-Type: application/json",
                "Accept: application/json, text/event-stream",
                "Authorization: Bearer " + TOKEN,
                "Mcp-Session-Id: " + session,
                "Content-Length: " + CALL.length(),
                "",
                CALL);
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
