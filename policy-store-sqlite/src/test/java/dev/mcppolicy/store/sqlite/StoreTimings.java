package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a decision with two limits costs, by durability and threads; run by hand, and told in {@code docs/stores.md}. */
public final class StoreTimings {
    private static final long SECONDS = 2;

    private StoreTimings() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        for (int round = 0; round < 3; round++) {
            for (Durability durability : Durability.values()) {
                for (int threads : new int[] {1, 16}) {
                    measure(durability, threads);
                }
            }
        }
    }

    private static void measure(Durability durability, int threads) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Path.of("target"), "timings");
        try (CounterStore store = SqliteCounterStore.builder(directory.resolve("counters.db"))
                .durability(durability)
                .open()) {
            List<Worker> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(new Worker(store, "grant" + i));
            }
            workers.forEach(Thread::start);
            for (Worker worker : workers) {
                worker.join();
            }
            long[] nanos = workers.stream()
                    .flatMapToLong(worker -> Arrays.stream(worker.nanos, 0, worker.count))
                    .sorted()
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d threads: %d a second, p50 %.1f us, p99 %.1f us%n",
                    durability,
                    threads,
                    nanos.length / SECONDS,
                    nanos[nanos.length / 2] / 1e3,
                    nanos[nanos.length * 99 / 100] / 1e3);
        }
    }

    private static final class Worker extends Thread {
        private final CounterStore store;
        private final ReserveRequest request;
        private final long[] nanos = new long[1 << 20];
        private int count;

        Worker(CounterStore store, String grant) {
            this.store = store;
            this.request = ReserveRequest.of(List.of(
                    new Charge(key("calls", Window.Calendar.MINUTE, grant), 1, Long.MAX_VALUE),
                    new Charge(key("spend", Window.Calendar.DAY, grant), 1, Long.MAX_VALUE)));
        }

        private static CounterKey key(String name, Window window, String grant) {
            return CounterKey.of(
                    new CounterDefinition(
                            "policy",
                            "server",
                            RulePlace.tool("create_charge"),
                            name,
                            window,
                            Scope.GRANT,
                            Scale.WHOLE),
                    grant,
                    null);
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            long measured = start + 1_000_000_000L;
            long end = measured + SECONDS * 1_000_000_000L;
            for (long now = start; now < end; ) {
                if (!(store.reserve(request, System.currentTimeMillis()) instanceof Reservation)) {
                    throw new IllegalStateException("refused");
                }
                long next = System.nanoTime();
                if (now >= measured) {
                    nanos[count++] = next - now;
                }
                now = next;
            }
        }
    }
}
