package dev.mcppolicy.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints what JMH has measured of the parts of the language as the Markdown of the performance page. */
final class LanguageTable {
    private LanguageTable() {}

    /**
     * Prints the table.
     *
     * @param files what JMH wrote
     */
    public static void main(String[] files) {
        Results results = Results.read(Stream.of(files).map(Path::of).toList());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.printf(Locale.ROOT, "%s; %s.%n%n", Report.machine(), results.setting());
        out.printf(
                "| benchmark | ns an operation | against the plain policy | bytes an operation |%n|---|---|---|---|%n");
        results.all().forEach(one -> out.println(row(one, results)));
    }

    /** One measurement beside the plain policy, whose calls are ended where its are. */
    static String row(Results.Measurement one, Results results) {
        String plain = one.name().endsWith("AndEnd") ? "Language.plainAndEnd" : "Language.plain";
        Estimate ratio = one.nanos().over(results.find(plain, 1).orElseThrow().nanos());
        return String.format(
                Locale.ROOT,
                "| %s | %.0f ± %.0f | %.2f ± %.2f | %.0f |",
                one.name(),
                one.nanos().value(),
                one.nanos().error(),
                ratio.value(),
                ratio.error(),
                one.bytes());
    }
}
