package dev.mcppolicy.mcp;

import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A running asynchronous server whose tools change through its enforcer. Tools added to the server itself are not
 * guarded; {@link #report} names them.
 *
 * <p>This class is threadsafe as far as the server is.
 */
public final class GuardedAsyncServer implements AutoCloseable {
    private final PolicyEnforcer enforcer;
    private final McpAsyncServer server;
    private final VisibilityWatch watch;

    GuardedAsyncServer(PolicyEnforcer enforcer, McpAsyncServer server) {
        this.enforcer = enforcer;
        this.server = server;
        this.watch =
                new VisibilityWatch(enforcer.sources(), enforcer::lists, this::names, server::notifyToolsListChanged);
        GuardedServer.log(report());
        PolicyWarnings.log(enforcer.sources());
    }

    private List<String> names() {
        return Objects.requireNonNullElse(
                server.listTools().map(Tool::name).collectList().block(), List.of());
    }

    /**
     * Adds a tool, guarded, in the place of one of the same name.
     *
     * @param tool the tool with its handler, not wrapped
     * @return done when the server has it; an error if the enforcer guards it already
     */
    public Mono<Void> addTool(AsyncToolSpecification tool) {
        return Mono.defer(() -> server.addTool(enforcer.wrapAsync(tool)));
    }

    /**
     * Removes a tool.
     *
     * @param name the tool's name
     * @return done when it is removed
     */
    public Mono<Void> removeTool(String name) {
        return server.removeTool(name);
    }

    /**
     * The server's tools, those included that are not guarded or that callers do not see.
     *
     * @return copies of the tools, so that none added with another handler passes for a guarded one
     */
    public Flux<Tool> listTools() {
        return server.listTools().map(ToolRecord::copy);
    }

    /**
     * What is guarded now and what is not.
     *
     * @return the report
     */
    public GuardReport report() {
        return enforcer.inspect(server);
    }

    /**
     * The server itself, for all that is not about tools.
     *
     * @return the server
     */
    public McpAsyncServer server() {
        return server;
    }

    /** Stops telling clients of policy changes. The server goes on, and its tools stay guarded. */
    @Override
    public void close() {
        watch.close();
    }
}
