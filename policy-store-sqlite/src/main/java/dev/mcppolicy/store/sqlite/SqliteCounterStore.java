package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.stored.KeyBytes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counters in an SQLite file. They outlive the process, and the processes of one machine that open the file share them.
 *
 * <p>A charge is answered when its transaction has gone through; what a power cut may set back is said by {@link Durability}.
 * Callers that come together are taken into one transaction, and one alone commits its own. Every call is bounded by the
 * store's time-out, and throws where the file is locked for longer, full, damaged, deleted or replaced. A connection of which
 * anything has failed is never used again, and what became of its last transaction is found out before anything is tried
 * once more, so that nothing is taken twice.
 *
 * <p>The file is for local disks: the locks of network file systems do not hold what they promise. Files are made with rights
 * for their owner alone. Beside {@code counters.db} stand {@code counters.db-wal} and {@code counters.db-shm}, which SQLite
 * keeps while the file is open and which belong to it, and {@code counters.db.lock}, by which processes take turns.
 *
 * <p>This class is threadsafe.
 */
public final class SqliteCounterStore implements CounterStore {
    private final CommitQueue queue;
    private final LongAdder retries = new LongAdder();

    SqliteCounterStore(DatabaseFile file, Settings settings, Transactions.Ending ending) {
        this.queue = new CommitQueue(new Transactions(file, settings, ending, retries), settings.timeout());
    }

    /**
     * Opens a file, or makes it where there is none, with full durability.
     *
     * @param file the file, in a directory that is there
     * @return the store
     * @throws IllegalArgumentException if the path has a question mark in it
     * @throws RuntimeException if the file cannot be opened, is another application's, was written by a later version of the
     *     store, or is gone while its lock is still there
     */
    public static SqliteCounterStore open(Path file) {
        return builder(file).open();
    }

    /**
     * How to open a file otherwise.
     *
     * @param file as in {@link #open}
     * @return a builder
     */
    public static SqliteCounterStoreBuilder builder(Path file) {
        return new SqliteCounterStoreBuilder(file);
    }

