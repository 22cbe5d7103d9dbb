package dev.mcppolicy.store.postgres;

import static dev.mcppolicy.store.postgres.Limits.key;
import static dev.mcppolicy.store.postgres.Limits.now;
import static dev.mcppolicy.store.postgres.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.StoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, with its disk as it was: nothing that was answered is lost, and nothing is counted twice. */
@Tag("real")
@Timeout(300)
class PostgresCrashTest {
    private static final int ROUNDS = 3;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private Server start(Path data, int port) {
        return Server.start(EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on"));
    }

    /** Kills the server and all its processes at once, and waits for their end. */
    private static void kill(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.add(0, server);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    @Test
    void what_was_answered_before_the_server_was_killed_is_there_and_the_store_goes_on_by_itself() throws Exception {
        Path data = directory.resolve("data");
        Random random = new Random(17);
        Server server = start(data, 0);
        int port = server.port();
        AtomicLong answered = new AtomicLong();
        AtomicLong unknown = new AtomicLong();
        AtomicBoolean ends = new AtomicBoolean();
        try (var pool = Server.pool("127.0.0.1", port, 8);
                CounterStore store = PostgresCounterStore.builder(pool)
                        .timeout(Duration.ofSeconds(1))
                        .open()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> charge(store, answered, unknown, ends));
                threads.add(thread);
                thread.start();
            }
            for (int round = 0; round < ROUNDS; round++) {
                long before = answered.get();
                while (answered.get() < before + 20) {
                    Thread.onSpinWait();
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
                kill(data);
                server.close();
                server = start(data, port);
            }
            long before = answered.get();
            while (answered.get() < before + 20) {
                Thread.onSpinWait();
            }
            ends.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            long used = used(store, "calls");
            assertThat(used).isBetween(answered.get(), answered.get() + unknown.get());
            assertThat(used(store, "spend")).isEqualTo(7 * used);
        }
        server.close();
    }

    private static void charge(CounterStore store, AtomicLong answered, AtomicLong unknown, AtomicBoolean ends) {
        ReserveRequest both = ReserveRequest.of(
                List.of(new Charge(key("calls"), 1, Long.MAX_VALUE), new Charge(key("spend"), 7, Long.MAX_VALUE)));
        while (!ends.get()) {
            try {
                if (store.reserve(both, now()) instanceof Reservation) {
                    answered.incrementAndGet();
                }
            } catch (StoreException e) {
                unknown.incrementAndGet();
            }
        }
    }
}
