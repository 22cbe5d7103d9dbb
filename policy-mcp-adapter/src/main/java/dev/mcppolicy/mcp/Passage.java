package dev.mcppolicy.mcp;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.engine.ToolOutcome;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * An allowed call on its way through the tool's handler. Once the handler is entered the charges stand, however it ends,
 * because it may have acted; only its own word that it did not, or the option that says so, gives them back.
 */
final class Passage implements Entry {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEnforcer.class);

    private final CallToolRequest request;
    private final Reservation reservation;
    private final Consumer<ToolOutcome> outcome;
    private final boolean thrownReleases;

    Passage(CallToolRequest request, Reservation reservation, Consumer<ToolOutcome> outcome, boolean thrownReleases) {
        this.request = request;
        this.reservation = reservation;
        this.outcome = outcome;
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
                .doOnCancel(() -> {
                    reservation.commit();
                    outcome.accept(ToolOutcome.CANCELLED);
                });
    }

    private void settle(@Nullable CallToolResult result) {
        reservation.commit();
        boolean error = result != null && Boolean.TRUE.equals(result.isError());
        outcome.accept(error ? ToolOutcome.TOOL_ERROR : ToolOutcome.RETURNED);
    }

    private void settleFailed(Throwable failure) {
        boolean notExecuted = Exceptions.unwrap(failure) instanceof ToolNotExecutedException;
        if (thrownReleases || notExecuted) {
            release(reservation);
        } else {
            reservation.commit();
        }
        outcome.accept(notExecuted ? ToolOutcome.NOT_EXECUTED : ToolOutcome.EXCEPTION);
    }

    /** Gives charges back; where the store cannot, they stand, and the log says so. */
    static void release(Reservation reservation) {
        try {
            reservation.release().whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("charges could not be released, and stand", failure);
                }
            });
        } catch (Throwable e) {
            LOG.warn("charges could not be released, and stand", e);
        }
    }
}
