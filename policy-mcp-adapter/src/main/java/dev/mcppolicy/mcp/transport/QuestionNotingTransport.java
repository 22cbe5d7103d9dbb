package dev.mcppolicy.mcp.transport;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A way to one client on which it is noted which questions are put. */
final class QuestionNotingTransport implements McpStreamableServerTransport {
    private final McpServerTransport transport;
    private final AnswerCheck.Session questions;

    QuestionNotingTransport(McpServerTransport transport, AnswerCheck.Session questions) {
        this.transport = transport;
        this.questions = questions;
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        questions.sends(message);
        return transport.sendMessage(message);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, @Nullable String id) {
        questions.sends(message);
        return ((McpStreamableServerTransport) transport).sendMessage(message, id);
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
