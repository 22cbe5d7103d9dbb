package dev.mcppolicy.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;

/** A server, and a connection beside those of the stores under test. */
final class TestServer implements AutoCloseable {
    private final RedisProcess process;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    private TestServer(RedisProcess process) {
        this.process = process;
        this.client = RedisClient.create(process.url());
        this.connection = client.connect();
    }

    static TestServer start(List<String> options) {
        return new TestServer(RedisProcess.start(options));
    }

    static TestServer of(RedisProcess process) {
        return new TestServer(process);
    }

    RedisProcess process() {
        return process;
    }

    String url() {
        return process.url();
    }

    RedisCommands<String, String> commands() {
        return connection.sync();
    }

    /** Forgets everything. */
    void empty() {
        commands().flushall();
    }

    @Override
    public void close() {
        client.shutdown();
        process.close();
    }
}
