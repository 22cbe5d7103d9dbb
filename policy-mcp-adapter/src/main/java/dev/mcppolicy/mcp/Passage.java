package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.ToolOutcome;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
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
    private final Decision.Allow allow;
    private final Settlement settlement;
    private final boolean thrownReleases;

    Passage(CallToolRequest request, Decision.Allow allow, Settlement settlement, boolean thrownReleases) {
        this.request = request;
        this.allow = allow;
        this.settlement = settlement;
        this.thrownReleases = thrownReleases;
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
                .doOnCancel(() -> settlement.charged(allow, ToolOutcome.CANCELLED));
    }

    private void settle(@Nullable CallToolResult result) {
        boolean error = result != null && Boolean.TRUE.equals(result.isError());
        settlement.charged(allow, error ? ToolOutcome.TOOL_ERROR : ToolOutcome.RETURNED);
    }

    private void settleFailed(Throwable failure) {
        boolean notExecuted = Exceptions.unwrap(failure) instanceof ToolNotExecutedException;
        ToolOutcome outcome = notExecuted ? ToolOutcome.NOT_EXECUTED : ToolOutcome.EXCEPTION;
        if (thrownReleases || notExecuted) {
            settlement.released(allow, outcome);
        } else {
            settlement.charged(allow, outcome);
        }
    }
}
