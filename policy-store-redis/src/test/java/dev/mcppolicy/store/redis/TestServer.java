package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.StoreException;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

    /** Closes the connections of the stores under test. */
    void disconnectOthers() {
        commands().clientKill(KillArgs.Builder.skipme());
    }

    /** Asks again and again, for some seconds, until nothing is thrown. */
    void untilItAnswers(Runnable question) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                question.run();
                return;
            } catch (StoreException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        client.shutdown();
        process.close();
    }
}
