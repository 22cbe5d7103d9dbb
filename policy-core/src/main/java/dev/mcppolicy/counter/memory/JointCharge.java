package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.RefusalOrder;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take several charges together, with those of a held reservation credited. All cells involved are locked
 * in one order, looked at, changed or left, and unlocked; nobody sees a part of it.
 */
final class JointCharge {
    private final CellTable table;
    private final ReserveRequest request;
    private final List<Charge> charges;
    private final List<Charge> heldCharges;
    private final @Nullable MemoryReceipt held;
    private final Cell[] cells;
    private long nowMillis;

    /**
     * An attempt.
     *
     * @param held what is credited, with its lock held by the caller and its charges as they were taken
     */
    JointCharge(CellTable table, ReserveRequest request, Reservation held, long nowMillis) {
        this.table = table;
        this.request = request;
        this.charges = request.charges();
        this.heldCharges = held.charges();
        this.held = held.receipt() instanceof MemoryReceipt receipt ? receipt : null;
        this.nowMillis = nowMillis;
        this.cells = new Cell[charges.size()];
    }

    /** Takes the charges or none; throws where two are of one counter, whatever it holds. */
    ReserveResult take() {
        request.requireDistinctKeys();
        Refusal hopeless = hopeless();
        if (hopeless != null) {
            // No cell was made for it.
            return hopeless;
        }
        for (; ; ) {
            ReserveResult result = findCells();
            if (result == null && canBeReadUnlocked()) {
                result = refusal();
            }
            if (result == null) {
                result = takeLocked();
            }
            if (result != null) {
                return result;
            }
        }
    }

    /** What {@link #take} would be refused by, or null; takes nothing and makes no cell. */
    @Nullable
    Refusal wouldRefuse() {
        request.requireDistinctKeys();
        Refusal refusal = hopeless();
        if (refusal == null) {
            for (int i = 0; i < cells.length; i++) {
                cells[i] = table.present(charges.get(i).key(), nowMillis);
            }
            refusal = refusalOfPresent();
        }
        return refusal == null
                ? withoutRoom(missing -> table.lackingRoom(missing, request.payer()), missingKeys())
                : refusal;
    }

    /** The first charge that no waiting helps, whatever its counter holds. */
    private @Nullable Refusal hopeless() {
        return RefusalOrder.first(
                cells.length, i -> charges.get(i).exceedsAlone() ? Refusal.NEVER : RefusalOrder.PASSES);
    }

    /**
     * Finds the cells, and makes those that are missing once the others are known not to refuse: refused calls of ever
     * new callers must not fill the store.
     */
    private @Nullable Refusal findCells() {
        boolean allAreThere = true;
        for (int i = 0; i < cells.length; i++) {
            cells[i] = table.present(charges.get(i).key(), nowMillis);
            allAreThere &= cells[i] instanceof WindowCell;
        }
        if (allAreThere) {
            return null;
        }
        Refusal refusal = held == null ? refusalOfPresent() : null;
        return refusal == null ? makeCells() : refusal;
    }

    private @Nullable Refusal refusalOfPresent() {
        return RefusalOrder.first(cells.length, i -> {
            Cell cell = cells[i];
            return cell == null ? RefusalOrder.PASSES : cell.refusalMillis(charges.get(i), nowMillis);
        });
    }

    /** Makes the cells that are missing, once there is room for all: a refused call must leave none behind. */
    private @Nullable Refusal makeCells() {
        List<CounterKey> missing = missingKeys();
        Refusal full = withoutRoom(keys -> table.takeRoom(keys, request.payer()), missing);
        if (full != null) {
            return full;
        }
        CellRoom.Taken taken = table.taken(missing, request.payer());
        boolean allAreThere = true;
        try {
            for (int i = 0; i < cells.length && allAreThere; i++) {
                Cell cell = table.find(charges.get(i).key(), nowMillis, taken);
                allAreThere = cell != null;
                cells[i] = cell;
            }
        } finally {
            taken.giveRest();
        }
        // A cell that was there may be over by now, and its room taken by another.
        return allAreThere ? null : findCells();
    }

    private @Nullable Refusal withoutRoom(ToIntFunction<List<CounterKey>> room, List<CounterKey> missing) {
        int without = missing.isEmpty() ? -1 : room.applyAsInt(missing);
        return without < 0
                ? null
                : new Refusal(indexOf(missing.get(without)), Refusal.Reason.STORE_FULL, Refusal.NEVER);
    }

