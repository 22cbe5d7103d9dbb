package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.Charge;
import java.sql.SQLException;
import java.util.List;

/** Changes of charges that were taken, each in its own window. */
final class Corrections {
    private static final String REWINDS = "select from_ms, to_ms from rewind where epoch > ? order by epoch";

    private final Transaction transaction;

    Corrections(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Puts other amounts in the place of those charged, where their counters still count them. */
    void replace(List<Charge> charges, Taken taken, long[] units) throws SQLException {
        for (int i = 0; i < units.length; i++) {
            long charged = charges.get(i).units();
            Counter counter = units[i] == charged ? null : transaction.counters.find(taken.counter(i));
            if (counter != null && counter.slides()) {
                replaceInLog(counter, charged, units[i], taken);
            } else if (counter != null) {
                long rest = Math.max(0, counter.used - charged);
                counter.used = rest + Math.min(units[i], Charge.MOST_UNITS - rest);
                transaction.counters.save(counter);
            }
        }
    }

    private void replaceInLog(Counter counter, long charged, long actual, Taken taken) throws SQLException {
        long at = instantOf(charged, taken, counter);
        if (transaction.log.counts(counter, at, charged)) {
            transaction.log.replace(counter, charged, actual, at);
            transaction.counters.save(counter);
        }
    }

    /** What a counter holds of a charge that was taken. */
    long held(Counter counter, int index, Charge charge, Taken taken) throws SQLException {
        if (counter.id != taken.counter(index)) {
            return 0;
        }
        if (counter.slides()) {
            return transaction.log.counts(counter, instantOf(charge.units(), taken, counter), charge.units())
                    ? charge.units()
                    : 0;
        }
        return Math.min(counter.used, charge.units());
    }

    private record Rewind(long fromMillis, long toMillis) {}

    /**
     * At which instant a charge stands in its log: where the clock was put back before it, it was moved with it. One of
     * nothing stands nowhere yet.
     */
    private long instantOf(long charged, Taken taken, Counter counter) throws SQLException {
        long at = taken.atMillis();
        if (charged == 0) {
            return Math.min(at, transaction.now());
        }
        if (taken.epoch() == transaction.ledger().epoch) {
            return at;
        }
        for (Rewind rewind :
                transaction.database.all(REWINDS, row -> new Rewind(row.getLong(1), row.getLong(2)), taken.epoch())) {
            if (Millis.later(at, counter.lengthMillis) <= rewind.fromMillis()) {
                return Long.MIN_VALUE;
            }
            at = Math.min(at, rewind.toMillis());
        }
        return at;
    }
}
