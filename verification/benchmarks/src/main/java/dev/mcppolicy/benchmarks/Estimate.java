package dev.mcppolicy.benchmarks;

import java.util.Arrays;

/**
 * A measured figure with its 95% confidence interval. What is computed of several treats their errors as independent.
 *
 * @param value the median
 * @param error half the width of the interval
 */
record Estimate(double value, double error) {
    /** How many standard deviations wide 95% of a normal distribution lie, to either side. */
    private static final double NORMAL_95 = 1.96;

    /**
     * The median of the iterations of all forks. A machine that is taken away for one of them does not move it, as it
     * would a mean. The interval is that of order statistics, with the normal distribution in the place of the binomial:
     * from the iteration of rank {@code (n - 1.96 √n) / 2} to that of rank {@code 1 + (n + 1.96 √n) / 2}.
     */
    static Estimate ofIterations(double[] iterations) {
        double[] sorted = iterations.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        double half = NORMAL_95 * Math.sqrt(count) / 2;
        int low = Math.max(0, (int) Math.round(count / 2.0 - half) - 1);
        int high = Math.min(count - 1, (int) Math.round(count / 2.0 + half));
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        return new Estimate(median, (sorted[high] - sorted[low]) / 2);
    }

    Estimate over(Estimate other) {
        double ratio = value / other.value;
        return new Estimate(ratio, ratio * Math.hypot(error / value, other.error / other.value));
    }

    Estimate minus(Estimate other) {
        return new Estimate(value - other.value, Math.hypot(error, other.error));
    }

    Estimate times(double factor) {
        return new Estimate(value * factor, error * factor);
    }
}
