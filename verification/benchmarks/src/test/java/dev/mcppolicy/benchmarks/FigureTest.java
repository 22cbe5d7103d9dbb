package dev.mcppolicy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What the performance page says is computed from benchmarks that there are. */
class FigureTest {
    @TempDir
    private Path directory;

    private static String run(String benchmark, int threads, String iterations) {
        return String.format(Locale.ROOT, """
                {"benchmark": "%s", "threads": %d, "jdkVersion": "17", "forks": 1, "measurementIterations": 2,
                 "measurementTime": "1 s", "warmupIterations": 1, "primaryMetric": {"rawData": [%s]},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 32.0}}}
                """, benchmark, threads, iterations);
    }

    private Results results(Stream<String> runs) throws IOException {
        Path file = directory.resolve("results.json");
        Files.writeString(file, runs.collect(Collectors.joining(",", "[", "]")));
        return Results.read(List.of(file));
    }

    @Test
    void every_figure_is_measured() throws IOException {
        Set<BenchmarkListEntry> benchmarks = BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());
        Results results = results(benchmarks.stream()
                .flatMap(one -> Stream.of(1, 2).map(threads -> run(one.getUsername(), threads, "[10.0, 12.0]"))));

        assertThat(Figure.all())
                .allSatisfy(
                        figure -> assertThat(figure.reading().apply(results)).isPresent());
    }

    @Test
    void a_ratio_is_of_the_medians_of_all_forks_and_its_error_of_both_errors() throws IOException {
        String name = "dev.mcppolicy.benchmarks.Judging.";
        Results results = results(Stream.of(
                run(name + "engineWithMatcher", 1, "[30.0, 30.0], [30.0, 30.0]"),
                run(name + "handPattern", 1, "[9.0, 11.0], [9.0, 11.0]")));
        double divisorError =
                results.find("Judging.handPattern", 1).orElseThrow().nanos().error();

        Estimate ratio = Figure.all().get(0).reading().apply(results).orElseThrow();

        assertThat(ratio.value()).isCloseTo(3, within(1e-9));
        assertThat(divisorError).isGreaterThan(0.5);
        assertThat(ratio.error()).isCloseTo(3 * divisorError / 10, within(1e-9));
    }

    @Test
    void one_iteration_that_was_disturbed_moves_no_figure_far() {
        double[] iterations = {10, 10.1, 9.9, 10.2, 9.8, 10, 10.1, 9.9, 10.3, 9.7, 10, 10, 10.1, 9.9, 500};

        Estimate estimate = Estimate.ofIterations(iterations);

        assertThat(estimate.value()).isCloseTo(10, within(1e-9));
        assertThat(estimate.error()).as("the fourth and the twelfth of fifteen").isCloseTo(0.1, within(1e-9));
        assertThat(Estimate.ofIterations(new double[] {1, 2})).isEqualTo(new Estimate(1.5, 0.5));
    }

    @Test
    void the_runs_of_one_benchmark_are_taken_together() throws IOException {
        String name = "dev.mcppolicy.benchmarks.Kinds.hidden";
        Results results = results(
                Stream.of(run(name, 1, "[10.0, 20.0]"), run(name, 2, "[7.0, 7.0]"), run(name, 1, "[30.0, 40.0]")));

        assertThat(results.all()).hasSize(2);
        assertThat(results.find("Kinds.hidden", 1).orElseThrow().nanos().value())
                .isCloseTo(25, within(1e-9));
        assertThat(results.find("Kinds.hidden", 1).orElseThrow().bytes()).isCloseTo(32, within(1e-9));
        assertThat(results.setting()).startsWith("JDK 17, 2 forks of 2 iterations");
    }

    @Test
    void two_threads_that_take_no_longer_than_one_do_twice_as_much() throws IOException {
        String name = "dev.mcppolicy.benchmarks.Counting.storeOwnKey";
        Results results = results(Stream.of(run(name, 1, "[10.0, 10.0]"), run(name, 2, "[10.0, 10.0]")));

        assertThat(Figure.all().stream()
                        .flatMap(figure -> figure.reading().apply(results).stream())
                        .map(Estimate::value))
                .containsExactly(2.0);
    }

    @Test
    void lines_a_second_are_those_of_all_threads() throws IOException {
        Results results =
                results(Stream.of(run("dev.mcppolicy.benchmarks.Auditing.log", 16, "[1e5, 1e5], [1e5, 1e5]")));

        assertThat(AuditTable.row(results.all().get(0))).isEqualTo("| Auditing.log | 16 | 100.0 ± 0.0 | 160,000 |");
    }

    @Test
    void a_part_of_the_language_stands_beside_the_plain_policy_whose_calls_end_as_its_own_do() throws IOException {
        String name = "dev.mcppolicy.benchmarks.Language.";
        Results results = results(Stream.of(
                run(name + "plain", 1, "[10.0, 10.0]"),
                run(name + "key", 1, "[20.0, 20.0]"),
                run(name + "plainAndEnd", 1, "[40.0, 40.0]"),
                run(name + "placeAndEnd", 1, "[60.0, 60.0]")));

        assertThat(results.all())
                .extracting(one -> LanguageTable.row(one, results))
                .containsExactly(
                        "| Language.plain | 10 ± 0 | 1.00 ± 0.00 | 32 |",
                        "| Language.key | 20 ± 0 | 2.00 ± 0.00 | 32 |",
                        "| Language.plainAndEnd | 40 ± 0 | 1.00 ± 0.00 | 32 |",
                        "| Language.placeAndEnd | 60 ± 0 | 1.50 ± 0.00 | 32 |");
    }
}
