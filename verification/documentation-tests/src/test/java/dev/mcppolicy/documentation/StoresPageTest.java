package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.store.postgres.PostgresCounterStore;
import dev.mcppolicy.store.redis.RedisCounterStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** What docs/stores.md writes in Java, against real servers. */
@Tag("real")
class StoresPageTest {
    private final Policy policy = PolicyReader.parse("""
            {"version": "1", "default": "deny", "tools": {"pay": {"limits":
             [{"counter": "calls", "window": "month", "max": 1, "scope": "global"}]}}}
            """);

    private static void countsToOne(PolicyEngine engine) {
        ToolCall call = ToolCall.of("pay", Map.of());
        assertThat(engine.decide(call)).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(call)).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void a_store_in_postgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .start()) {
            DataSource dataSource = postgres.getPostgresDatabase();
            CounterStore store = PostgresCounterStore.of(dataSource);
            PolicyEngine engine = PolicyEngine.builder(policy).store(store).build();

            CounterStore other = PostgresCounterStore.builder(dataSource)
                    .schema("mcp_policy_eu")
                    .connections(16)
                    .timeout(Duration.ofMillis(500))
                    .open();
            countsToOne(engine);
            store.close();
            other.close();
        }
    }

    @Test
    void a_store_in_redis() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind(InetAddress.getLoopbackAddress().getHostAddress())
                .setting("save \"\"")
                .build();
        redis.start();
        String url = "redis://127.0.0.1:" + port;
        try {
            CounterStore store = RedisCounterStore.open(url);
            PolicyEngine engine = PolicyEngine.builder(policy).store(store).build();

            CounterStore impatient = RedisCounterStore.builder(url)
                    .timeout(Duration.ofMillis(500))
                    .capacity(200_000)
                    .open();
            countsToOne(engine);
            store.close();
            impatient.close();
        } finally {
            redis.stop();
        }
    }
}
