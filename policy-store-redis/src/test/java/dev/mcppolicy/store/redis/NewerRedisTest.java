package dev.mcppolicy.store.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.testkit.contract.CounterStoreContract;
import java.io.File;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The laws that every store keeps, with a newer server than the one that Maven has, where the variable {@code REDIS_SERVER} or
 * the path names its program. Elsewhere there is nothing to put to them.
 */
@Tag("real")
class NewerRedisTest extends CounterStoreContract {
    private static @Nullable TestServer server;
    private final AtomicLong clock = new AtomicLong();

    private static Optional<String> program() {
        String named = System.getenv("REDIS_SERVER");
        String path = System.getenv("PATH");
        Stream<String> onPath = path == null
                ? Stream.empty()
                : Stream.of(path.split(File.pathSeparator, -1)).map(each -> each + File.separator + "redis-server");
        return Stream.concat(Stream.ofNullable(named), onPath)
                .filter(each -> new File(each).canExecute())
                .findFirst();
    }

    @BeforeAll
    static void startServer() {
        Optional<String> program = program();
        assumeTrue(program.isPresent(), "no newer Redis is installed");
        server = TestServer.of(RedisProcess.start(program.orElseThrow(), RedisProcess.IN_MEMORY));
        server.commands()
                .info("server")
                .lines()
                .filter(line -> line.contains("_version:"))
                .forEach(System.out::println);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private RedisCounterStoreBuilder builder() {
        server.empty();
        return RedisCounterStore.builder(server.url());
    }

    @Override
    protected CounterStore newStore() {
        return builder().open(Settings.DEFAULT_LOG_ENTRIES, clock);
    }

    @Override
    protected CounterStore newStore(int capacity) {
        return builder().capacity(capacity).open(Settings.DEFAULT_LOG_ENTRIES, clock);
    }

    @Override
    protected CounterStore newStore(int capacity, int mostPerPayer) {
        return builder().capacity(capacity).mostPerPayer(mostPerPayer).open(Settings.DEFAULT_LOG_ENTRIES, clock);
    }

    @Override
    protected void setClock(CounterStore store, long nowMillis) {
        clock.set(nowMillis);
    }
}
