package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.RefusalOrder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one counter holds. One word carries the used units and the cell's lock: zero or more, and free; the complement
 * of the used units, and locked; {@link #DEAD}, and out of use for good.
 *
 * <p>Charges that stand alone are compared and raised in one compare-and-set, and never wait but for the few
 * instructions in which a decision with several charges holds its cells locked. Such decisions lock their cells in the
 * order of {@link #order}, so they cannot wait for each other in a circle. A refused charge writes nothing.
 */
abstract sealed class Cell permits WindowCell, SlidingCell {
    /** In place of used units: the cell is out of use, look the counter up again. */
    static final long GONE = -1;

    /** In place of units given back: the charge counts no longer. */
    static final long NOT_HELD = -1;

    /** The most units a cell holds. The type has one more, whose complement is {@link #DEAD} and no locked cell. */
    static final long TOP = Charge.MOST_UNITS;

    private static final long DEAD = Long.MIN_VALUE;
    private static final int SPINS_BEFORE_YIELD = 64;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Cell.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final CounterKey key;
    /** Who has opened the counter. */
    private final String payer;

    private final long order;
    private volatile long state;

    Cell(CounterKey key, String payer, long order) {
        this.key = key;
        this.payer = payer;
        this.order = order;
    }

    final CounterKey key() {
        return key;
    }

    final String payer() {
        return payer;
    }

    /** What the cell holds, for people. */
    abstract CounterUsage usageAt(long nowMillis);

    /** A number that no other cell has, by which cells are locked in turn. */
    final long order() {
        return order;
    }

    /** Whether the cell counts at an instant. */
    abstract boolean isCurrent(long nowMillis);

    /** The first instant at which the cell may be dropped. */
    abstract long expiresAtMillis();

    /** The units that count at an instant, or later if the cell has been seen later. Waits while the cell is locked. */
    abstract long usedAt(long nowMillis);

    /** As {@link #usedAt}, less what is left in the cell of one charge. */
    abstract long usedWithout(long charged, @Nullable LoggedCharge logged, long nowMillis);

    /** Puts another amount in the place of one that was charged, if that still counts. */
    abstract void replace(long charged, long actual, @Nullable LoggedCharge logged);

    /**
     * With the lock held: forgets what no longer counts; false if the cell has been seen at a later instant, and has
     * forgotten what still counted at this one.
     */
    abstract boolean refreshLocked(long nowMillis);

    /** With the lock held: takes what was noted after an instant for noted at it, since the clock was set back. */
    abstract void rewindLocked(long nowMillis);

    /** How long a charge would be refused, or {@link RefusalOrder#PASSES}. Not to be called with the lock held. */
    abstract long refusalMillis(Charge charge, long nowMillis);

    /** With the lock held: takes a charge for which there is room; what a sliding cell must know to correct it. */
    abstract @Nullable LoggedCharge recordLocked(long units, long nowMillis);

    /** With the lock held: takes a charge back; how many units the cell lost, or {@link #NOT_HELD}. */
    abstract long takeBackLocked(long charged, @Nullable LoggedCharge logged);

    /** With the lock held, and nothing recorded meanwhile: undoes {@link #takeBackLocked}. */
    abstract void putBackLocked(long taken, @Nullable LoggedCharge logged);

    /** With the lock held, unless the window is aligned: how long until what is used now leaves room for a charge. */
    abstract long retryAfterMillis(Charge charge, long nowMillis);

    final boolean isDead() {
        return state == DEAD;
    }

    final long used() {
        long seen = state;
        return seen >= 0 ? seen : seen == DEAD ? 0 : ~seen;
    }

    /** One compare-and-set from a free state; fails when the cell changed or is locked. */
    final boolean compareAndSet(long expectedUsed, long used) {
        return STATE.compareAndSet(this, expectedUsed, used);
    }

    /** The used units once the cell is free, or {@link #GONE}. */
    final long awaitFree() {
        for (int spins = 0; ; spins++) {
            long seen = state;
            if (seen >= 0) {
                return seen;
            }
            if (seen == DEAD) {
                return GONE;
            }
            pause(spins);
        }
    }

    /** Locks the cell; false when it is out of use. */
    final boolean lock() {
        for (; ; ) {
            long used = awaitFree();
            if (used < 0) {
                return false;
            }
            if (compareAndSet(used, ~used)) {
                return true;
            }
        }
    }

    final long usedLocked() {
        return ~state;
    }

    final void setLocked(long used) {
        STATE.setRelease(this, ~used);
    }

    /** Whoever finds the cell free sees all that was done with the lock held; nobody needs to see it free at once. */
    final void unlock() {
        STATE.setRelease(this, ~state);
    }

    /** Takes the cell out of use, whatever it holds. */
    final void kill() {
        if (lock()) {
            state = DEAD;
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // whoever holds the lock may need this core to give it back
    private static void pause(int spins) {
        if (spins < SPINS_BEFORE_YIELD) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
