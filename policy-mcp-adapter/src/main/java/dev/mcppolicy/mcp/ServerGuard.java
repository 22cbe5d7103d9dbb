package dev.mcppolicy.mcp;

import dev.mcppolicy.mcp.sdk.SdkServer;
import dev.mcppolicy.mcp.transport.AnswerCheck;
import dev.mcppolicy.mcp.transport.LoggerName;
import dev.mcppolicy.mcp.transport.SdkTransport;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.tool.ToolChange;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final int MOST_CHANGES = 50;

    private final EngineByGrant engines;
    private final Predicate<Tool> guarded;
    /** Who checks the answers of clients; null where clients are not asked. */
    private final @Nullable AnswerCheck answers;
    /** What is accepted of the tools; null where nothing locks them. */
    private final @Nullable ToolLockWatch lock;

    /** By the server's identity; a server is held until it is let go. */
    private final IdentityHashMap<Object, List<Closing>> watches = new IdentityHashMap<>();

    /** Ends a watch. */
    @FunctionalInterface
    private interface Closing {
        void close();
    }

    ServerGuard(
            EngineByGrant engines,
            Predicate<Tool> guarded,
            @Nullable AnswerCheck answers,
            @Nullable ToolLockWatch lock) {
        this.engines = engines;
        this.guarded = guarded;
        this.answers = answers;
        this.lock = lock;
    }

    ServerReport inspect(SdkServer server) {
        return ServerReport.of(
                server,
                guarded,
                engines,
                lock == null ? List.of() : lock.current().changes(server.offered()),
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
        List<Closing> ended;
        synchronized (watches) {
            ended = watches.remove(server.identity());
        }
        if (ended != null) {
            ended.forEach(Closing::close);
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

    /** What a policy that comes into force has to do with the server, for the operator; it is in force already. */
    private void lookAgain(SdkServer server, Policy policy) {
        warnOfTime(server, policy);
        ServerReport report = inspect(server);
        if (!report.isClean()) {
            LOG.warn("by the policy that is in force now: {}", report);
        }
        report.warnings().forEach(line -> LOG.warn("{}", line));
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
        warnOfChanges(engines.offered(server.offered()));
        synchronized (watches) {
            watches.computeIfAbsent(server.identity(), unwatched -> watches(server));
        }
        return report;
    }

    private List<Closing> watches(SdkServer server) {
        List<Closing> begun = new ArrayList<>();
        Supplier<Mono<Void>> notification = server.tellsOfTools();
        if (notification != null) {
            Supplier<List<String>> names =
                    () -> server.tools().get().stream().map(Tool::name).toList();
            ToolListNotifier notifier =
                    new ToolListNotifier(engines, names, notification, policy -> lookAgain(server, policy));
            begun.add(notifier::close);
            if (lock != null) {
                begun.add(lock.onChange(notifier::tell)::close);
            }
        }
        if (lock != null) {
            begun.add(lock.onChange(() -> warnOfChanges(engines.offered(server.offered())))::close);
        }
        return begun;
    }

    private static void warnOfChanges(List<ToolChange> changes) {
        changes.stream().limit(MOST_CHANGES).forEach(change -> LOG.warn("not as it was accepted: {}", change));
        if (changes.size() > MOST_CHANGES) {
            LOG.warn("and {} tools more are not as they were accepted", changes.size() - MOST_CHANGES);
        }
    }
}
