package dev.mcppolicy.mcp;

import dev.mcppolicy.mcp.transport.AnswerCheck;
import dev.mcppolicy.mcp.transport.SdkTransport;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A transport whose outgoing lists of tools are filtered. */
final class FilteredTransportProvider implements McpServerTransportProvider, SdkTransport.Wrapping {
    private final McpServerTransportProvider provider;
    private final ToolListFilter tools;
    private volatile McpServerSession.@Nullable Factory sessions;

    FilteredTransportProvider(McpServerTransportProvider provider, ToolListFilter tools) {
        this.provider = provider;
        this.tools = tools;
    }

    @Override
    public Object inner() {
        return provider;
    }

    /** Nobody: what is sent is filtered, not what comes. */
    @Override
    public @Nullable AnswerCheck answers() {
        return null;
    }

    @Override
    public @Nullable Object sessions() {
        return sessions;
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        sessions = factory;
        provider.setSessionFactory(transport -> factory.create(new Filtered(transport)));
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return provider.notifyClients(method, params);
    }

    @Override
    public Mono<Void> notifyClient(String session, String method, Object params) {
        return provider.notifyClient(session, method, params);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return provider.closeGracefully();
    }

    @Override
    public void close() {
        provider.close();
    }

    @Override
    public List<String> protocolVersions() {
        return provider.protocolVersions();
    }

    private final class Filtered implements McpServerTransport {
        private final McpServerTransport transport;

        Filtered(McpServerTransport transport) {
            this.transport = transport;
        }

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return Mono.deferContextual(context -> {
                McpTransportContext origin = context.getOrDefault(McpTransportContext.KEY, McpTransportContext.EMPTY);
                return transport.sendMessage(tools.in(origin, message));
            });
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return transport.unmarshalFrom(data, type);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return transport.closeGracefully();
        }

        @Override
        public void close() {
            transport.close();
        }

        @Override
        public List<String> protocolVersions() {
            return transport.protocolVersions();
        }
    }
}
