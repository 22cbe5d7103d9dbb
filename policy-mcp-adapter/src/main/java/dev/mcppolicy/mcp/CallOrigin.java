package dev.mcppolicy.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as the SDK knows it.
 *
 * @param context what the transport's context extractor took from this request; empty on stdio. The only part that can
 *     identify a caller
 * @param session the id of the session, which any client can send, or null where there is none; untrusted
 * @param client what the client program calls itself, or null where it is not known; untrusted
 */
public record CallOrigin(
        McpTransportContext context,
        @Nullable String session,
        @Nullable String client) {
    /**
     * The origin of a request of which nothing but its transport context is known, such as one for a list.
     *
     * @param context the transport context, or null for an empty one
     * @return the origin
     */
    public static CallOrigin of(@Nullable McpTransportContext context) {
        return new CallOrigin(context == null ? McpTransportContext.EMPTY : context, null, null);
    }

    static CallOrigin of(@Nullable McpSyncServerExchange exchange) {
        return exchange == null
                ? of(McpTransportContext.EMPTY)
                : of(exchange.transportContext(), exchange.sessionId(), exchange.getClientInfo());
    }

    static CallOrigin of(@Nullable McpAsyncServerExchange exchange) {
        return exchange == null
                ? of(McpTransportContext.EMPTY)
                : of(exchange.transportContext(), exchange.sessionId(), exchange.getClientInfo());
    }

    private static CallOrigin of(
            @Nullable McpTransportContext context, @Nullable String session, @Nullable Implementation client) {
        return new CallOrigin(
                context == null ? McpTransportContext.EMPTY : context, session, client == null ? null : client.name());
    }
}
