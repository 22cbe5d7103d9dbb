package dev.mcppolicy.store.redis;

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
import dev.mcppolicy.counter.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Counters in Redis, 6.2 or newer, which several machines share.
 *
 * <p>What is done for a decision is one script and one round trip. The server's clock counts, made monotone for each namespace.
 * Every call is bounded by the store's time-out, and throws where the server cannot be reached, is a replica, may drop counters
 * for want of memory, or has lost what this store has seen. What a script has done it remembers by the name of its operation,
 * so that one whose answer was lost is sent again and nothing is taken twice.
 *
 * <p>A namespace is kept apart from the others: a request has charges and places of one, and the capacity is that of each.
 * Redis answers what it may lose: without an append-only file, or with one that is not synced with every write, a server that
 * ends may forget what it has answered, and so may a failover; the store logs once which of it is so.
 *
 * <p>This class is threadsafe. The asynchronous forms never block.
 */
public final class RedisCounterStore implements CounterStore {
    private final Connections connections;
    private final Settings settings;
    private final Ledgers ledgers;
    private final Inspection inspection;

    RedisCounterStore(RedisUrl url, Settings settings) {
        this.connections = new Connections(url, settings);
        this.settings = settings;
        this.ledgers = new Ledgers(new Scripts(connections, settings), settings);
        this.inspection = new Inspection(ledgers);
    }

    /**
     * Opens the counters of a server.
     *
     * @param url {@code redis://[user@]host[:port][/database]}, or {@code rediss} for TLS, and perhaps
     *     {@code ?passwordFile=} with a path or {@code ?passwordEnv=} with the name of a variable of the environment
     * @return the store
     * @throws IllegalArgumentException if the URL has another form or a password in it; the message shows nothing of it
     * @throws StoreException if the server cannot be reached, is older than 6.2 or a replica, or may drop counters
     */
    public static RedisCounterStore open(String url) {
        return builder(url).open();
    }

    /**
     * How to open the counters of a server otherwise.
     *
     * @param url as in {@link #open}
     * @return a builder
     * @throws IllegalArgumentException as {@link #open}
     */
    public static RedisCounterStoreBuilder builder(String url) {
        return new RedisCounterStoreBuilder(url);
    }

    /** Connects, so that what is wrong is known at once. */
    void connect() {
        try {
            var unused = await(ledgers.scripts().connected());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What comes of something, within the time-out; an interrupt is noted, and cuts nothing short. */
    private <T> T await(CompletableFuture<T> future) {
        Deadline deadline = Deadline.after(settings.timeout());
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (TimeoutException e) {
            throw Failures.unknown(e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        return await(ledgers.reserve(request, null, null, nowMillis));
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
        return ledgers.bounded(() -> ledgers.reserve(request, null, null, nowMillis));
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        return await(swapping(held, request, nowMillis));
    }

    @Override
    public CompletionStage<ReserveResult> swapAsync(Reservation held, ReserveRequest request, long nowMillis) {
        return ledgers.bounded(() -> swapping(held, request, nowMillis));
    }

    private CompletableFuture<ReserveResult> swapping(Reservation held, ReserveRequest request, long nowMillis) {
        RedisReceipt receipt = ownReceipt(held);
        if (receipt == null) {
            return ledgers.reserve(request, null, null, nowMillis);
        }
        return receipt.inTurn(() -> swap(held, receipt, request, nowMillis));
    }

    private CompletableFuture<ReserveResult> swap(
            Reservation held, RedisReceipt receipt, ReserveRequest request, long nowMillis) {
        return ledgers.reserve(request, receipt, held, nowMillis).whenComplete((result, failure) -> {
            if (result instanceof Reservation) {
                receipt.spend();
                boolean unused = held.claim();
            } else if (failure != null && !receipt.isNamed() && Failures.of(failure) instanceof StoreException) {
                // It may have been given back, and must not be given back twice.
                receipt.spend();
            }
        });
    }

    /** The receipt of a reservation that this store has made; null for one without charges that another has. */
    @Nullable
    RedisReceipt ownReceipt(Reservation held) {
        if (held.receipt() instanceof RedisReceipt receipt && receipt.isOf(ledgers)) {
            return receipt;
        }
        if (!held.charges().isEmpty()) {
            throw new IllegalArgumentException("the reservation was made by another store");
        }
        return null;
    }

    @Override
    public @Nullable Reservation find(OperationId id, long nowMillis) {
        return await(inspection.find(id, nowMillis)).orElse(null);
    }

    @Override
    public CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
        return ledgers.bounded(() -> inspection.renew(List.copyOf(running), this::ownReceipt, nowMillis));
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        return await(inspection.read(keys, null, List.of(), nowMillis));
    }

    @Override
    public CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        return ledgers.bounded(() -> inspection.read(keys, null, List.of(), nowMillis));
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        return await(crediting(held, keys, nowMillis));
    }

    @Override
    public CompletionStage<long[]> readCreditingAsync(Reservation held, List<CounterKey> keys, long nowMillis) {
        return ledgers.bounded(() -> crediting(held, keys, nowMillis));
    }

    private CompletableFuture<long[]> crediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        RedisReceipt receipt = ownReceipt(held);
        return inspection.read(keys, held.isSettled() ? null : receipt, held.charges(), nowMillis);
    }

    @Override
    public @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
        return await(ledgers.wouldRefuse(request, nowMillis)).orElse(null);
    }

    @Override
    public List<CounterUsage> usage(List<CounterKey> keys, long nowMillis) {
        return await(inspection.usage(keys, nowMillis));
    }

    @Override
    public int[] placesHeld(List<PlaceKey> keys, long nowMillis) {
        return await(inspection.placesHeld(keys, nowMillis));
    }

    @Override
    public CounterPage list(String namespace, @Nullable String after, int most, long nowMillis) {
        if (most < 1) {
            throw new IllegalArgumentException("a page has at least one counter, not " + most);
        }
        return new Listing(ledgers, this::await).page(namespace, after, most, nowMillis);
    }

    @Override
    public void reset(CounterKey key) {
        var unused = await(ledgers.scripts()
                .run(
                        Script.RESET,
                        ledgers.namespace(key.definition().namespace()),
                        0,
                        (arguments, now) -> arguments.key(key)));
    }

    @Override
    public void resetClock(long nowMillis) {
        for (Namespace namespace : await(inspection.namespaces())) {
            Answer page = await(resetClock(namespace, Long.toString(nowMillis), "", ""));
            while (page.size() == 2 && !(page.text(0).isEmpty() && page.text(1).isEmpty())) {
                page = await(resetClock(namespace, "", page.text(0), page.text(1)));
            }
        }
    }

    private CompletableFuture<Answer> resetClock(
            Namespace namespace, String millis, String counterCursor, String holderCursor) {
        return ledgers.scripts().run(Script.RESET_CLOCK, namespace, 0, (arguments, now) -> arguments
                .text(millis)
                .text(counterCursor)
                .text(holderCursor));
    }

    @Override
    public void reopen(String namespace) {
        Namespace reopened = ledgers.namespace(namespace);
        String mark = Namespace.newMark();
        var unused = await(ledgers.scripts().reopen(reopened, mark));
        reopened.reopened(mark);
    }

    @Override
    public List<String> namespaces() {
        return await(ledgers.scripts().namespaces()).stream().sorted().toList();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public long retries() {
        return ledgers.scripts().retries();
    }

    @Override
    public void close() {
        connections.close(settings.timeout());
    }
}
