package dev.mcppolicy.benchmarks;

import org.openjdk.jmh.util.ListStatistics;

/**
 * A measured figure with its 95% confidence interval. What is computed of several treats their errors as independent.
 *
 * @param value the mean
 * @param error half the width of the interval
 */
record Estimate(double value, double error) {
    private static final double CONFIDENCE = 0.95;

    /** The mean of the iterations of all forks. */
    static Estimate ofIterations(double[] iterations) {
        ListStatistics statistics = new ListStatistics(iterations);
        return new Estimate(statistics.getMean(), statistics.getMeanErrorAt(CONFIDENCE));
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
