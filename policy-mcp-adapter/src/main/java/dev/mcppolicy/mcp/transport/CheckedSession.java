package dev.mcppolicy.mcp.transport;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** As {@link CheckedStreamableSession}, for a session that has one way to its client, as on HTTP with SSE. */
public final class CheckedSession extends McpServerSession {
    private final McpServerSession session;
    private final AnswerCheck.Session questions;

    private CheckedSession(McpServerSession session, QuestionNotingTransport transport, AnswerCheck.Session questions) {
        super(session.getId(), Duration.ZERO, transport, request -> Mono.empty(), Map.of(), Map.of());
        this.session = session;
        this.questions = questions;
    }

    static McpServerSession of(Factory factory, McpServerTransport transport, AnswerCheck answers) {
        AnswerCheck.Session questions = answers.session();
        QuestionNotingTransport noting = new QuestionNotingTransport(transport, questions);
        return new CheckedSession(factory.create(noting), noting, questions);
    }

    @Override
    public Mono<Void> handle(JSONRPCMessage message) {
        return Mono.deferContextual(
                context -> message instanceof JSONRPCResponse response && !questions.takes(response, getId(), context)
                        ? Mono.empty()
                        : session.handle(message));
    }

    @Override
    public String getId() {
        return session.getId();
    }

    @Override
    public void init(ClientCapabilities capabilities, Implementation client) {
        session.init(capabilities, client);
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
    public Mono<Void> closeGracefully() {
        return session.closeGracefully();
    }

    @Override
    public void close() {
        session.close();
    }
}
