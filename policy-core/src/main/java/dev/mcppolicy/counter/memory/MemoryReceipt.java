package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.Receipt;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The cells in which charges were taken. Each is the cell of one window, so corrections stay in it. Charges leave their
 * cells as they were taken once: by a correction, or by a swap that credits them, which waits for no other and lets none
 * in between.
 */
sealed interface MemoryReceipt extends Receipt {
    /** The cell of a charge. */
    Cell cell(int index);

    /** What a sliding cell must know to correct a charge; null for an aligned one. */
    @Nullable
    LoggedCharge logged(int index);

    /**
     * Whether the charges are still as they were taken. To be asked, and changed, with {@link #lock} held.
     */
    boolean isWhole();

    /** Notes that the charges are no longer as they were taken. */
    void spend();

    /** Held by whoever corrects or credits the charges. */
    default Object lock() {
        return this;
    }

    /** One charge in an aligned window. */
    final class Single implements MemoryReceipt {
        private static final long SPENT = -1;

        private final WindowCell cell;
        private final long before;
        private long charged;

        Single(WindowCell cell, long charged, long before) {
            this.cell = cell;
            this.charged = charged;
            this.before = before;
        }

        @Override
        public long before(int index) {
            return before;
        }

        @Override
        public Cell cell(int index) {
            return cell;
        }

        @Override
        public @Nullable LoggedCharge logged(int index) {
            return null;
        }

        @Override
        public boolean isWhole() {
            return charged != SPENT;
        }

        @Override
        public void spend() {
            charged = SPENT;
        }

        @Override
        public synchronized CompletionStage<?> replace(long[] units) {
            if (isWhole()) {
                cell.replace(charged, units[0], null);
                spend();
            }
            return DONE;
        }
    }

    /** Any number of charges. */
    final class Several implements MemoryReceipt {
        private final List<Charge> charges;
        private final Cell[] cells;
        private final long[] befores;
        private final @Nullable LoggedCharge[] logged;
        private boolean spent;

        Several(List<Charge> charges, Cell[] cells, long[] befores, @Nullable LoggedCharge[] logged) {
            this.charges = charges;
            this.cells = cells;
            this.befores = befores;
            this.logged = logged;
        }

        @Override
        public long before(int index) {
            return befores[index];
        }

        @Override
        public Cell cell(int index) {
            return cells[index];
        }

        @Override
        public @Nullable LoggedCharge logged(int index) {
            return logged[index];
        }

        @Override
        public boolean isWhole() {
            return !spent;
        }

        @Override
        public void spend() {
            spent = true;
        }

        @Override
        public synchronized CompletionStage<?> replace(long[] units) {
            if (isWhole()) {
                replaceWhere(units, true);
                replaceWhere(units, false);
                spend();
            }
            return DONE;
        }

        private void replaceWhere(long[] units, boolean rising) {
            for (int i = 0; i < cells.length; i++) {
                long charged = charges.get(i).units();
                if (units[i] > charged == rising) {
                    cells[i].replace(charged, units[i], logged[i]);
                }
            }
        }
    }

    /** Charges with places. */
    final class Placed implements MemoryReceipt {
        private final MemoryReceipt charges;
        private final PlaceTable table;
        private final List<Place> places;
        private final String payer;

        Placed(MemoryReceipt charges, PlaceTable table, List<Place> places, String payer) {
            this.charges = charges;
            this.table = table;
            this.places = places;
            this.payer = payer;
        }

        /** Toward whose bound the places count. */
        String payer() {
            return payer;
        }

        List<Place> places() {
            return places;
        }

        @Override
        public long before(int index) {
            return charges.before(index);
        }

        @Override
        public Cell cell(int index) {
            return charges.cell(index);
        }

        @Override
        public @Nullable LoggedCharge logged(int index) {
            return charges.logged(index);
        }

        @Override
        public boolean isWhole() {
            return charges.isWhole();
        }

        @Override
        public void spend() {
            charges.spend();
        }

        @Override
        public Object lock() {
            return charges;
        }

        @Override
        public CompletionStage<?> keep() {
            free();
            return charges.keep();
        }

        @Override
        public CompletionStage<?> replace(long[] units) {
            free();
            return charges.replace(units);
        }

        /** Gives the places back. */
        void free() {
            table.free(this);
        }
    }
}
