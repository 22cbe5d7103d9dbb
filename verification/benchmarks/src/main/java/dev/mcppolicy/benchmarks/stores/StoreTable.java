package dev.mcppolicy.benchmarks.stores;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Measures what counters outside the process cost, and prints it as the Markdown of the page on stores. */
final class StoreTable {
    private StoreTable() {}

    /**
     * Prints the table, each row as it is measured.
     *
     * @param arguments the number of pairs, the milliseconds of each side of a pair, and the stores, of {@code sqlite},
     *     {@code postgres} and {@code redis}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Pairs pairs = new Pairs(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
        print(pairs, Arrays.asList(arguments).subList(2, arguments.length), System.out);
    }

    static void print(Pairs pairs, List<String> stores, PrintStream stream)
            throws IOException, InterruptedException, SQLException {
        PrintStream out = new PrintStream(stream, true, StandardCharsets.UTF_8);
        out.printf(
                Locale.ROOT,
                "%d pairs of %d ms a side; the medians, and the ratios with their quartiles.%n%n",
                pairs.count(),
                pairs.windowMillis());
        out.println("| what | store: a second; median | beside: a second; median | ratio of times | ratio of rates |");
        out.println("|---|---|---|---|---|");
        for (String store : stores) {
            switch (store) {
                case "sqlite" -> SqliteComparison.run(pairs, outcome -> out.println(outcome.row()));
                case "postgres" -> PostgresComparison.run(pairs, outcome -> out.println(outcome.row()));
                case "redis" -> RedisComparison.run(pairs, outcome -> out.println(outcome.row()));
                default -> throw new IllegalArgumentException("unknown store `" + store + "`");
            }
        }
    }
}
