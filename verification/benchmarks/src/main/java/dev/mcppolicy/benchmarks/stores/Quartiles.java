package dev.mcppolicy.benchmarks.stores;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** The median of some numbers and what is a quarter from either end: one that was disturbed moves none of them far. */
record Quartiles(double low, double median, double high) {
    /**
     * Reckons them.
     *
     * @param numbers at least one
     */
    static Quartiles of(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** As the tables have it, {@code 1.37 (1.22 to 2.00)}. */
    String text() {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, low, high);
    }
}
