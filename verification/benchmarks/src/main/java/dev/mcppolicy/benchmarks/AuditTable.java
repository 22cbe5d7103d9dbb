package dev.mcppolicy.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints what JMH has measured of the audit log as the Markdown of the performance page. */
final class AuditTable {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    private AuditTable() {}

    /**
     * Prints the table.
     *
     * @param files what JMH wrote
     */
    public static void main(String[] files) {
        Results results = Results.read(Stream.of(files).map(Path::of).toList());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.printf(Locale.ROOT, "%s; %s.%n%n", Report.machine(), results.setting());
        out.printf("| benchmark | threads | µs until a line is written | lines a second |%n|---|---|---|---|%n");
        results.all().forEach(one -> out.println(row(one)));
    }

    static String row(Results.Measurement one) {
        Estimate micros = one.nanos().times(1 / NANOS_PER_MICRO);
        double linesPerSecond = one.threads() * NANOS_PER_SECOND / one.nanos().value();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f ± %.1f | %,.0f |",
                one.name(),
                one.threads(),
                micros.value(),
                micros.error(),
                linesPerSecond);
    }
}
