package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.GuardedCall;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a tool that is told which guarded call it runs, so that it can say what the call really used.
 *
 * @param <E> what the SDK hands to handlers of its kind of server: an exchange, or the transport context
 * @param <R> the result, or a publisher of it
 */
@FunctionalInterface
public interface GuardedToolHandler<E, R> {
    /**
     * Runs the tool.
     *
     * @param exchange as for a handler of the SDK
     * @param request the request, with the arguments of the guarded call
     * @param call the guarded call
     * @return the result
     */
    R handle(@Nullable E exchange, CallToolRequest request, GuardedCall call);
}