    /** Opens the file for what is done first, so that what is wrong with it is known at once. */
    void begin(Consumer<SqliteCounterStore> first) {
        try {
            first.accept(this);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Opens the file and does nothing. */
    void look() {
        boolean unused = read(Long.MIN_VALUE, transaction -> true);
    }

    private <T> T read(long nowMillis, Job.Step<T> step) {
        return run(Job.Kind.READS, nowMillis, step);
    }

    /** Runs a step that answers something. */
    private <T> T run(Job.Kind kind, long nowMillis, Job.Step<T> step) {
        return Objects.requireNonNull(done(kind, nowMillis, step), "a step answers");
    }

    /** Does a step in this thread, or in the store's own where this one is virtual and would keep its carrier. */
    private <T> @Nullable T done(Job.Kind kind, long nowMillis, Job.Step<? extends T> step) {
        if (!VirtualThreads.hasCurrent()) {
            return queue.run(new Job<T>(kind, nowMillis, step, null));
        }
        CompletableFuture<T> future = new CompletableFuture<>();
        queue.start(new Job<T>(kind, nowMillis, step, future));
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw new StoreException(
                        "the store did not answer in time, and what was asked may have been done", late);
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private <T> CompletionStage<T> start(Job.Kind kind, long nowMillis, Job.Step<T> step) {
        CompletableFuture<T> future = new CompletableFuture<>();
        queue.start(new Job<>(kind, nowMillis, step, future));
        return future;
    }

    @Override
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        return run(Job.Kind.WRITES, nowMillis, reserving(request));
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
        return start(Job.Kind.WRITES, nowMillis, reserving(request));
    }

    private Job.Step<ReserveResult> reserving(ReserveRequest request) {
        return transaction -> {
            Reservation first = first(request, transaction);
            return first == null ? take(request, transaction) : first;
        };
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        return run(Job.Kind.TRIES, nowMillis, swapping(held, request));
    }

    @Override
    public CompletionStage<ReserveResult> swapAsync(Reservation held, ReserveRequest request, long nowMillis) {
        return start(Job.Kind.TRIES, nowMillis, swapping(held, request));
    }

    private Job.Step<ReserveResult> swapping(Reservation held, ReserveRequest request) {
        SqliteReceipt receipt = ownReceipt(held);
        return transaction -> {
            Reservation first = first(request, transaction);
            if (first != null) {
                return first;
            }
            if (receipt == null) {
                return take(request, transaction);
            }
            boolean isWhole = !held.isSettled() && receipt.isWhole(transaction);
            if (!isWhole && !held.charges().isEmpty()) {
                throw new IllegalStateException("the reservation is settled");
            }
            return instead(held, receipt, request, transaction);
        };
    }

    private ReserveResult instead(
            Reservation held, SqliteReceipt receipt, ReserveRequest request, Transaction transaction)
            throws SQLException {
        transaction.corrections.replace(
                held.charges(), receipt.taken(), new long[held.charges().size()]);
        ReserveResult result = take(request, transaction);
        if (result instanceof Refusal) {
            transaction.undo();
        } else {
            boolean unused = receipt.spend(transaction);
            transaction.afterCommit(held::claim);
        }
        return result;
    }

    /** What a request has taken under its name, or null where it is to be judged. */
    private @Nullable Reservation first(ReserveRequest request, Transaction transaction) throws SQLException {
        Hold hold = request.hold();
        if (hold == null) {
            return null;
        }
        HeldRequests.Held first = transaction.held.find(hold.id());
        if (first == null) {
            if (hold.untilMillis() <= transaction.now()) {
                throw new IllegalArgumentException("the deadline of the request is past");
            }
            return null;
        }
        if (!first.isOf(request, hold)) {
            throw new IllegalArgumentException("an operation's id stands for one request");
        }
        check(request, transaction);
        Reservation again = reservation(request, first.taken());
        if (first.isSettled()) {
            boolean unused = again.claim();
        }
        return again;
    }

    private static void check(ReserveRequest request, Transaction transaction) throws SQLException {
        for (Charge charge : request.charges()) {
            transaction.check(charge.key().definition().namespace());
        }
    }

    private ReserveResult take(ReserveRequest request, Transaction transaction) throws SQLException {
        Attempt attempt = new Attempt(transaction, request);
        Refusal refusal = attempt.refusal();
        if (refusal != null) {
            return refusal;
        }
        Taken taken = attempt.take();
        Hold hold = request.hold();
        if (hold != null) {
            transaction.held.put(request, hold, taken);
        }
        return reservation(request, taken);
    }

    private Reservation reservation(ReserveRequest request, Taken taken) {
        return new Reservation(request, new SqliteReceipt(queue, request, taken));
    }

    private @Nullable SqliteReceipt ownReceipt(Reservation held) {
        if (held.receipt() instanceof SqliteReceipt receipt && receipt.isOf(queue)) {
            return receipt;
        }
        if (!held.charges().isEmpty()) {
            throw new IllegalArgumentException("the reservation was made by another store");
        }
        return null;
    }

    @Override
    public @Nullable Reservation find(OperationId id, long nowMillis) {
        return queue.run(new Job<>(
                Job.Kind.READS,
                nowMillis,
                transaction -> {
                    HeldRequests.Held held = transaction.held.find(id);
                    return held == null || held.isSettled() ? null : found(held, transaction);
                },
                null));
    }

    private Reservation found(HeldRequests.Held held, Transaction transaction) throws SQLException {
        ReserveRequest request = held.decoded();
        check(request, transaction);
        return reservation(request, held.taken());
    }

    @Override
    public CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
        List<Reservation> renewed = List.copyOf(running);
        return start(Job.Kind.WRITES, nowMillis, transaction -> {
            List<Reservation> lost = new ArrayList<>();
            for (Reservation each : renewed) {
                SqliteReceipt receipt = ownReceipt(each);
                boolean isHeld = receipt != null
                        && transaction.places.renew(
                                each.request().places(), receipt.taken().reservation());
                if (!isHeld) {
                    lost.add(each);
                }
            }
            return List.copyOf(lost);
        });
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        return read(nowMillis, reading(keys));
    }

    @Override
    public CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        return start(Job.Kind.READS, nowMillis, reading(keys));
    }

