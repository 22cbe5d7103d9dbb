package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.store.sqlite.file.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One transaction, in which several jobs may be done, each as if it were alone. Used by one thread. */
final class Transaction {
    final Database database;
    final Settings settings;
    final boolean writes;
    final Counters counters;
    final SlidingLog log;
    final Places places;
    final HeldRequests held;
    final Corrections corrections;

    private final Namespaces namespaces;
    private final Set<String> checked = new HashSet<>();
    private final Map<String, Namespaces.Mark> opened = new HashMap<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> undoing = new ArrayList<>();
    private Ledger ledger;
    private boolean isUndone;

    Transaction(Database database, Ledger ledger, Settings settings, Namespaces namespaces, boolean writes) {
        this.database = database;
        this.ledger = ledger;
        this.settings = settings;
        this.namespaces = namespaces;
        this.writes = writes;
        this.log = new SlidingLog(this);
        this.counters = new Counters(this);
        this.places = new Places(this);
        this.corrections = new Corrections(this);
        this.held = new HeldRequests(this);
    }

    Ledger ledger() {
        return ledger;
    }

    /** The store's instant. */
    long now() {
        return ledger.clock;
    }

    /** Moves the clock up to an instant, and does what is due by then. */
    void advance(long nowMillis) throws SQLException {
        ledger.clock = Math.max(ledger.clock, nowMillis);
        if (writes) {
            held.settleDue();
        }
    }

    boolean isAnythingDue() {
        return ledger.nextDue <= ledger.clock;
    }

    /** Throws where a namespace's mark is not the one that this process has seen. */
    void check(String namespace) throws SQLException {
        if (checked.add(namespace)) {
            Namespaces.Mark made = namespaces.check(namespace, database, writes);
            if (made != null) {
                opened.put(namespace, made);
            }
        }
    }

    /** Gives a namespace a new mark. */
    void reopen(String namespace) throws SQLException {
        checked.add(namespace);
        opened.put(namespace, namespaces.reopen(namespace, database));
    }

    /**
     * Sets the clock to an instant. What has not begun by then is dropped, and what was charged later in a window that slides
     * is taken for charged then. What was over and has not been dropped counts again, where its window holds the instant.
     */
    void resetClock(long nowMillis) throws SQLException {
        long from = ledger.clock;
        ledger.clock = nowMillis;
        ledger.epoch++;
        ledger.writeClock();
        database.change("insert into rewind values (?, ?, ?)", ledger.epoch, from, nowMillis);
        Room.dropAll(this, "length_ms = 0 and (start_ms > ? or end_ms <= ?)", nowMillis, nowMillis);
        log.rewindAll();
        places.rewind();
    }

    /** Says that the job is to leave everything as it was, but for the clock. */
    void undo() {
        isUndone = true;
    }

    boolean isUndone() {
        return isUndone;
    }

    /** What is done once the transaction has gone through. */
    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** What is done if the transaction does not go through, or the job is undone. */
    void onUndo(Runnable action) {
        undoing.add(action);
    }

    /** What is to be as it was when a job is undone. */
    final class Before {
        private final Ledger ledgerBefore = ledger.copy();
        private final int undoingBefore = undoing.size();
        private final int afterBefore = afterCommit.size();
        private final Set<String> checkedBefore = Set.copyOf(checked);
        private final Map<String, Namespaces.Mark> openedBefore = Map.copyOf(opened);

        /** To be called when the rows are as they were. */
        void restore() {
            ledgerBefore.clock = Math.max(ledgerBefore.clock, ledger.clock);
            ledger = ledgerBefore;
            undoFrom(undoingBefore);
            afterCommit.subList(afterBefore, afterCommit.size()).clear();
            checked.retainAll(checkedBefore);
            opened.keySet().retainAll(openedBefore.keySet());
            isUndone = false;
        }
    }

    Before before() {
        return new Before();
    }

    /** The transaction has not gone through. */
    void rolledBack() {
        undoFrom(0);
    }

    private void undoFrom(int first) {
        for (int i = undoing.size() - 1; i >= first; i--) {
            undoing.remove(i).run();
        }
    }

    /** The transaction has gone through. */
    void committed() {
        opened.forEach(namespaces::saw);
        afterCommit.forEach(Runnable::run);
    }
}
