package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.engine.judgement.CallSettlement;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.engine.store.StoreAccess;
import dev.mcppolicy.engine.store.StoreTimeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Renews the leases of places for as long as the calls run that hold them: of this process, those in force and those in
 * shadow mode. What cannot be renewed is tried again; what is lost is said to the log.
 *
 * <p>This class is threadsafe.
 */
final class PlaceRenewal {
    /** A lease is renewed so often while it runs: one renewal may fail and the next still be in time. */
    private static final int TIMES_A_LEASE = 3;

    private final StoreAccess store;
    private final ShadowPolicies views;

    PlaceRenewal(StoreAccess store, ShadowPolicies views) {
        this.store = store;
        this.views = views;
    }

    /** Renews the places of a call from now on until it is settled. */
    void keep(Decision.Allow decision) {
        if (decision.reservation() instanceof CallSettlement running && running.hasPlaces()) {
            AtomicBoolean renewing = new AtomicBoolean();
            running.renewedBy(StoreTimeout.every(third(running), () -> {
                // A store that answers late must not have a thread wait in it for each time.
                if (renewing.compareAndSet(false, true)) {
                    renewOrLog(running, () -> renewing.set(false));
                }
            }));
        }
    }

    private static Duration third(CallSettlement running) {
        long shortestMillis = running.placed()
                .flatMap(reservation -> reservation.request().places().stream())
                .mapToLong(Place::leaseMillis)
                .min()
                .orElseThrow();
        return Duration.ofMillis(shortestMillis / TIMES_A_LEASE);
    }

    private void renewOrLog(CallSettlement running, Runnable afterwards) {
        CompletableFuture<List<Reservation>> renewed;
        try {
            renewed = renewed(running);
        } catch (Throwable e) {
            renewed = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<?> unused = renewed.handle((lost, failure) -> {
            afterwards.run();
            say(running, lost, failure);
            return lost;
        });
    }

    private static void say(CallSettlement running, @Nullable List<Reservation> lost, @Nullable Throwable failure) {
        if (failure != null) {
            FailureLog.warning("the lease of a place could not be renewed, and is tried again", failure);
        } else if (lost != null && !lost.isEmpty() && !running.isSettled()) {
            FailureLog.warning("a call runs on without its place, whose lease ended before it was renewed", null);
        }
    }

    /** Renews the places of a call once. */
    CompletionStage<Boolean> renew(Decision.Allow decision) {
        return decision.reservation() instanceof CallSettlement running
                ? renewed(running).thenApply(List::isEmpty)
                : CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<List<Reservation>> renewed(CallSettlement running) {
        List<Reservation> own = running.placed().filter(running::isOwn).toList();
        List<Reservation> shadow =
                running.placed().filter(placed -> !running.isOwn(placed)).toList();
        CompletableFuture<List<Reservation>> lost =
                own.isEmpty() ? CompletableFuture.completedFuture(List.of()) : store.renew(own);
        return shadow.isEmpty()
                ? lost
                : lost.thenCombine(views.renew(shadow), (some, others) -> some.isEmpty() ? others : some);
    }
}
