package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Looks at running servers, refuses those that are not guarded, and tells the clients of the others when another policy
 * shows them other tools.
 *
 * <p>This class is threadsafe.
 */
final class ServerGuard {
    private static final Logger LOG = LoggerFactory.getLogger(LoggerName.ENFORCER);

    private final EngineByGrant engines;
    private final Predicate<Tool> guarded;
    private final boolean asksClients;
    /** By the server's identity; a server is held until it is let go. */
    private final IdentityHashMap<Object, ToolListNotifier> watches = new IdentityHashMap<>();

    ServerGuard(EngineByGrant engines, Predicate<Tool> guarded, boolean asksClients) {
        this.engines = engines;
        this.guarded = guarded;
        this.asksClients = asksClients;
    }

    ServerReport inspect(SdkServer server) {
        return ServerReport.of(server, guarded, engines);
    }

    ServerReport guard(SdkServer server) {
        refuseAskingInVain(server);
        return watched(server, inspect(server));
    }

    ServerReport start(SdkServer server) {
        refuseAskingInVain(server);
        return watched(server, inspect(server).requireAll());
    }

    void stop(SdkServer server) {
        ToolListNotifier watch;
        synchronized (watches) {
            watch = watches.remove(server.identity());
        }
        if (watch != null) {
            watch.close();
        }
    }

    private void refuseAskingInVain(SdkServer server) {
        if (asksClients && server.blocksStdio()) {
            throw new IllegalStateException("a server with `immediateExecution(true)` on stdio cannot ask its client:"
                    + " the handler that waits for the answer keeps it from being read");
        }
    }

    private ServerReport watched(SdkServer server, ServerReport report) {
        if (report.isClean()) {
            LOG.info("{}", report);
        } else {
            LOG.warn("{}", report);
        }
        PolicyWarnings.log(engines.sources());
        Supplier<Mono<Void>> notification = server.tellsOfTools();
        if (notification != null) {
            Supplier<List<String>> names =
                    () -> server.tools().get().stream().map(Tool::name).toList();
            synchronized (watches) {
                watches.computeIfAbsent(
                        server.identity(),
                        unwatched -> new ToolListNotifier(engines.sources(), engines::lists, names, notification));
            }
        }
        return report;
    }
}
