package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.approval.InMemoryApprovalQueue;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Approval by the person at a real client, over HTTP. */
class ElicitationTest {
    private static final String RULE = "/tools/CreateCodeConnection/rules/0";

    private final ReplaceablePolicy policy = new ReplaceablePolicy(asking("5m"));
    private HttpServer server;

    private static Policy asking(String timeout) {
        return PolicyReader.parse("tools:\n  CreateCodeConnection:\n    rules:\n      - action: require_approval\n"
                + "        approval_timeout: " + timeout + "\n        on_deny: Ask the owner.\n");
    }

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.ALWAYS) Path base) throws Exception {
        server = new HttpServer(
                base,
                PolicyEnforcer.builder(policy)
                        .approver(ElicitationApprover.of("token"))
                        .build());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private McpSyncClient client(Function<ElicitFormRequest, ElicitResult> person) {
        return server.client("t", options -> options.capabilities(
                        ClientCapabilities.builder().elicitation().build())
                .elicitation(person));
    }

    private static CallToolResult call(McpSyncClient client) {
        return client.callTool(CallToolRequest.builder(CREATE)
                .arguments(Map.of("name", "x", "token", "s3cret"))
                .build());
    }

    private static ElicitResult accept(boolean ticked) {
        return new ElicitResult(ElicitResult.Action.ACCEPT, Map.of("approve", ticked), null);
    }

    @Test
    void a_person_who_accepts_and_ticks_the_box_lets_the_call_run() {
        List<ElicitFormRequest> seen = new CopyOnWriteArrayList<>();
        try (McpSyncClient client = client(form -> {
            seen.add(form);
            return accept(true);
        })) {
            assertRan(call(client));
        }

        assertThat(seen).singleElement().satisfies(form -> {
            assertThat(form.message())
                    .contains("Ask the owner.", "Tool: CreateCodeConnection")
                    .contains("Arguments: {\"name\":\"x\",\"token\":\"(redacted)\"}");
            assertThat(form.requestedSchema()).containsEntry("required", List.of("approve"));
        });
    }

    @Test
    void a_box_not_ticked_denies() {
        try (McpSyncClient client = client(form -> accept(false))) {
            assertDenied(call(client), DenialCode.APPROVAL_DECLINED, RULE);
        }
    }

    @Test
    void an_empty_form_denies() {
        try (McpSyncClient client =
                client(form -> new ElicitResult(ElicitResult.Action.ACCEPT, Map.of("approve", "true"), null))) {
            assertDenied(call(client), DenialCode.APPROVAL_DECLINED, RULE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ElicitResult.Action.class,
            names = {"DECLINE", "CANCEL"})
    void a_person_who_declines_or_cancels_denies_whatever_the_form_holds(ElicitResult.Action action) {
        try (McpSyncClient client = client(form -> new ElicitResult(action, Map.of("approve", true), null))) {
            assertDenied(call(client), DenialCode.APPROVAL_DECLINED, RULE);
        }
    }

    @Test
    void a_client_that_cannot_ask_denies() {
        try (McpSyncClient client = server.client("t")) {
            assertDenied(call(client), DenialCode.APPROVAL_DECLINED, RULE);
        }
    }

    @Test
    void a_client_that_fails_to_ask_denies() {
        try (McpSyncClient client = client(form -> {
            throw new IllegalStateException("no screen");
        })) {
            assertDenied(call(client), DenialCode.APPROVAL_DECLINED, RULE);
        }
    }

    @Test
    void a_person_who_does_not_answer_denies() {
        policy.replace(asking("1s"));
        CountDownLatch over = new CountDownLatch(1);
        try (McpSyncClient client = client(form -> {
            try {
                over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return accept(true);
        })) {
            assertDenied(call(client), DenialCode.APPROVAL_TIMED_OUT, RULE);
            over.countDown();
        }
    }

    /** The SDK gives up what it asks a client after its own time-out, ten seconds unless the server says otherwise. */
    @Test
    void the_sdks_time_out_is_no_humans_no(@TempDir(cleanup = CleanupMode.ALWAYS) Path other) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        PolicyEnforcer asks = PolicyEnforcer.builder(policy)
                .approver(ElicitationApprover.of())
                .build();
        try (HttpServer hasty = new HttpServer(other, asks, Duration.ofSeconds(1));
                McpSyncClient client = hasty.client("t", options -> options.capabilities(
                                ClientCapabilities.builder().elicitation().build())
                        .elicitation(form -> {
                            try {
                                over.await(30, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return accept(true);
                        }))) {
            assertDenied(call(client), DenialCode.APPROVAL_TIMED_OUT, RULE);
            over.countDown();
        }
    }

    @Test
    void two_calls_wait_at_once_and_each_has_its_own_answer() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Function<Boolean, Function<ElicitFormRequest, ElicitResult>> person = answer -> form -> {
            try {
                both.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("the other call does not wait", e);
            }
            return accept(answer);
        };
        try (McpSyncClient yes = client(person.apply(true));
                McpSyncClient no = client(person.apply(false))) {
            CompletableFuture<CallToolResult> denied = CompletableFuture.supplyAsync(
                    () -> call(no), work -> new Thread(work, "a call that must not hold the common pool").start());
            assertRan(call(yes));
            assertDenied(denied.get(30, TimeUnit.SECONDS), DenialCode.APPROVAL_DECLINED, RULE);
        }
    }

    @Test
    void a_policy_reloaded_while_a_person_thinks_voids_the_approval() {
        try (McpSyncClient client = client(form -> {
            policy.replace(asking("10m"));
            return accept(true);
        })) {
            assertDenied(call(client), DenialCode.APPROVAL_VOID, RULE);
        }
    }

    @Test
    void a_server_that_would_not_read_the_answer_is_refused_at_start() {
        McpSyncServer blocking = McpServer.sync(new StdioServerTransportProvider(
                        McpJsonDefaults.getMapper(),
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream()))
                .immediateExecution(true)
                .build();
        PolicyEnforcer asks = PolicyEnforcer.builder(policy)
                .approver(ElicitationApprover.of())
                .build();
        PolicyEnforcer queues = PolicyEnforcer.builder(policy)
                .approver(new InMemoryApprovalQueue())
                .build();

        assertThatThrownBy(() -> asks.guard(blocking))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a server with `immediateExecution(true)` on stdio cannot ask its client");
        assertThatThrownBy(() -> asks.start(blocking)).isInstanceOf(IllegalStateException.class);
        assertThat(queues.guard(blocking)).isNotNull();
        blocking.close();
    }
}
