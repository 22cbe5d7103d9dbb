package dev.mcppolicy.benchmarks.stores;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How two sides are compared: in turns, and the ratio taken of each pair of windows that lie side by side. What slows the
 * machine for a while then meets both, which it does not where a benchmark runs from its beginning to its end before the
 * next begins, as those of JMH do.
 *
 * @param count how many pairs count; a quarter as many before them warm up
 * @param windowMillis how long each side of a pair is measured, in milliseconds
 */
record Pairs(int count, long windowMillis) {
    Pairs {
        if (count < 1 || windowMillis < 1) {
            throw new IllegalArgumentException(
                    "there must be a pair and a millisecond, not " + count + " and " + windowMillis);
        }
    }

    /** What was measured of two sides, a window of the one beside that of the other. */
    record Outcome(String text, List<Window> store, List<Window> beside) {
        /** How much longer an operation of the store's takes, by the medians of the windows. */
        Quartiles timeRatio() {
            return ratio(Window::medianMicros, store, beside);
        }

        /** How much less the store does in a second. */
        Quartiles rateRatio() {
            return ratio(Window::perSecond, beside, store);
        }

        private static Quartiles ratio(ToDoubleFunction<Window> value, List<Window> dividends, List<Window> divisors) {
            return Quartiles.of(IntStream.range(0, dividends.size())
                    .mapToDouble(i -> value.applyAsDouble(dividends.get(i)) / value.applyAsDouble(divisors.get(i))));
        }

        /** The outcome as a row of {@link StoreTable}. */
        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s |",
                    text,
                    text(store),
                    text(beside),
                    timeRatio().text(),
                    rateRatio().text());
        }

        private static String text(List<Window> windows) {
            return String.format(
                    Locale.ROOT,
                    "%,.0f; %s µs",
                    Quartiles.of(windows.stream().mapToDouble(Window::perSecond))
                            .median(),
                    micros(Quartiles.of(windows.stream().mapToDouble(Window::medianMicros))
                            .median()));
        }

        private static String micros(double micros) {
            return String.format(Locale.ROOT, micros < 10 ? "%.2f" : "%.0f", micros);
        }
    }

    /** Measures two sides in turns, each of which begins every other pair. */
    Outcome measure(Side store, Side beside, int threads) throws InterruptedException {
        List<Window> ours = new ArrayList<>();
        List<Window> theirs = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            int warming = count / 4;
            for (int i = 0; i < warming + count; i++) {
                boolean isFirst = i % 2 == 0;
                Window first = window(isFirst ? store : beside, threads, executor);
                Window second = window(isFirst ? beside : store, threads, executor);
                if (i >= warming) {
                    ours.add(isFirst ? first : second);
                    theirs.add(isFirst ? second : first);
                }
            }
        } finally {
            executor.shutdownNow();
        }
        String text = String.format(
                Locale.ROOT,
                "%s beside %s, %d %s",
                store.name(),
                beside.name(),
                threads,
                threads == 1 ? "thread" : "threads");
        return new Outcome(text, List.copyOf(ours), List.copyOf(theirs));
    }

    private Window window(Side side, int threads, ExecutorService executor) throws InterruptedException {
        return Window.of(side, threads, windowMillis * 1_000_000, executor);
    }
}
