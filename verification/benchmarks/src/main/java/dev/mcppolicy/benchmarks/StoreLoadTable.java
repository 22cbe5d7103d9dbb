package dev.mcppolicy.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Prints how the cost of a shared store grows with nodes, callers, limits and stores, from the service times that were
 * measured, as the Markdown of the page on stores.
 */
final class StoreLoadTable {
    private static final int CALLS = 200_000;
    private static final int CALLERS = 20;
    private static final double BETWEEN_CALLS_SECONDS = 0.5;
    private static final double TRIP_MICROS = 500;

    private StoreLoadTable() {}

    /**
     * Prints the table.
     *
     * @param times for each kind of store its name, its workers, the microseconds of a call without limits and those of each
     *     limit, {@code Redis=1,25,12}
     */
    public static void main(String[] times) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.printf(
                Locale.ROOT,
                "%d callers a node, each with a call every %.1f s on average; %.1f ms there and back.%n%n",
                CALLERS,
                BETWEEN_CALLS_SECONDS,
                TRIP_MICROS / 1_000);
        out.println("| store | stores | limits | nodes | decisions a second | busy | median | 99 of 100 |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (String each : times) {
            int name = each.indexOf('=');
            String[] numbers = each.substring(name + 1).split(",", -1);
            int workers = Integer.parseInt(numbers[0]);
            double base = Double.parseDouble(numbers[1]);
            double perLimit = Double.parseDouble(numbers[2]);
            for (int[] row :
                    new int[][] {{1, 2, 1}, {1, 2, 10}, {1, 2, 100}, {1, 2, 400}, {1, 8, 100}, {1, 8, 400}, {4, 8, 400}
                    }) {
                StoreLoad load = new StoreLoad(
                        row[2], CALLERS, BETWEEN_CALLS_SECONDS, base + perLimit * row[1], workers, row[0], TRIP_MICROS);
                out.println(row(each.substring(0, name), row, load.run(CALLS)));
            }
        }
    }

    private static String row(String store, int[] row, StoreLoad.Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.0f | %.0f %% | %.2f ms | %.2f ms |",
                store,
                row[0],
                row[1],
                row[2],
                outcome.perSecond(),
                100 * outcome.busy(),
                outcome.medianMicros() / 1_000,
                outcome.slowMicros() / 1_000);
    }
}
