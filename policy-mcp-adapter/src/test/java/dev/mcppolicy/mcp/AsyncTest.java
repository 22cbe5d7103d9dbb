package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.connections;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.ToolNotExecutedException;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What is particular to asynchronous handlers. */
class AsyncTest {
    private static final String LIMIT = "/tools/CreateCodeConnection/limits/0";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final SlowStore store = new SlowStore();
    private final PolicyEnforcer enforcer = PolicyEnforcer.builder(connections(1))
            .clock(() -> Instant.parse("2026-01-15T12:00:18Z"))
            .store(store)
            .engine(engine -> engine.storeTimeout(LONG))
            .build();

    /** Takes charges at once, and answers when told to. */
    private static final class SlowStore extends ForwardingCounterStore {
        private CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);

        SlowStore() {
            super(new InMemoryCounterStore());
        }

        @Override
        public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
            ReserveResult result = super.reserve(request, nowMillis);
            return answer.thenApply(done -> result);
        }

        @Override
        public ReserveResult reserve(ReserveRequest request, long nowMillis) {
            throw new IllegalStateException("an asynchronous call must not block");
        }
    }

    private Mono<CallToolResult> call(Function<CallToolRequest, Mono<CallToolResult>> handler) {
        return enforcer.wrapAsync(AsyncToolSpecification.builder()
                        .tool(Kind.tool(CREATE))
                        .callHandler((exchange, request) -> handler.apply(request))
                        .build())
                .callHandler()
                .apply(null, request(CREATE, Map.of()));
    }

    @Test
    void nothing_is_judged_before_the_call_is_subscribed_to() {
        Mono<CallToolResult> unused = call(request -> Mono.just(Recorder.done()));

        assertRan(call(request -> Mono.just(Recorder.done())).block());
        assertDenied(unused.block(), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @Test
    void a_handler_that_throws_instead_of_returning_is_an_error_of_the_publisher() {
        Mono<CallToolResult> result = call(request -> {
            throw new IllegalStateException("at once");
        });

        assertThatThrownBy(result::block)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("at once");
    }

    /** It came out as its cause. */
    @Test
    void what_a_handler_fails_with_is_what_its_publisher_fails_with() {
        for (RuntimeException thrown : List.of(
                new CompletionException(new IOException("x")),
                new CompletionException(new CompletionException("x", null)),
                new IllegalStateException(new CompletionException(new IOException("x"))))) {
            PolicyEnforcer unlimited = PolicyEnforcer.of(connections(10));
            BiFunction<McpAsyncServerExchange, CallToolRequest, Mono<CallToolResult>> handler = unlimited
                    .wrapAsync(AsyncToolSpecification.builder()
                            .tool(Kind.tool(CREATE))
                            .callHandler((exchange, request) -> Mono.error(thrown))
                            .build())
                    .callHandler();

            assertThat(handler.apply(null, request(CREATE, Map.of()))
                            .<Throwable>map(result -> new AssertionError("it returned"))
                            .onErrorResume(Mono::just)
                            .block())
                    .isSameAs(thrown);
        }
    }

    @Test
    void a_handler_that_returns_no_publisher_is_an_error_and_stays_charged() {
        assertThatThrownBy(() -> call(request -> null).block()).isInstanceOf(NullPointerException.class);
        assertDenied(call(request -> Mono.just(Recorder.done())).block(), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @Test
    void an_error_later_on_keeps_the_charge_and_a_word_that_nothing_was_done_gives_it_back() {
        assertThatThrownBy(() -> call(request -> Mono.error(new ToolNotExecutedException("nothing done")))
                        .block())
                .isInstanceOf(ToolNotExecutedException.class);
        assertThatThrownBy(() -> call(request -> Mono.error(new IllegalStateException("half done")))
                        .block())
                .hasMessage("half done");
        assertDenied(call(request -> Mono.just(Recorder.done())).block(), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }

    @Test
    void a_client_that_leaves_before_the_handler_is_entered_is_not_charged() {
        store.answer = new CompletableFuture<>();
        AtomicInteger entered = new AtomicInteger();
        Disposable leaving = call(request -> {
                    entered.incrementAndGet();
                    return Mono.just(Recorder.done());
                })
                .subscribe();

        leaving.dispose();
        store.answer.complete(null);

        assertThat(entered).hasValue(0);
        store.answer = CompletableFuture.completedFuture(null);
        assertRan(call(request -> Mono.just(Recorder.done())).block());
    }

    @Test
    void a_client_that_leaves_while_the_handler_runs_stays_charged() {
        Sinks.One<CallToolResult> never = Sinks.one();
        Disposable leaving = call(request -> never.asMono()).subscribe();

        leaving.dispose();

        assertDenied(call(request -> Mono.just(Recorder.done())).block(), DenialCode.LIMIT_EXCEEDED, LIMIT);
    }
}
