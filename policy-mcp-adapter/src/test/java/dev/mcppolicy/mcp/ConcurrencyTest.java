package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many clients, one limit, and a policy that is replaced all the while. */
class ConcurrencyTest {
    private static final int CLIENTS = 16;
    private static final int CALLS = 100_000;
    private static final int LIMIT = 40_000;
    private static final int RELOADS = 1_000;

    private final InMemoryTransport transport = new InMemoryTransport();
    private final AtomicInteger entered = new AtomicInteger();

    private static Policy policy(boolean hidesDeletion, String message) {
        return Policies.of(
                "{'version':'1','default':'deny'," + (hidesDeletion ? "'hide':['DeleteCodeConnection']," : "")
                        + "'tools':{'CreateCodeConnection':{'limits':[{'counter':'c','window':'day','max':" + LIMIT
                        + ",'on_deny':'" + message + "'}]},'DeleteCodeConnection':{'action':'deny','reason':'" + message
                        + "'}}}");
    }

    @Test
    void a_limit_holds_exactly_while_sixteen_clients_call_and_the_policy_is_replaced() throws Exception {
        ReplaceablePolicy source = new ReplaceablePolicy(policy(true, "even"));
        PolicyEnforcer enforcer = PolicyEnforcer.builder(source)
                .clock(() -> Instant.parse("2026-01-15T12:00:18Z"))
                .build();
        var server = McpServer.sync(transport)
                .capabilities(ServerCapabilities.builder().tools(true).build())
                .tools(enforcer.wrap(tool(CREATE), tool(DELETE)))
                .addToolFilter(enforcer::isVisible)
                .validateToolInputs(false)
                .immediateExecution(true)
                .build();
        Set<String> threadsBefore = threads();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1, task -> new Thread(task, "client"));
        AtomicBoolean calling = new AtomicBoolean(true);
        AtomicInteger reloads = new AtomicInteger();
        List<Future<Tally>> tallies = new ArrayList<>();
        enforcer.start(server);
        try {
            Future<?> reloading = threads.submit(() -> {
                while (reloads.get() < RELOADS || calling.get()) {
                    boolean even = reloads.incrementAndGet() % 2 == 0;
                    source.replace(policy(even, even ? "even" : "odd"));
                }
            });
            for (int i = 0; i < CLIENTS; i++) {
                tallies.add(threads.submit(() -> client(CALLS / CLIENTS)));
            }
            Tally total = new Tally();
            for (Future<Tally> tally : tallies) {
                total.add(tally.get());
            }
            calling.set(false);
            reloading.get();

            assertThat(total.allowed).isEqualTo(LIMIT);
            assertThat(entered).hasValue(LIMIT);
            assertThat(total.denied).isEqualTo(CALLS - LIMIT);
            assertThat(total.wrong).isZero();
            assertThat(reloads).hasValueGreaterThanOrEqualTo(RELOADS);
            assertThat(enforcer.inspect(server).unguarded()).isEmpty();
        } finally {
            threads.shutdownNow();
            server.close();
        }
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(threads()).isSubsetOf(threadsBefore);
    }

    /** Calls the limited tool, and now and then the one that no policy allows. */
    private Tally client(int calls) {
        InMemoryTransport.Client client = transport.connect();
        Tally tally = new Tally();
        for (int i = 0; i < calls; i++) {
            if (client.call(CREATE, Map.of("name", "n" + i)).isError()) {
                tally.denied++;
            } else {
                tally.allowed++;
            }
            if (i % 50 == 0 && !isOneDecision(client.call(DELETE, Map.of()))) {
                tally.wrong++;
            }
        }
        return tally;
    }

    /** Whether rule and message are of one policy: the one that hides the tool, or the one that says why not. */
    private static boolean isOneDecision(CallToolResult result) {
        Object rule = ResultAssert.facts(result).get("rule");
        String text = ResultAssert.text(result);
        return result.isError()
                && (rule.equals("(hidden)")
                        ? text.endsWith("is hidden by policy")
                        : rule.equals("/tools/DeleteCodeConnection/action") && text.equals("[POLICY DENIED] odd"));
    }

    private SyncToolSpecification tool(String name) {
        return SyncToolSpecification.builder()
                .tool(Kind.tool(name))
                .callHandler((exchange, request) -> {
                    entered.incrementAndGet();
                    return Recorder.done();
                })
                .build();
    }

    /** All but the clients of this test, and the threads of the SDK's own schedulers, which are the SDK's business. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name ->
                        !name.equals("client") && !name.startsWith("boundedElastic") && !name.startsWith("parallel"))
                .collect(Collectors.toSet());
    }

    private static final class Tally {
        private int allowed;
        private int denied;
        private int wrong;

        void add(Tally other) {
            allowed += other.allowed;
            denied += other.denied;
            wrong += other.wrong;
        }
    }
}
