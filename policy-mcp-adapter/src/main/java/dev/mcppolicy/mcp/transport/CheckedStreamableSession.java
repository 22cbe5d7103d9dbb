package dev.mcppolicy.mcp.transport;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A session on streamable HTTP whose answers are checked. All else is the session's inside; what this class inherits is
 * never used, and {@link ForwardedMethods} sees to it that it forwards whatever the SDK's class has.
 */
public final class CheckedStreamableSession extends McpStreamableServerSession {
    private final McpStreamableServerSession session;
    private final AnswerCheck.Session questions;

    CheckedStreamableSession(McpStreamableServerSession session, AnswerCheck answers) {
        super(session.getId(), null, null, Duration.ZERO, Map.of(), Map.of());
        this.session = session;
        this.questions = answers.session();
    }

    @Override
    public Mono<Void> accept(JSONRPCResponse response) {
        return Mono.deferContextual(
                context -> questions.takes(response, getId(), context) ? session.accept(response) : Mono.empty());
    }

    @Override
    public Mono<Void> accept(JSONRPCNotification notification) {
        return session.accept(notification);
    }

    @Override
    @SuppressWarnings("deprecation") // the way of the lines below 2.1
    public Mono<Void> responseStream(JSONRPCRequest request, McpStreamableServerTransport transport) {
        return session.responseStream(request, new QuestionNotingTransport(transport, questions));
    }

    @Override
    public McpStreamableServerSessionStream responseStream(McpStreamableServerTransport transport) {
        return session.responseStream(new QuestionNotingTransport(transport, questions));
    }

    @Override
    public McpStreamableServerSessionStream listeningStream(McpStreamableServerTransport transport) {
        return session.listeningStream(new QuestionNotingTransport(transport, questions));
    }

    @Override
    public void releaseListeningStream() {
        session.releaseListeningStream();
    }

    @Override
    public boolean hasListeningStream() {
        return session.hasListeningStream();
    }

    @Override
    public boolean hasOpenStream() {
        return session.hasOpenStream();
    }

    @Override
    public Flux<JSONRPCMessage> replay(Object lastEventId) {
        return session.replay(lastEventId);
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public void setMinLoggingLevel(LoggingLevel level) {
        session.setMinLoggingLevel(level);
    }

    @Override
    public boolean isNotificationForLevelAllowed(LoggingLevel level) {
        return session.isNotificationForLevelAllowed(level);
    }

    @Override
    public <T> Mono<T> sendRequest(String method, @Nullable Object params, TypeRef<T> type) {
        return session.sendRequest(method, params, type);
    }

    @Override
    public Mono<Void> sendNotification(String method, @Nullable Object params) {
        return session.sendNotification(method, params);
    }

    @Override
    public Mono<Void> delete() {
        return session.delete();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return session.closeGracefully();
    }

    @Override
    public void close() {
        session.close();
    }
}
