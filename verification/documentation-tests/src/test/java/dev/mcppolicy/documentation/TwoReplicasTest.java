package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** The walk-through of docs/stores.md: two servers over one store admit together what the policy says, and no call more. */
@Tag("real")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TwoReplicasTest {
    private static final int CALLS = 20;
    private static final int MAX = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path policy;

    @BeforeEach
    void prepare() throws IOException {
        ExampleServer.requireBuilt();
        String page = Files.readString(Document.ROOT.resolve("docs/stores.md"));
        int heading = page.indexOf("## Two replicas, one cap");
        int start = page.indexOf("```yaml\n", heading) + "```yaml\n".length();
        policy = Files.writeString(folder.resolve("policy.yaml"), page.substring(start, page.indexOf("```", start)));
        assertThat(Files.readString(policy)).contains("max: " + MAX);
    }

    /** The stores, with all that they need; the example has a log of its own. */
    private static List<Path> stores() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> !path.toString().contains("slf4j-nop"))
                .toList();
    }

    private void admitTheCapTogether(String counters) throws Exception {
        try (ExampleServer first = server(counters, "first");
                ExampleServer second = server(counters, "second");
                McpSyncClient one = client(first);
                McpSyncClient other = client(second)) {
            CountDownLatch begin = new CountDownLatch(1);
            List<CompletableFuture<Long>> admitted = Stream.of(one, other)
                    .map(client -> CompletableFuture.supplyAsync(() -> admitted(client, begin)))
                    .toList();
            begin.countDown();

            assertThat(admitted.get(0).join() + admitted.get(1).join()).isEqualTo(MAX);
        }
    }

    private ExampleServer server(String counters, String name) throws IOException {
        return new ExampleServer(
                stores(),
                "--policy",
                policy.toString(),
                "--audit",
                folder.resolve(name + ".jsonl").toString(),
                "--counters",
                counters);
    }

    private static McpSyncClient client(ExampleServer server) {
        String url = server.url();
        int path = url.indexOf('/', url.indexOf("//") + 2);
        McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(url.substring(0, path))
                        .endpoint(url.substring(path))
                        .build())
                .requestTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .build();
        client.initialize();
        return client;
    }

    private static long admitted(McpSyncClient client, CountDownLatch begin) {
        try {
            begin.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        long admitted = 0;
        for (int i = 0; i < CALLS; i++) {
            CallToolResult result = client.callTool(CallToolRequest.builder("ListCodeConnections")
                    .arguments(Map.of())
                    .build());
            admitted += Boolean.TRUE.equals(result.isError()) ? 0 : 1;
        }
        return admitted;
    }

    @Test
    void over_one_redis() throws Exception {
        int port = freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind(InetAddress.getLoopbackAddress().getHostAddress())
                .setting("save \"\"")
                .build();
        redis.start();
        try {
            admitTheCapTogether("redis://127.0.0.1:" + port);
        } finally {
            redis.stop();
        }
    }

    @Test
    void over_one_postgresql() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .start()) {
            admitTheCapTogether("postgres://postgres@127.0.0.1:" + postgres.getPort() + "/postgres");
        }
    }

    @Test
    void over_one_file() throws Exception {
        admitTheCapTogether("sqlite:" + folder.resolve("counters.db"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
