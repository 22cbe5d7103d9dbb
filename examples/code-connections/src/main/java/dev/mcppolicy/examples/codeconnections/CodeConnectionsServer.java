package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueues;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.format.InvalidLockException;
import dev.mcppolicy.format.InvalidPolicyException;
import dev.mcppolicy.format.ToolLockFile;
import dev.mcppolicy.mcp.ElicitationApprover;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.mcp.PolicyEnforcerBuilder;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * An MCP server for code connections under a policy, on standard input and output or, with {@code --http PORT}, on
 * streamable HTTP at 127.0.0.1. {@code --policy FILE} names the policy, which is followed as it changes,
 * {@code --audit FILE} the audit log, {@code --lock FILE} the file of locks, which is followed too,
 * {@code --counters sqlite:FILE} where counters outlive the server, {@code --approvals sqlite:FILE} where calls wait for an
 * operator, who is asked in the place of the person at the client; or the URL of another store that is on the class path.
 * What the server guards is said on standard error.
 */
public final class CodeConnectionsServer {
    static final int BAD_POLICY = 2;

    private static final String NAME = "code-connections";

    /** How long the SDK waits for a person, as long as an approval may take; its own default is ten seconds. */
    private static final Duration TO_THINK = Duration.ofMinutes(5);

    private CodeConnectionsServer() {}

    /**
     * Serves until the client is gone. Exits with 2, before anything is served, when the policy or the command line is
     * wrong.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String... args) {
        try {
            Options options = Options.of(args);
            serve(options, PolicyChoice.follow(options.policy()));
            return 0;
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.err.println("usage: code-connections [--policy FILE] [--audit FILE] [--lock FILE] [--counters URL]"
                    + " [--approvals URL] [--http PORT]");
            return BAD_POLICY;
        } catch (InvalidPolicyException | InvalidLockException e) {
            System.err.println(e.getMessage());
            return BAD_POLICY;
        } catch (IOException e) {
            System.err.println("code-connections: " + e.getMessage());
            return 1;
        }
    }

    private static void serve(Options options, PolicySource policy) throws IOException {
        Path file = options.audit().isPresent()
                ? options.audit().get()
                : Files.createTempDirectory("code-connections").resolve("audit.jsonl");
        AuditLog audit = open(file);
        // However the server ends, the log says its last hash.
        Runtime.getRuntime().addShutdownHook(new Thread(audit::close));
        PolicyEnforcerBuilder guard = PolicyEnforcer.builder(policy)
                .approver(approver(options))
                .requiredListener(audit); // no call passes that is not written down
        // What has changed since a person accepted it is hidden and denied.
        options.lock().ifPresent(lock -> guard.lock(ToolLockFile.watch(lock, NAME)));
        // Without, a restart begins every limit anew.
        options.counters().ifPresent(counters -> guard.store(counters(counters)));
        PolicyEnforcer enforcer = guard.build();
        if (options.httpPort().isPresent()) {
            serveHttp(enforcer, options.httpPort().getAsInt(), file);
        } else {
            serveStdio(enforcer, file);
        }
    }

    /** Asks the person at the client, or an operator where there is a queue for that. */
    private static Approver approver(Options options) {
        if (options.approvals().isEmpty()) {
            return ElicitationApprover.of();
        }
        ApprovalQueue queue =
                opened(() -> ApprovalQueues.open(options.approvals().get()));
        Runtime.getRuntime().addShutdownHook(new Thread(queue::close));
        return queue;
    }

    private static CounterStore counters(String url) {
        CounterStore store = opened(() -> CounterStores.open(url));
        Runtime.getRuntime().addShutdownHook(new Thread(store::close));
        return store;
    }

    private static <T> T opened(Supplier<T> store) {
        try {
            return store.get();
        } catch (IllegalArgumentException | StoreException e) {
            throw new UsageException("code-connections: " + e.getMessage());
        }
    }

    private static AuditLog open(Path file) throws IOException {
        try {
            return AuditLog.jsonl(file).open();
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void serveHttp(PolicyEnforcer enforcer, int port, Path audit) throws IOException {
        try (HttpEndpoint endpoint = new HttpEndpoint(port)) {
            McpSyncServer server =
                    started(enforcer, McpServer.sync(enforcer.checkAnswers(endpoint.transport())), audit);
            endpoint.serve();
            server.closeGracefully();
        }
    }

    private static void serveStdio(PolicyEnforcer enforcer, Path audit) {
        // Standard output belongs to the protocol: whatever else is printed goes to standard error.
        PrintStream out = System.out;
        System.setOut(System.err);
        InputUntilEnd in = new InputUntilEnd(System.in);
        var transport = new StdioServerTransportProvider(McpJsonDefaults.getMapper(), in, out);
        McpSyncServer server = started(enforcer, McpServer.sync(transport), audit);
        in.awaitEnd();
        server.closeGracefully();
    }

    private static McpSyncServer started(PolicyEnforcer enforcer, McpServer.SyncSpecification<?> builder, Path audit) {
        McpSyncServer server = builder.serverInfo(NAME, "1.0.0")
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(
                        CodeConnectionTools.all(new CodeConnections()).toArray(SyncToolSpecification[]::new)))
                .addToolFilter(enforcer::isVisible) // hides what the policy hides
                .validateToolInputs(false) // the enforcer validates after it has judged
                .requestTimeout(TO_THINK)
                .build();
        try {
            enforcer.start(server);
        } catch (IllegalStateException e) {
            server.close();
            throw new UsageException("code-connections: " + e.getMessage());
        }
        System.err.println("code-connections: audit log at " + audit);
        return server;
    }
}
