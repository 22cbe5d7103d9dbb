package dev.mcppolicy.engine;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A real store behind a seam at which faults are injected. Its asynchronous form can hold answers back until told to
 * give them.
 */
final class BreakableStore extends ForwardingCounterStore {
    /** What happens to an operation. */
    enum Fault {
        NONE,
        THROWS,
        THROWS_ERROR,
        THROWS_UNDECLARED,
        ANSWERS_NULL,
        /** The store does its work, and then the answer is lost. */
        LOSES_ANSWER
    }

    final InMemoryCounterStore inner;
    volatile Fault onReserve = Fault.NONE;
    volatile Fault onSwap = Fault.NONE;
    volatile Fault onRead = Fault.NONE;
    /** What happens when charges are given back or corrected. */
    volatile Fault onReplace = Fault.NONE;

    volatile boolean slow;
    private final ConcurrentLinkedQueue<Runnable> heldBack = new ConcurrentLinkedQueue<>();

    BreakableStore() {
        this(new InMemoryCounterStore(1_000));
    }

    private BreakableStore(InMemoryCounterStore inner) {
        super(inner);
        this.inner = inner;
    }

    /** What can fail is outside the process. */
    @Override
    public boolean isRemote() {
        return true;
    }

    /** Gives the answers that were held back. */
    void answer() {
        for (Runnable next = heldBack.poll(); next != null; next = heldBack.poll()) {
            next.run();
        }
    }

    @Override
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        return broken(onReserve, () -> correctable(inner.reserve(request, nowMillis)));
    }

    private ReserveResult correctable(ReserveResult result) {
        if (onReplace == Fault.NONE || !(result instanceof Reservation reservation)) {
            return result;
        }
        Receipt receipt = reservation.receipt();
        return new Reservation(reservation.request(), new Receipt() {
            @Override
            public long before(int index) {
                return receipt.before(index);
            }

            @Override
            public CompletionStage<?> replace(long[] units) {
                return broken(onReplace, () -> receipt.replace(units));
            }
        });
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        return broken(onSwap, () -> correctable(inner.swap(held, request, nowMillis)));
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        return broken(onRead, () -> inner.read(keys, nowMillis));
    }

    @Override
    public @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
        return broken(onRead, () -> inner.wouldRefuse(request, nowMillis));
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        return broken(onRead, () -> inner.readCrediting(held, keys, nowMillis));
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
        return later(() -> reserve(request, nowMillis));
    }

    @Override
    public CompletionStage<ReserveResult> swapAsync(Reservation held, ReserveRequest request, long nowMillis) {
        return later(() -> swap(held, request, nowMillis));
    }

    @Override
    public CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        return later(() -> read(keys, nowMillis));
    }

    private <T> CompletionStage<T> later(Supplier<T> step) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable work = () -> {
            try {
                answer.complete(step.get());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        };
        if (slow) {
            heldBack.add(work);
        } else {
            work.run();
        }
        return answer;
    }

    @SuppressWarnings("NullAway")
    private static <T> @Nullable T broken(Fault fault, Supplier<T> step) {
        return switch (fault) {
            case NONE -> step.get();
            case THROWS -> throw new IllegalStateException("the store is broken");
            case THROWS_ERROR -> throw new LinkageError("the store's driver is broken");
            case THROWS_UNDECLARED -> throw Undeclared.failure();
            case ANSWERS_NULL -> null;
            case LOSES_ANSWER -> {
                T lost = step.get();
                throw new IllegalStateException("the answer is lost: " + lost);
            }
        };
    }
}
