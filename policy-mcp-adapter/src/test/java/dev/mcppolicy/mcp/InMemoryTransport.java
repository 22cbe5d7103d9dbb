package dev.mcppolicy.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Clients and server in one process, any number of clients, each from as many threads as it likes. */
final class InMemoryTransport implements McpServerTransportProvider {
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private McpServerSession.Factory sessions;

    Client connect() {
        Client client = new Client();
        client.session = sessions.create(client);
        clients.add(client);
        client.send(
                "initialize",
                Map.of(
                        "protocolVersion",
                        "2025-06-18",
                        "capabilities",
                        Map.of(),
                        "clientInfo",
                        Map.of("name", "test", "version", "1")));
        client.session
                .handle(new JSONRPCNotification("notifications/initialized"))
                .block();
        return client;
    }

    @Override
    public void setSessionFactory(McpServerSession.Factory factory) {
        sessions = factory;
    }

    @Override
    public Mono<Void> notifyClients(String method, Object params) {
        return Flux.fromIterable(clients)
                .flatMap(client -> client.session.sendNotification(method, params))
                .then();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    /** One client, with a session of its own. */
    final class Client implements McpServerTransport {
        final List<String> notifications = new CopyOnWriteArrayList<>();
        private final AtomicLong ids = new AtomicLong();
        private final Map<Object, CompletableFuture<JSONRPCResponse>> waiting = new ConcurrentHashMap<>();
        private McpServerSession session;

        JSONRPCResponse send(String method, Object params) {
            String id = "r" + ids.incrementAndGet();
            CompletableFuture<JSONRPCResponse> answer = new CompletableFuture<>();
            waiting.put(id, answer);
            session.handle(new JSONRPCRequest(method, id, params)).subscribe();
            try {
                return answer.get(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("no response to " + method, e);
            }
        }

        CallToolResult call(String tool, Map<String, Object> arguments) {
            JSONRPCResponse response = send("tools/call", Map.of("name", tool, "arguments", arguments));
            if (response.error() != null) {
                throw new AssertionError("protocol error " + response.error());
            }
            return (CallToolResult) response.result();
        }

        List<String> tools() {
            ListToolsResult list =
                    (ListToolsResult) send("tools/list", Map.of()).result();
            return list.tools().stream().map(Tool::name).toList();
        }

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            if (message instanceof JSONRPCResponse response) {
                waiting.remove(response.id()).complete(response);
            } else if (message instanceof JSONRPCNotification notification) {
                notifications.add(notification.method());
            }
            return Mono.empty();
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return McpJsonDefaults.getMapper().convertValue(data, type);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }
    }
}
