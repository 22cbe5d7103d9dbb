package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.LIST;
import static dev.mcppolicy.mcp.RawHttpClient.next;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** CallerIdentification that fill a server with calls which wait for humans. */
class ApprovalFloodTest {
    private static final Policy POLICY = PolicyReader.parse("""
            tools:
              CreateCodeConnection:
                rules: [{ action: require_approval }]
              ListCodeConnections: {}
            """);
    private static final Policy OTHER = Policies.of(
            "{'version':'1','default':'allow','tools':" + "{'CreateCodeConnection':{'action':'require_approval'}}}");
    private static final int CALLERS = 2 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;

    private final BlockingQueue<CompletableFuture<ApprovalAnswer>> questions = new LinkedBlockingQueue<>();

    private PolicyEnforcerBuilder options() {
        return PolicyEnforcer.builder(POLICY)
                .callers(origin -> RequestContext.authorization(origin.context()).stream()
                        .findFirst()
                        .map(Caller::ofPrincipal))
                .approver(request -> {
                    CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
                    questions.add(answer);
                    return answer;
                });
    }

    @Test
    void a_synchronous_server_answers_while_many_callers_wait_for_humans(
            @TempDir(cleanup = CleanupMode.ALWAYS) Path base) throws Exception {
        try (HttpServer server = new HttpServer(base, options().build())) {
            List<BlockingQueue<String>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String token = "caller " + i % (CALLERS / 2);
                calls.add(new RawHttpClient(server.url()).initialize(token).call(token, CREATE));
            }
            RawHttpClient harmless = new RawHttpClient(server.url()).initialize("harmless");

            assertThat(next(harmless.call("harmless", LIST))).contains("done");

            int most = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE / 2;
            for (int refused = 0; refused < CALLERS - most; ) {
                for (BlockingQueue<String> call : List.copyOf(calls)) {
                    String answer = call.poll();
                    if (answer != null) {
                        assertThat(answer).contains("LIMIT_EXCEEDED", "/tools/CreateCodeConnection/rules/0");
                        assertThat(answer).doesNotContain("retryAfter");
                        calls.remove(call);
                        refused++;
                    }
                }
                Thread.onSpinWait();
            }
            assertThat(questions).hasSize(most);
            questions.forEach(question -> question.complete(ApprovalAnswer.APPROVED));
            for (BlockingQueue<String> call : calls) {
                assertThat(next(call)).contains("done");
            }
        }
    }

    @Test
    void grants_with_policies_of_their_own_share_the_bounds() throws Exception {
        AtomicReference<String> grant = new AtomicReference<>("one");
        PolicyEnforcer enforcer = PolicyEnforcer.perGrant(Map.of("one", POLICY, "other", OTHER))
                .callers(origin -> Optional.of(Caller.ofGrant(grant.get())))
                .approver(request -> {
                    CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
                    questions.add(answer);
                    return answer;
                })
                .handlerThreads(2)
                .build();
        var tool = Kind.SYNC.wrapped(enforcer, Kind.tool(CREATE), new Recorder());
        CompletableFuture<CallToolResult> waiting = new CompletableFuture<>();
        new Thread(() -> waiting.complete(tool.apply(Recorder.request(CREATE, Map.of())))).start();
        CompletableFuture<ApprovalAnswer> question = questions.take();

        grant.set("other");
        assertDenied(
                tool.apply(Recorder.request(CREATE, Map.of())),
                DenialCode.LIMIT_EXCEEDED,
                "/tools/CreateCodeConnection/action");
        question.complete(ApprovalAnswer.APPROVED);
        assertRan(waiting.get());
    }

    @Test
    void a_server_has_two_threads_at_least() {
        assertThatThrownBy(() -> options().handlerThreads(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("handler threads must be at least 2, not 1");
    }
}
