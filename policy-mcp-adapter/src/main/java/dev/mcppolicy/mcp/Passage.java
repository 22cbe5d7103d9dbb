package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.ToolOutcome;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * An allowed call on its way through the tool's handler. Once the handler is entered the charges stand, however it ends,
 * because it may have acted; only its own word that it did not, or the option that says so, gives them back.
 */
final class Passage implements Entry {
    private final CallToolRequest request;
    private final Consumer<ToolOutcome> end;

    Passage(CallToolRequest request, Consumer<ToolOutcome> end) {
        this.request = request;
        this.end = end;
    }

    CallToolResult through(Function<CallToolRequest, CallToolResult> handler) {
        try {
            CallToolResult result = handler.apply(request);
            settle(result);
            return result;
        } catch (Throwable e) {
            settleFailed(e);
            throw e;
        }
    }

    /** A handler that throws before it returns its publisher fails the publisher, as any other failure does. */
    Mono<CallToolResult> throughAsync(Function<CallToolRequest, Mono<CallToolResult>> handler) {
        return Mono.defer(() -> handler.apply(request))
                .doOnSuccess(this::settle)
                .doOnError(this::settleFailed)
                .doOnCancel(() -> end.accept(ToolOutcome.CANCELLED));
    }

    private void settle(@Nullable CallToolResult result) {
        boolean error = result != null && Boolean.TRUE.equals(result.isError());
        end.accept(error ? ToolOutcome.TOOL_ERROR : ToolOutcome.RETURNED);
    }

    private void settleFailed(Throwable failure) {
        boolean notExecuted = Exceptions.unwrap(failure) instanceof ToolNotExecutedException;
        end.accept(notExecuted ? ToolOutcome.NOT_EXECUTED : ToolOutcome.EXCEPTION);
    }
}
