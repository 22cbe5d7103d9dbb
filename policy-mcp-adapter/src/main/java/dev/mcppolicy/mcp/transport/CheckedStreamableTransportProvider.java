package dev.mcppolicy.mcp.transport;

import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A transport on streamable HTTP whose answers are checked. */
public final class CheckedStreamableTransportProvider
        implements McpStreamableServerTransportProvider, SdkTransport.Wrapping {
    private final McpStreamableServerTransportProvider provider;
    private final AnswerCheck answers;
    private volatile McpStreamableServerSession.@Nullable Factory sessions;

    public CheckedStreamableTransportProvider(McpStreamableServerTransportProvider provider, AnswerCheck answers) {
        ForwardedMethods.require(CheckedStreamableSession.class, McpStreamableServerSession.class);
        this.provider = provider;
        this.answers = answers;
    }

    @Override
    public Object inner() {
        return provider;
    }

    @Override
    public AnswerCheck answers() {
        return answers;
    }

    @Override
    public @Nullable Object sessions() {
        return sessions;
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory factory) {
        sessions = factory;
        provider.setSessionFactory(request -> {
            McpStreamableServerSession.McpStreamableServerSessionInit begun = factory.startSession(request);
            return new McpStreamableServerSession.McpStreamableServerSessionInit(
                    new CheckedStreamableSession(begun.session(), answers), begun.initResult());
        });
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
}
