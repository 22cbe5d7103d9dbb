package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.ReserveRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known here of charges and places that were taken. Where they have a name, the server says whether they are settled,
 * and else this does. What is done with them is done one after the other.
 */
final class RedisReceipt implements Receipt {
    private final Ledgers ledgers;
    private final Namespace namespace;
    private final ReserveRequest request;
    private final Taken taken;
    private final AtomicReference<CompletableFuture<?>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(null));
    private volatile boolean isSpent;

    RedisReceipt(Ledgers ledgers, Namespace namespace, ReserveRequest request, Taken taken) {
        this.ledgers = ledgers;
        this.namespace = namespace;
        this.request = request;
        this.taken = taken;
    }

    Namespace namespace() {
        return namespace;
    }

    Taken taken() {
        return taken;
    }

    boolean isNamed() {
        return request.hold() != null;
    }

    /** By what name others may settle the charges, or nothing. */
    String name() {
        Hold hold = request.hold();
        return hold == null ? "" : hold.id().toString();
    }

    /** Whether this store has made it. */
    boolean isOf(Ledgers other) {
        return ledgers == other;
    }

    /** Whether the charges are no longer as they were taken, as far as it is known here. */
    boolean isSpent() {
        return isSpent;
    }

    void spend() {
        isSpent = true;
    }

    @Override
    public long before(int index) {
        return taken.befores().get(index);
    }

    @Override
    public CompletionStage<?> keep() {
        return request.hold() == null && request.places().isEmpty() ? DONE : settle(null);
    }

    @Override
    public CompletionStage<?> replace(long[] units) {
        return settle(units.clone());
    }

    private CompletionStage<?> settle(long @Nullable [] units) {
        return ledgers.bounded(() -> inTurn(() -> {
            if (isSpent && !isNamed()) {
                return CompletableFuture.completedFuture(null);
            }
            return ledgers.scripts()
                    .run(Script.SETTLE, namespace, 0, (arguments, now) -> write(arguments, units))
                    .thenAccept(answer -> isSpent = true);
        }));
    }

    private void write(Arguments arguments, long @Nullable [] units) {
        arguments
                .text(name())
                .text(taken.reservation())
                .number(ledgers.settings().remembered().toMillis())
                .name(request.payer())
                .places(request.places());
        if (units == null) {
            arguments.number(0);
            return;
        }
        arguments.number(units.length);
        for (int i = 0; i < units.length; i++) {
            arguments.key(request.charges().get(i).key());
            writeCharge(arguments, i);
            arguments.number(units[i]);
        }
    }

    /** A charge, but for its counter's name. */
    void writeCharge(Arguments arguments, int index) {
        arguments
                .text(taken.counters().get(index))
                .number(request.charges().get(index).units())
                .number(taken.atMillis())
                .text(taken.epoch());
    }

    /** Does something when all that was begun before is done, whatever came of it. */
    <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> step) {
        CompletableFuture<T> done = new CompletableFuture<>();
        CompletableFuture<?> unused = last.getAndSet(done).whenComplete((before, failure) -> {
            try {
                CompletableFuture<?> unusedStep = step.get().whenComplete((answer, reason) -> {
                    if (reason == null) {
                        done.complete(answer);
                    } else {
                        done.completeExceptionally(Failures.of(reason));
                    }
                });
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
