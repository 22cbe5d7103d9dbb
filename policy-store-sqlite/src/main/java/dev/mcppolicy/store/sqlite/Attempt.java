package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.RefusalOrder;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.stored.KeyBytes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take charges and places: all is looked at, and reckoned in whole numbers of 63 bits, before any of it is
 * written.
 */
final class Attempt {
    private final Transaction transaction;
    private final ReserveRequest request;
    private final List<Charge> charges;
    private final byte[] payer;
    private final byte[][] keys;
    /** By the index of the charge; null where its counter is to be made. */
    private final @Nullable Counter[] counters;

    Attempt(Transaction transaction, ReserveRequest request) {
        this.transaction = transaction;
        this.request = request;
        this.charges = request.charges();
        this.payer = KeyBytes.of(request.payer());
        this.keys = new byte[charges.size()][];
        this.counters = new Counter[charges.size()];
    }

    /** What refuses the request, or null; then {@link #take} takes it. */
    @Nullable
    Refusal refusal() throws SQLException {
        request.requireDistinctKeys();
        find();
        Refusal limit = limit();
        if (limit != null && limit.retryAfterMillis() == Refusal.NEVER) {
            return limit;
        }
        Refusal taken = transaction.places.taken(request.places());
        if (taken != null) {
            return taken;
        }
        if (limit != null) {
            return limit;
        }
        Refusal full = withoutRoom();
        return full == null ? transaction.places.full(request.places(), payer) : full;
    }

    private void find() throws SQLException {
        for (int i = 0; i < counters.length; i++) {
            CounterKey key = charges.get(i).key();
            transaction.check(key.definition().namespace());
            keys[i] = KeyBytes.of(key.encoded());
            counters[i] = transaction.counters.find(keys[i]);
        }
        for (var place : request.places()) {
            transaction.check(place.key().namespace());
        }
    }

    private @Nullable Refusal limit() throws SQLException {
        long[] waits = new long[counters.length];
        for (int i = 0; i < waits.length; i++) {
            waits[i] = waitMillis(charges.get(i), counters[i]);
        }
        return RefusalOrder.first(waits.length, i -> waits[i]);
    }

    private long waitMillis(Charge charge, @Nullable Counter counter) throws SQLException {
        if (charge.exceedsAlone()) {
            return Refusal.NEVER;
        }
        if (counter == null || counter.used <= charge.mostBefore()) {
            return RefusalOrder.PASSES;
        }
        return counter.slides()
                ? transaction.log.waitMillis(counter, counter.used - charge.mostBefore())
                : Math.max(0, counter.endMillis - transaction.now());
    }

    private @Nullable Refusal withoutRoom() throws SQLException {
        List<CounterKey> missing = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        Room room = new Room(transaction, payer);
        for (int i = 0; i < counters.length; i++) {
            if (counters[i] == null) {
                // A counter whose window is over makes room for its next.
                room.drop(keys[i]);
                missing.add(charges.get(i).key());
                indices.add(i);
            }
        }
        int lacking = missing.isEmpty() ? -1 : room.lacking(missing);
        return lacking < 0 ? null : new Refusal(indices.get(lacking), Refusal.Reason.STORE_FULL, Refusal.NEVER);
    }

    /** Takes what nothing refuses. */
    Taken take() throws SQLException {
        Room room = new Room(transaction, payer);
        long reservation = transaction.ledger().newId();
        long[] befores = new long[counters.length];
        long[] numbers = new long[counters.length];
        for (int i = 0; i < counters.length; i++) {
            Counter counter = counters[i];
            boolean isMade = counter == null;
            if (counter == null) {
                counter = transaction.counters.unused(charges.get(i).key());
                room.take(charges.get(i).key());
            }
            befores[i] = counter.used;
            numbers[i] = counter.id;
            charge(counter, charges.get(i).units());
            if (isMade) {
                transaction.counters.insert(counter, charges.get(i).key(), keys[i], payer);
            } else {
                transaction.counters.save(counter);
            }
        }
        transaction.places.take(request.places(), payer, reservation);
        return new Taken(reservation, transaction.ledger().epoch, transaction.now(), befores, numbers);
    }

    private void charge(Counter counter, long units) throws SQLException {
        if (counter.slides()) {
            transaction.log.add(counter, units, transaction.now());
            counter.endMillis = Math.max(counter.endMillis, Millis.later(transaction.now(), counter.lengthMillis));
        } else {
            counter.used += units;
        }
    }
}
