package dev.mcppolicy.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Prints what JMH has measured as the Markdown of the performance page. */
final class Report {
    private static final double MAX_POLICY_MEGABYTES = 4;

    private final PrintStream out;

    private Report(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints the report.
     *
     * @param files what JMH wrote
     */
    public static void main(String[] files) {
        Results results = Results.read(Stream.of(files).map(Path::of).toList());
        new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8)).print(results, PolicyMemory.bytes());
    }

    private void print(Results results, long policyBytes) {
        print("%s; %s.%n%n", machine(), results.setting());
        print("| figure | to reach | measured | reached |%n|---|---|---|---|%n");
        Figure.all().forEach(figure -> printFigure(figure, results));
        double megabytes = policyBytes / 1e6;
        print(
                "| memory of a policy of 1 000 tools with its engine | under 4 MB | %.1f MB | %s |%n%n",
                megabytes, answer(megabytes < MAX_POLICY_MEGABYTES));
        print("| benchmark | threads | ns an operation | bytes an operation |%n|---|---|---|---|%n");
        results.all()
                .forEach(one -> print(
                        "| %s | %d | %s | %.0f |%n",
                        one.name(), one.threads(), interval(one.nanos(), "%.1f"), one.bytes()));
    }

    private void printFigure(Figure figure, Results results) {
        Optional<Estimate> estimate = figure.reading().apply(results);
        if (estimate.isEmpty()) {
            return;
        }
        Figure.Goal goal = figure.goal();
        String format =
                switch (figure.unit()) {
                    case "times" -> "%.2f";
                    case "ms" -> "%.1f";
                    default -> "%.0f";
                };
        print(
                "| %s | %s | %s %s | %s |%n",
                figure.text(),
                goal == null ? "" : (goal.atMost() ? "at most " : "at least ") + plain(goal.bound()),
                interval(estimate.get(), format),
                figure.unit(),
                goal == null ? "" : answer(goal.isReachedBy(estimate.get().value())));
    }

    private static String interval(Estimate estimate, String format) {
        String value = String.format(Locale.ROOT, format, estimate.value());
        return estimate.error() == 0 ? value : value + " ± " + String.format(Locale.ROOT, format, estimate.error());
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    private static String answer(boolean reached) {
        return reached ? "yes" : "**no**";
    }

    /** What it was measured on. */
    static String machine() {
        String processor = System.getProperty("os.arch");
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            processor = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(processor);
        } catch (IOException e) {
            // Not Linux: the architecture must do.
        }
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name");
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }
}
