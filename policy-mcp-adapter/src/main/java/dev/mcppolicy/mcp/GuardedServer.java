package dev.mcppolicy.mcp;

import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server whose tools change through its enforcer. Tools added to the server itself are not guarded;
 * {@link #report} names them.
 *
 * <p>This class is threadsafe as far as the server is.
 */
public final class GuardedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEnforcer.class);

    private final PolicyEnforcer enforcer;
    private final McpSyncServer server;
    private final VisibilityWatch watch;

    GuardedServer(PolicyEnforcer enforcer, McpSyncServer server) {
        this.enforcer = enforcer;
        this.server = server;
        this.watch = new VisibilityWatch(
                enforcer.sources(),
                enforcer::lists,
                () -> server.listTools().stream().map(Tool::name).toList(),
                server.getAsyncServer()::notifyToolsListChanged);
        log(report());
        PolicyWarnings.log(enforcer.sources());
    }

    static void log(GuardReport report) {
        if (report.isClean()) {
            LOG.info("{}", report);
        } else {
            LOG.warn("{}", report);
        }
    }

    /**
     * Adds a tool, guarded, in the place of one of the same name.
     *
     * @param tool the tool with its handler, not wrapped
     * @throws IllegalArgumentException if the enforcer guards it already
     */
    public void addTool(SyncToolSpecification tool) {
        server.addTool(enforcer.wrap(tool));
    }

    /**
     * Removes a tool.
     *
     * @param name the tool's name
     */
    public void removeTool(String name) {
        server.removeTool(name);
    }

    /**
     * The server's tools, those included that are not guarded or that callers do not see.
     *
     * @return copies of the tools, so that none added with another handler passes for a guarded one
     */
    public List<Tool> listTools() {
        return server.listTools().stream().map(ToolRecord::copy).toList();
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
    public McpSyncServer server() {
        return server;
    }

    /** Stops telling clients of policy changes. The server goes on, and its tools stay guarded. */
    @Override
    public void close() {
        watch.close();
    }
}
