package dev.mcppolicy.mcp;

import dev.mcppolicy.mcp.transport.AnswerCheck;
import dev.mcppolicy.mcp.transport.LoggerName;
import dev.mcppolicy.mcp.transport.SdkTransport;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    /** Who checks the answers of clients; null where clients are not asked. */
    private final @Nullable AnswerCheck answers;

    /** By the server's identity; a server is held until it is let go. */
    private final IdentityHashMap<Object, ToolListNotifier> watches = new IdentityHashMap<>();

    ServerGuard(EngineByGrant engines, Predicate<Tool> guarded, @Nullable AnswerCheck answers) {
        this.engines = engines;
        this.guarded = guarded;
        this.answers = answers;
    }

    ServerReport inspect(SdkServer server) {
        return ServerReport.of(
                server,
                guarded,
                engines,
                answers == null ? null : server.transport().requestTimeout());
    }

    ServerReport guard(SdkServer server) {
        refuseUnfitToAsk(server);
        return watched(server, inspect(server));
    }

    ServerReport start(SdkServer server) {
        refuseUnfitToAsk(server);
        return watched(server, inspect(server).requireNoErrors());
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

    private void refuseUnfitToAsk(SdkServer server) {
        if (answers == null) {
            return;
        }
        if (server.blocksStdio()) {
            throw new IllegalStateException("a server with `immediateExecution(true)` on stdio cannot ask its client:"
                    + " the handler that waits for the answer keeps it from being read");
        }
        SdkTransport transport = server.transport();
        if (Boolean.FALSE.equals(transport.isStdio()) && transport.checkedBy() != answers) {
            throw new IllegalStateException("an answer to an approval could come from anybody who knows the session:"
                    + " build the server on `enforcer.checkAnswers(transport)`");
        }
    }

    private void warnOfTime(SdkServer server, Policy policy) {
        Duration timeout = answers == null ? null : server.transport().requestTimeout();
        String problem = timeout == null ? null : ApprovalTime.problem(List.of(policy), timeout);
        if (problem != null) {
            LOG.warn("{}", problem);
        }
    }

    private ServerReport watched(SdkServer server, ServerReport report) {
        if (report.isClean()) {
            LOG.info("{}", report);
        } else {
            LOG.warn("{}", report);
        }
        report.warnings().forEach(line -> LOG.warn("{}", line));
        PolicyWarnings.log(engines.sources());
        Supplier<Mono<Void>> notification = server.tellsOfTools();
        if (notification != null) {
            Supplier<List<String>> names =
                    () -> server.tools().get().stream().map(Tool::name).toList();
            synchronized (watches) {
                watches.computeIfAbsent(
                        server.identity(),
                        unwatched -> new ToolListNotifier(
                                engines, names, notification, policy -> warnOfTime(server, policy)));
            }
        }
        return report;
    }
}
