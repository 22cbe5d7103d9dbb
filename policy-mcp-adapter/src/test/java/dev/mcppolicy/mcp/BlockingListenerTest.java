package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener that blocks holds its call up before the handler, and no other call. */
class BlockingListenerTest {
    private static final long PATIENCE_SECONDS = 30;

    private final Recorder recorder = new Recorder();

    /** Blocks on the first decision, until it is told to go on. */
    private static final class Blocking implements DecisionListener {
        private final AtomicBoolean first = new AtomicBoolean(true);
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void decided(DecisionEvent event) {
            if (first.getAndSet(false)) {
                reached.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_listener(Kind kind) throws Exception {
        Blocking listener = new Blocking();
        holdsUpItsOwnCallOnly(
                kind,
                PolicyEnforcer.builder(Policies.allowAll()).listener(listener).build(),
                listener);
    }

    @ParameterizedTest
    @EnumSource
    void a_required_listener(Kind kind) throws Exception {
        Blocking listener = new Blocking();
        holdsUpItsOwnCallOnly(
                kind,
                PolicyEnforcer.builder(Policies.allowAll())
                        .requiredListener(listener)
                        .build(),
                listener);
    }

    /** Not the common pool, which may have one thread. */
    private static final Executor THREAD_EACH = work -> new Thread(work).start();

    private void holdsUpItsOwnCallOnly(Kind kind, PolicyEnforcer enforcer, Blocking listener) throws Exception {
        Function<CallToolRequest, CallToolResult> tool = kind.wrapped(enforcer, Kind.tool(CREATE), recorder);
        CompletableFuture<CallToolResult> held =
                CompletableFuture.supplyAsync(() -> tool.apply(request(CREATE, Map.of("call", "held"))), THREAD_EACH);
        try {
            assertThat(listener.reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();

            assertRan(CompletableFuture.supplyAsync(
                            () -> tool.apply(request(CREATE, Map.of("call", "other"))), THREAD_EACH)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertThat(held).isNotDone();
            assertThat(recorder.requests)
                    .extracting(call -> call.arguments().get("call"))
                    .containsExactly("other");
        } finally {
            listener.goOn.countDown();
        }

        assertRan(held.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(recorder.requests).hasSize(2);
    }
}
