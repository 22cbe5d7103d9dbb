package dev.mcppolicy.benchmarks;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * What joins one MCP client to one server in the same process. Either handles a message in the thread that sends it, so
 * that a call costs what the SDK does and nothing for getting from thread to thread.
 */
final class Wire implements McpServerTransportProvider {
    private static final McpJsonMapper JSON = McpJsonDefaults.getMapper();

    private final UnaryOperator<JSONRPCMessage> carry;
    private McpServerSession server;
    private Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client;

    private Wire(UnaryOperator<JSONRPCMessage> carry) {
        this.carry = carry;
    }

    /** Hands messages over as the objects that they are. */
    static Wire ofObjects() {
        return new Wire(UnaryOperator.identity());
    }

    /** Writes every message as JSON and reads it again. */
    static Wire ofJson() {
        return new Wire(Wire::throughJson);
    }

    private static JSONRPCMessage throughJson(JSONRPCMessage message) {
        try {
            return McpSchema.deserializeJsonRpcMessage(JSON, JSON.writeValueAsString(message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    McpClientTransport clientEnd() {
        return new ClientEnd();
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory sessions) {
        server = sessions.create(new ServerEnd());
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return server.sendNotification(method, params);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    private final class ClientEnd implements McpClientTransport {
        @Override
        public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
            client = handler;
            return Mono.empty();
        }

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return Mono.defer(() -> server.handle(carry.apply(message)));
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return JSON.convertValue(data, type);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }
    }

    private final class ServerEnd implements McpServerTransport {
        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return Mono.defer(
                    () -> client.apply(Mono.just(carry.apply(message))).then());
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return JSON.convertValue(data, type);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }
    }
}
