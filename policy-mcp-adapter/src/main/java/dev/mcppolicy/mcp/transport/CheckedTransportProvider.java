package dev.mcppolicy.mcp.transport;

import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A transport with one way to each client whose answers are checked. */
public final class CheckedTransportProvider implements McpServerTransportProvider, SdkTransport.Wrapping {
    private final McpServerTransportProvider provider;
    private final AnswerCheck answers;
    private volatile McpServerSession.@Nullable Factory sessions;

    public CheckedTransportProvider(McpServerTransportProvider provider, AnswerCheck answers) {
        ForwardedMethods.require(CheckedSession.class, McpServerSession.class);
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
    public void setSessionFactory(McpServerSession.Factory factory) {
        sessions = factory;
        provider.setSessionFactory(transport -> CheckedSession.of(factory, transport, answers));
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
