package dev.mcppolicy.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
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
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * What a decision with two limits costs, by the commit's durability and by threads, beside a bare upsert of two rows by the same
 * pool; run by hand, and told in {@code docs/stores.md}.
 */
public final class StoreTimings {
    private static final long WARM_NANOS = 300_000_000L;
    private static final long MEASURED_NANOS = 700_000_000L;
    private static final String UPSERT = "insert into bare values (?, 1), (?, 1)"
            + " on conflict (key) do update set used = bare.used + 1 where bare.used <= 1000000000";

    private StoreTimings() {}

    public static void main(String[] args) throws InterruptedException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        for (String commit : List.of("off", "on")) {
            try (Server server = Server.start(EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", commit))) {
                server.execute("create table bare (key text primary key, used bigint not null) with (fillfactor = 60)");
                try (HikariDataSource pool = Server.pool("127.0.0.1", server.port(), 16);
                        CounterStore store = PostgresCounterStore.builder(pool)
                                .connections(16)
                                .open()) {
                    for (int threads : new int[] {1, 16}) {
                        compare(commit, threads, pairs, pool, store);
                    }
                }
            }
        }
    }

    private static void compare(String commit, int threads, int pairs, HikariDataSource pool, CounterStore store)
            throws InterruptedException {
        double[] ratios = new double[pairs];
        long[][] ours = new long[pairs][];
        long[][] bare = new long[pairs][];
        for (int i = 0; i < pairs; i++) {
            bare[i] = measure(threads, number -> () -> upsert(pool, number));
            ours[i] = measure(threads, number -> reserve(store, "grant" + number));
            ratios[i] = (double) bare[i][0] / ours[i][0];
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "synchronous_commit=%s, %d threads: bare %d a second, p50 %d us; ours %d a second, p50 %d us;"
                        + " ratio %.2f (quartiles %.2f to %.2f)%n",
                commit,
                threads,
                median(bare, 0),
                median(bare, 1),
                median(ours, 0),
                median(ours, 1),
                ratios[pairs / 2],
                ratios[pairs / 4],
                ratios[pairs * 3 / 4]);
    }

    private static long median(long[][] rounds, int which) {
        long[] sorted =
                Arrays.stream(rounds).mapToLong(each -> each[which]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void upsert(HikariDataSource pool, int number) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            statement.setString(1, "calls" + number);
            statement.setString(2, "spend" + number);
            if (statement.executeUpdate() != 2) {
                throw new IllegalStateException("refused");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Runnable reserve(CounterStore store, String grant) {
        ReserveRequest request = ReserveRequest.of(List.of(
                new Charge(key("calls", Window.Calendar.MINUTE, grant), 1, Long.MAX_VALUE),
                new Charge(key("spend", Window.Calendar.DAY, grant), 1, Long.MAX_VALUE)));
        return () -> {
            if (!(store.reserve(request, System.currentTimeMillis()) instanceof Reservation)) {
                throw new IllegalStateException("refused");
            }
        };
    }

    private static CounterKey key(String name, Window window, String grant) {
        return CounterKey.of(
                new CounterDefinition(
                        "policy", "server", RulePlace.tool("create_charge"), name, window, Scope.GRANT, Scale.WHOLE),
                grant,
                null);
    }

    /** How many a second, and the median of one in microseconds. */
    private static long[] measure(int threads, IntFunction<Runnable> work) throws InterruptedException {
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(new Worker(work.apply(i)));
        }
        workers.forEach(Thread::start);
        for (Worker worker : workers) {
            worker.join();
        }
        long[] nanos = workers.stream()
                .flatMapToLong(worker -> Arrays.stream(worker.nanos, 0, worker.count))
                .sorted()
                .toArray();
        return new long[] {nanos.length * 1_000_000_000L / MEASURED_NANOS, nanos[nanos.length / 2] / 1_000};
    }

    private static final class Worker extends Thread {
        private final Runnable work;
        private final long[] nanos = new long[1 << 16];
        private int count;

        Worker(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            long measured = start + WARM_NANOS;
            long end = measured + MEASURED_NANOS;
            for (long now = start; now < end; ) {
                work.run();
                long next = System.nanoTime();
                if (now >= measured && count < nanos.length) {
                    nanos[count++] = next - now;
                }
                now = next;
            }
        }
    }
}
