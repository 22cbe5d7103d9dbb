package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/** How many handlers run at once, whatever the kind of server and however they end. */
class PlacesTest {
    private static final Policy ONE = PolicyReader.parse("""
            version: "1"
            default: deny
            tools: { CreateCodeConnection: { concurrent: { max: 1, scope: global } } }
            """);
    private static final String RULE = "/tools/CreateCodeConnection/concurrent";

    private final PolicyEnforcer enforcer = PolicyEnforcer.builder(ONE).build();

    private CallToolResult call(Kind kind, Kind.Handler handler) {
        return kind.wrapped(enforcer, Kind.tool(CREATE), handler).apply(request(CREATE, Map.of()));
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_runs_alone_and_makes_room_however_it_ends(Kind kind) {
        AtomicReference<CallToolResult> beside = new AtomicReference<>();
        assertRan(call(kind, request -> {
            beside.set(call(kind, second -> Recorder.done()));
            return Recorder.done();
        }));
        assertDenied(beside.get(), DenialCode.CONCURRENCY_EXCEEDED, RULE);

        assertThat(call(kind, request -> CallToolResult.builder()
                                .addTextContent("no")
                                .isError(true)
                                .build())
                        .isError())
                .isTrue();
        for (RuntimeException thrown :
                new RuntimeException[] {new IllegalStateException("broken"), new ToolNotExecutedException("not now")}) {
            assertThatThrownBy(() -> call(kind, request -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
        }
        assertRan(call(kind, request -> Recorder.done()));
    }

    @Test
    void a_client_that_leaves_makes_room_when_its_handler_has_ended() {
        BaseSubscriber<CallToolResult> client = new BaseSubscriber<>() {};
        AtomicReference<CallToolResult> beside = new AtomicReference<>();
        enforcer.wrapAsync(AsyncToolSpecification.builder()
                        .tool(Kind.tool(CREATE))
                        .callHandler((exchange, request) -> Mono.fromSupplier(() -> {
                            client.cancel();
                            beside.set(call(Kind.SYNC, second -> Recorder.done()));
                            return Recorder.done();
                        }))
                        .build())
                .callHandler()
                .apply(null, request(CREATE, Map.of()))
                .subscribe(client);

        assertDenied(beside.get(), DenialCode.CONCURRENCY_EXCEEDED, RULE);
        assertRan(call(Kind.SYNC, request -> Recorder.done()));
    }
}
