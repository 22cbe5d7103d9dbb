package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.store.postgres.database.Connections;
import dev.mcppolicy.store.postgres.database.KeptConnections;
import dev.mcppolicy.store.postgres.database.Schema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counters in a PostgreSQL database. They outlive the processes, and all that use the database share them.
 *
 * <p>Each question is one statement, which is a transaction of its own at READ COMMITTED, whatever the data source's connections
 * are set to, and which locks the rows of the counters it charges, in one order for all. A charge is answered when it is
 * committed; whether it is on disk by then is for the database's {@code synchronous_commit} to say. What was asked has a name,
 * so that it can be asked again where an answer was lost, and nothing is taken twice. Every call is bounded by the store's time-out, whatever the data
 * source does, and throws where the database cannot be reached; the next call tries again. A connection of which anything has
 * failed is never used again.
 *
 * <p>The clock is the database server's, which does not go back: not in a process, not for a counter, and for others by less
 * than a second that a counter cannot see. The callers' instants are hints alone.
 *
 * <p>The tables stand in a schema of their own, which the store makes where its role may.
 *
 * <p>This class is threadsafe. Blocking calls run in the thread that asks, which waits for locks and a socket alone, so that a virtual
 * thread keeps no carrier meanwhile; the asynchronous forms run in the store's own.
 */
public final class PostgresCounterStore implements CounterStore {
    private final Workers workers;
    private final KeptConnections kept;
    private final Steps steps;
    private final Runnable afterwards;
    private final Reservations reservations;
    private final Readings readings;
    private volatile boolean isClosed;

    PostgresCounterStore(DataSource dataSource, Schema schema, Settings settings, Runnable afterwards) {
        this.workers = new Workers(settings.connections(), settings.timeout());
        this.kept = new KeptConnections(dataSource, settings.connections(), settings.timeout());
        this.steps =
                new Steps(new Connections(dataSource), kept, schema, new ServerClock(), new Namespaces(), settings);
        this.afterwards = afterwards;
        this.reservations = new Reservations(workers, steps);
        this.readings = new Readings(steps, reservations);
    }

    /**
     * Opens the counters of a database, and makes their tables where there are none, in the schema {@code mcp_policy}.
     *
     * @param dataSource gives connections to the database, best from a pool; not closed by the store
     * @return the store
     * @throws RuntimeException if the database cannot be reached in time, the role may neither use nor make the schema, or
     *     it was made by a later version of the store
     */
    public static PostgresCounterStore of(DataSource dataSource) {
        return builder(dataSource).open();
    }

    /**
     * How to open the counters of a database otherwise.
     *
     * @param dataSource as in {@link #of}
     * @return a builder
     */
    public static PostgresCounterStoreBuilder builder(DataSource dataSource) {
        return new PostgresCounterStoreBuilder(dataSource);
    }

    /** Makes or checks the schema, so that what is wrong is known at once. */
    void openSchema() {
        try {
            boolean unused = workers.run(deadline -> {
                steps.makeSchema(deadline);
                return true;
            });
        } catch (RuntimeException e) {
            workers.close();
            kept.close();
            afterwards.run();
            throw e;
        }
    }

    /** Has the database's clock show some instant from now on; for tests. */
    void setClock(long millis) {
        steps.clock().show(millis);
    }

    @Override
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        return workers.here(deadline -> reservations.reserve(request, nowMillis, deadline));
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
        return workers.start(deadline -> reservations.reserve(request, nowMillis, deadline));
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        return workers.here(deadline -> reservations.swap(held, request, nowMillis, deadline));
    }

    @Override
    public CompletionStage<ReserveResult> swapAsync(Reservation held, ReserveRequest request, long nowMillis) {
        return workers.start(deadline -> reservations.swap(held, request, nowMillis, deadline));
    }

    @Override
    public @Nullable Reservation find(OperationId id, long nowMillis) {
        return workers.here(deadline -> Optional.ofNullable(reservations.find(id, nowMillis, deadline)))
                .orElse(null);
    }

    @Override
    public CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
        List<Reservation> renewed = List.copyOf(running);
        return workers.start(deadline -> reservations.renew(renewed, nowMillis, deadline));
    }

    @Override
    public @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
        return workers.here(deadline -> Optional.ofNullable(reservations.wouldRefuse(request, nowMillis, deadline)))
                .orElse(null);
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        return workers.here(deadline -> readings.read(null, keys, nowMillis, deadline));
    }

    @Override
    public CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        return workers.start(deadline -> readings.read(null, keys, nowMillis, deadline));
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        return workers.here(deadline -> readings.read(held, keys, nowMillis, deadline));
    }

    @Override
    public CompletionStage<long[]> readCreditingAsync(Reservation held, List<CounterKey> keys, long nowMillis) {
        return workers.start(deadline -> readings.read(held, keys, nowMillis, deadline));
    }

    @Override
    public List<CounterUsage> usage(List<CounterKey> keys, long nowMillis) {
        return workers.here(deadline -> readings.usage(keys, nowMillis, deadline));
    }

    @Override
    public int[] placesHeld(List<PlaceKey> keys, long nowMillis) {
        return workers.here(deadline -> readings.placesHeld(keys, nowMillis, deadline));
    }

    @Override
    public CounterPage list(String namespace, @Nullable String after, int most, long nowMillis) {
        if (most < 1) {
            throw new IllegalArgumentException("a page has at least one counter, not " + most);
        }
        return workers.here(deadline -> readings.list(namespace, after, most, nowMillis, deadline));
    }

    @Override
    public List<String> namespaces() {
        return workers.here(readings::namespaces);
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public long retries() {
        return steps.retries();
    }

    @Override
    public void reset(CounterKey key) {
        byte[] row = RowKey.ofKey(key.encoded());
        List<String> namespaces = List.of(key.definition().namespace());
        change(Step.of(Procedure.RESET, namespaces, (query, moment) -> query.bytes(row)));
    }

    @Override
    public void resetClock(long nowMillis) {
        change(Step.of(Procedure.RESET_CLOCK, List.of(), (query, moment) -> query.number(nowMillis)));
    }

    @Override
    public void reopen(String namespace) {
        boolean unused = workers.run(deadline -> {
            steps.makeSchema(deadline);
            byte[] name = RowKey.ofName(namespace);
            Answer answer = steps.ask(
                            Step.of(Procedure.REOPEN, List.of(), (query, moment) -> query.bytes(name)), 0, deadline)
                    .answer();
            steps.namespaces().reopened(namespace, answer.marks()[0], answer.nowMillis());
            return true;
        });
    }

    private void change(Step<Boolean> step) {
        boolean unused = workers.here(deadline -> steps.ask(step, 0, deadline).value());
    }

    /** Writes down how far the clock is, where the database can be reached, and ends the store's threads. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            change(Step.of(Procedure.NOTE_CLOCK, List.of(), (query, moment) -> {}));
        } catch (RuntimeException e) {
            // What is not written down is less than a second.
        } finally {
            workers.close();
            boolean unused = workers.awaitEnd();
            kept.close();
            afterwards.run();
        }
    }
}