    private static Job.Step<long[]> reading(List<CounterKey> keys) {
        return transaction -> {
            long[] units = new long[keys.size()];
            for (int i = 0; i < units.length; i++) {
                Counter counter = find(keys.get(i), transaction);
                units[i] = counter == null ? 0 : counter.used;
            }
            return units;
        };
    }

    private static @Nullable Counter find(CounterKey key, Transaction transaction) throws SQLException {
        transaction.check(key.definition().namespace());
        return transaction.counters.find(KeyBytes.of(key.encoded()));
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        return read(nowMillis, crediting(held, keys));
    }

    @Override
    public CompletionStage<long[]> readCreditingAsync(Reservation held, List<CounterKey> keys, long nowMillis) {
        return start(Job.Kind.READS, nowMillis, crediting(held, keys));
    }

    private Job.Step<long[]> crediting(Reservation held, List<CounterKey> keys) {
        SqliteReceipt receipt = ownReceipt(held);
        return transaction -> {
            boolean isCredited = receipt != null && !held.isSettled() && receipt.isWhole(transaction);
            long[] units = new long[keys.size()];
            for (int i = 0; i < units.length; i++) {
                CounterKey key = keys.get(i);
                Counter counter = find(key, transaction);
                int charge = isCredited ? indexOf(key, held.charges()) : -1;
                long credit = receipt == null || counter == null || charge < 0
                        ? 0
                        : transaction.corrections.held(
                                counter, charge, held.charges().get(charge), receipt.taken());
                units[i] = counter == null ? 0 : counter.used - credit;
            }
            return units;
        };
    }

    private static int indexOf(CounterKey key, List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
        return queue.run(new Job<>(
                Job.Kind.TRIES,
                nowMillis,
                transaction -> {
                    transaction.undo();
                    return new Attempt(transaction, request).refusal();
                },
                null));
    }

    @Override
    public List<CounterUsage> usage(List<CounterKey> keys, long nowMillis) {
        return read(nowMillis, transaction -> {
            List<CounterUsage> usages = new ArrayList<>();
            for (CounterKey key : keys) {
                usages.add(transaction.counters.usage(key, find(key, transaction)));
            }
            return List.copyOf(usages);
        });
    }

    @Override
    public int[] placesHeld(List<PlaceKey> keys, long nowMillis) {
        return read(nowMillis, transaction -> {
            int[] held = new int[keys.size()];
            for (int i = 0; i < held.length; i++) {
                transaction.check(keys.get(i).namespace());
                held[i] = (int) Math.min(Integer.MAX_VALUE, transaction.places.held(keys.get(i)));
            }
            return held;
        });
    }

    @Override
    public CounterPage list(String namespace, @Nullable String after, int most, long nowMillis) {
        if (most < 1) {
            throw new IllegalArgumentException("a page has at least one counter, not " + most);
        }
        return read(nowMillis, transaction -> {
            transaction.check(namespace);
            return transaction.counters.page(namespace, after, most);
        });
    }

    @Override
    public List<String> namespaces() {
        return read(Long.MIN_VALUE, transaction -> Namespaces.all(transaction.database));
    }

    @Override
    public void reset(CounterKey key) {
        write(Job.Kind.WRITES, transaction -> {
            transaction.check(key.definition().namespace());
            new Room(transaction, new byte[0]).drop(KeyBytes.of(key.encoded()));
        });
    }

    @Override
    public void resetClock(long nowMillis) {
        write(Job.Kind.WRITES, transaction -> transaction.resetClock(nowMillis));
    }

    @Override
    public void reopen(String namespace) {
        write(Job.Kind.REOPENS, transaction -> transaction.reopen(namespace));
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public long retries() {
        return retries.sum();
    }

    @Override
    public void close() {
        if (!queue.isClosed()) {
            queue.close();
            try {
                write(Job.Kind.CLOSES, transaction -> transaction.ledger().writeClock());
            } catch (StoreException e) {
                // The clock of the last second is not written where nothing can be; who charged was told so.
            }
        }
    }

    private interface Change {
        void make(Transaction transaction) throws SQLException;
    }

    private void write(Job.Kind kind, Change change) {
        Object unused = done(kind, Long.MIN_VALUE, transaction -> {
            change.make(transaction);
            return null;
        });
    }
}
