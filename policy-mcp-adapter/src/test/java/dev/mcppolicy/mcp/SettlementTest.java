package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.ToolOutcome;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/** What became of an allowed call is told once, whoever speaks first. */
class SettlementTest {
    private static final String LIMIT = "/tools/CreateCodeConnection/limits/0";

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<ToolOutcome> told = new CopyOnWriteArrayList<>();
    private final Client client = new Client();

    /** Leaves when told to. */
    private static final class Client extends BaseSubscriber<CallToolResult> {}

    private PolicyEnforcer enforcer(JsonSchemaValidator inputs, Runnable whenTold) {
        return PolicyEnforcer.builder(connections(1))
                .clock(() -> Instant.parse("2026-01-15T12:00:18Z"))
                .inputValidator(inputs)
                .listener(new DecisionListener() {
                    @Override
                    public void decided(DecisionEvent event) {}

                    @Override
                    public void finished(OutcomeEvent event) {
                        told.add(event.outcome());
                        whenTold.run();
                    }
                })
                .build();
    }

    private static Mono<CallToolResult> call(PolicyEnforcer enforcer) {
        return call(enforcer, request -> Mono.just(Recorder.done()));
    }

    private static Mono<CallToolResult> call(
            PolicyEnforcer enforcer, Function<CallToolRequest, Mono<CallToolResult>> handler) {
        return enforcer.wrapAsync(AsyncToolSpecification.builder()
                        .tool(Kind.tool(CREATE))
                        .callHandler((exchange, request) -> handler.apply(request))
                        .build())
                .callHandler()
                .apply(null, request(CREATE, Map.of()));
    }

    @Test
    void a_client_that_leaves_before_its_input_is_refused() {
        boolean[] refused = {false};
        PolicyEnforcer enforcer = enforcer(
                (schema, arguments) -> {
                    if (refused[0]) {
                        return ValidationResponse.asValid("");
                    }
                    refused[0] = true;
                    client.cancel();
                    assertThat(told).containsExactly(ToolOutcome.NOT_EXECUTED);
                    return ValidationResponse.asInvalid("no");
                },
                () -> {});

        call(enforcer).subscribe(client);

        assertThat(refused[0]).isTrue();
        assertThat(told).containsExactly(ToolOutcome.NOT_EXECUTED);
        assertRan(call(enforcer).block());
    }

    @Test
    void a_client_that_leaves_after_its_input_was_refused() {
        PolicyEnforcer enforcer = enforcer((schema, arguments) -> ValidationResponse.asInvalid("no"), client::cancel);

        call(enforcer).subscribe(client);

        assertThat(client.isDisposed()).isTrue();
        assertThat(told).containsExactly(ToolOutcome.NOT_EXECUTED);
    }

    @Test
    void a_client_that_leaves_with_the_answer() {
        PolicyEnforcer enforcer = enforcer((schema, arguments) -> ValidationResponse.asValid(""), () -> {});

        assertRan(call(enforcer).flux().next().block());

        assertThat(told).containsExactly(ToolOutcome.RETURNED);
        assertDenied(call(enforcer).block(), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @Test
    void a_client_that_leaves_before_the_handler_answers() {
        PolicyEnforcer enforcer = enforcer((schema, arguments) -> ValidationResponse.asValid(""), () -> {});

        call(
                        enforcer,
                        request -> Mono.fromSupplier(() -> {
                            client.cancel();
                            return Recorder.done();
                        }))
                .subscribe(client);

        assertThat(told).containsExactly(ToolOutcome.CANCELLED);
        assertDenied(call(enforcer).block(), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @Test
    void a_client_that_leaves_on_another_thread_at_that_moment() throws InterruptedException {
        for (int round = 1; round <= 200; round++) {
            Client leaving = new Client();
            CountDownLatch checking = new CountDownLatch(1);
            PolicyEnforcer enforcer = enforcer(
                    (schema, arguments) -> {
                        checking.countDown();
                        return ValidationResponse.asInvalid("no");
                    },
                    () -> {});
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                assertThatNoException().isThrownBy(checking::await);
                leaving.cancel();
            });

            call(enforcer).subscribe(leaving);

            assertThat(other).succeedsWithin(LONG);

            assertThat(told).hasSize(round).containsOnly(ToolOutcome.NOT_EXECUTED);
        }
    }
}
