package dev.mcppolicy.mcp.sdk;

import dev.mcppolicy.mcp.transport.SdkTransport;
import dev.mcppolicy.tool.ServerTools;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpStatelessAsyncServer;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What an enforcer asks of a running server, of whatever kind.
 *
 * @param identity the object that stands for the server, the same for both faces of one
 * @param tools lists the server's tools
 * @param instructions what the server tells models of itself, or null
 * @param outside counts the resources and prompts, which no policy judges
 * @param validatesFirst whether the SDK validates before it calls a handler
 * @param transport what is known of its transport
 * @param blocksStdio whether handlers run in the thread that reads from stdio
 * @param tellsOfTools tells clients that they see other tools; null where clients have no connection
 */
public record SdkServer(
        Object identity,
        Supplier<List<Tool>> tools,
        @Nullable String instructions,
        IntSupplier outside,
        boolean validatesFirst,
        SdkTransport transport,
        boolean blocksStdio,
        @Nullable Supplier<Mono<Void>> tellsOfTools) {

    public static SdkServer of(McpSyncServer server) {
        SdkServer inner = of(server.getAsyncServer());
        boolean blocks = Boolean.TRUE.equals(SdkTransport.field(server, "immediateExecution"))
                && Boolean.TRUE.equals(inner.transport.isStdio());
        return new SdkServer(
                inner.identity,
                inner.tools,
                inner.instructions,
                inner.outside,
                inner.validatesFirst,
                inner.transport,
                blocks,
                inner.tellsOfTools);
    }

    public static SdkServer of(McpAsyncServer server) {
        IntSupplier outside = () -> outside(
                server.getServerCapabilities(),
                () -> count(server.listResources()) + count(server.listResourceTemplates()),
                () -> count(server.listPrompts()));
        return new SdkServer(
                server,
                () -> all(server.listTools()),
                instructions(server),
                outside,
                validatesFirst(server),
                SdkTransport.of(server),
                false,
                server::notifyToolsListChanged);
    }

    public static SdkServer of(McpStatelessAsyncServer server) {
        IntSupplier outside = () -> outside(
                server.getServerCapabilities(),
                () -> count(server.listResources()) + count(server.listResourceTemplates()),
                () -> count(server.listPrompts()));
        return new SdkServer(
                server,
                () -> all(server.listTools()),
                instructions(server),
                outside,
                validatesFirst(server),
                SdkTransport.NONE,
                false,
                null);
    }

    public static SdkServer of(McpStatelessSyncServer server) {
        IntSupplier outside = () -> outside(
                server.getServerCapabilities(),
                () -> server.listResources().size()
                        + server.listResourceTemplates().size(),
                () -> server.listPrompts().size());
        Object inner = SdkTransport.field(server, "asyncServer");
        return new SdkServer(
                server,
                server::listTools,
                inner == null ? null : instructions(inner),
                outside,
                inner != null && validatesFirst(inner),
                SdkTransport.NONE,
                false,
                null);
    }

    /** What the server says that it offers. */
    public ServerTools offered() {
        return new ServerTools(tools.get().stream().map(SdkTool::definition).toList(), instructions);
    }

    private static @Nullable String instructions(Object asyncServer) {
        return SdkTransport.field(asyncServer, "instructions") instanceof String text ? text : null;
    }

    /** How much a server offers that no policy sees; a server is asked for what it can do alone. */
    private static int outside(ServerCapabilities able, IntSupplier resources, IntSupplier prompts) {
        return (able.resources() == null ? 0 : resources.getAsInt())
                + (able.prompts() == null ? 0 : prompts.getAsInt());
    }

    private static <T> int count(Flux<T> items) {
        return all(items).size();
    }

    /** The server has them at hand, so nothing is waited for; `block` would refuse in an event loop all the same. */
    private static <T> List<T> all(Flux<T> items) {
        return Objects.requireNonNullElse(items.collectList().toFuture().join(), List.of());
    }

    /**
     * Whether the SDK validates before it calls a handler. It says so only in a private field, which SDKs below 2.0 do not
     * have, as they do not validate. A server that cannot be looked into counts as one that does not.
     */
    private static boolean validatesFirst(Object asyncServer) {
        return Boolean.TRUE.equals(SdkTransport.field(asyncServer, "validateToolInputs"));
    }
}