    private List<CounterKey> missingKeys() {
        List<CounterKey> missing = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] == null) {
                missing.add(charges.get(i).key());
            }
        }
        return missing;
    }

    private int indexOf(CounterKey key) {
        int at = 0;
        while (!charges.get(at).key().equals(key)) {
            at++;
        }
        return at;
    }

    /** Whether a refusal can be told without locks: what an aligned cell holds falls by corrections alone. */
    private boolean canBeReadUnlocked() {
        if (held != null) {
            return false;
        }
        for (Cell cell : cells) {
            if (cell instanceof SlidingCell) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Refusal refusal() {
        return RefusalOrder.first(cells.length, i -> {
            Charge charge = charges.get(i);
            return cells[i].used() > charge.mostBefore()
                    ? cells[i].retryAfterMillis(charge, nowMillis)
                    : RefusalOrder.PASSES;
        });
    }

    /** The result with all cells locked, or null to try again: a cell went out of use, or was seen at a later instant. */
    private @Nullable ReserveResult takeLocked() {
        Cell[] locking = new Cell[cells.length + heldCharges.size()];
        int count = inLockOrder(locking);
        int locked = 0;
        try {
            while (locked < count) {
                if (!locking[locked].lock()) {
                    return null;
                }
                locked++;
            }
            return takeHoldingLocks();
        } finally {
            while (locked > 0) {
                locking[--locked].unlock();
            }
        }
    }

    /** Puts each cell involved once into an array, in the order in which cells are locked; how many they are. */
    private int inLockOrder(Cell[] locking) {
        int count = 0;
        for (Cell cell : cells) {
            count = insert(cell, locking, count);
        }
        MemoryReceipt receipt = held;
        for (int i = 0; receipt != null && i < heldCharges.size(); i++) {
            if (!receipt.cell(i).isDead()) {
                count = insert(receipt.cell(i), locking, count);
            }
        }
        return count;
    }

    private static int insert(Cell cell, Cell[] ordered, int count) {
        int at = count;
        while (at > 0 && ordered[at - 1].order() > cell.order()) {
            at--;
        }
        if (at > 0 && ordered[at - 1] == cell) {
            return count;
        }
        System.arraycopy(ordered, at, ordered, at + 1, count - at);
        ordered[at] = cell;
        return count + 1;
    }

    private @Nullable ReserveResult takeHoldingLocks() {
        if (!refresh()) {
            return null;
        }
        long[] credits = credit();
        Refusal refusal = refusal();
        if (refusal != null) {
            debit(credits);
            return refusal;
        }
        long[] befores = new long[cells.length];
        @Nullable LoggedCharge[] logged = new @Nullable LoggedCharge[cells.length];
        for (int i = 0; i < cells.length; i++) {
            befores[i] = cells[i].usedLocked();
            logged[i] = cells[i].recordLocked(charges.get(i).units(), nowMillis);
        }
        return new Reservation(request, new MemoryReceipt.Several(charges, cells, befores, logged));
    }

    /** Brings the cells to this charge's instant; false if one has been seen later, and then the instant is moved on. */
    private boolean refresh() {
        for (Cell cell : cells) {
            if (!cell.refreshLocked(nowMillis)) {
                long later = table.nowMillis();
                if (later > nowMillis) {
                    nowMillis = later;
                    return false;
                }
                cell.rewindLocked(nowMillis);
            }
        }
        return true;
    }

    private long[] credit() {
        MemoryReceipt receipt = held;
        long[] credits = new long[receipt == null ? 0 : heldCharges.size()];
        for (int i = 0; receipt != null && i < credits.length; i++) {
            credits[i] = receipt.cell(i).isDead()
                    ? Cell.NOT_HELD
                    : receipt.cell(i).takeBackLocked(heldCharges.get(i).units(), receipt.logged(i));
        }
        return credits;
    }

    private void debit(long[] credits) {
        MemoryReceipt receipt = held;
        for (int i = 0; receipt != null && i < credits.length; i++) {
            if (credits[i] != Cell.NOT_HELD) {
                receipt.cell(i).putBackLocked(credits[i], receipt.logged(i));
            }
        }
    }
}
