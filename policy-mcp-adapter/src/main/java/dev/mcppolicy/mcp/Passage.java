package dev.mcppolicy.mcp;

import dev.mcppolicy.counter.Reservation;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.function.Function;
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
    private final boolean thrownReleases;

    Passage(CallToolRequest request, Reservation reservation, boolean thrownReleases) {
        this.request = request;
        this.reservation = reservation;
        this.thrownReleases = thrownReleases;
    }

    CallToolResult through(Function<CallToolRequest, CallToolResult> handler) {
        try {
            CallToolResult result = handler.apply(request);
            reservation.commit();
            return result;
        } catch (Throwable e) {
            settleFailed(e);
            throw e;
        }
    }

    /** A handler that throws before it returns its publisher fails the publisher, as any other failure does. */
    Mono<CallToolResult> throughAsync(Function<CallToolRequest, Mono<CallToolResult>> handler) {
        return Mono.defer(() -> handler.apply(request))
                .doOnSuccess(result -> reservation.commit())
                .doOnError(this::settleFailed)
                .doOnCancel(reservation::commit);
    }

    private void settleFailed(Throwable failure) {
        if (thrownReleases || Exceptions.unwrap(failure) instanceof ToolNotExecutedException) {
            release(reservation);
        } else {
            reservation.commit();
        }
    }

    /** Gives charges back; where the store cannot, they stand, and the log says so. */
    static void release(Reservation reservation) {
        try {
            reservation.release().whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("charges could not be released, and stand", failure);
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("charges could not be released, and stand", e);
        }
    }
}
