package dev.mcppolicy.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What JMH has written about one or more runs. */
final class Results {
    /**
     * One benchmark's outcome.
     *
     * @param name class and method
     * @param threads how many threads ran it at once
     * @param nanos what one operation took one thread
     * @param bytes what one operation allocated, with what the harness itself allocates
     */
    record Measurement(String name, int threads, Estimate nanos, double bytes) {}

    /** What distinguishes one benchmark from all others. */
    private record Benchmark(String name, int threads) {
        static Benchmark of(JsonNode run) {
            return new Benchmark(
                    run.get("benchmark").asString(), run.get("threads").asInt());
        }
    }

    private final List<Measurement> measurements = new ArrayList<>();
    private String setting = "";

    /** Reads files that JMH wrote with {@code -rf json -prof gc}, and takes all runs of one benchmark together. */
    static Results read(Collection<Path> files) {
        ObjectMapper mapper = new ObjectMapper();
        Map<Benchmark, List<JsonNode>> runs = new LinkedHashMap<>();
        files.forEach(file -> mapper.readTree(file.toFile())
                .forEach(run -> runs.computeIfAbsent(Benchmark.of(run), first -> new ArrayList<>())
                        .add(run)));
        Results results = new Results();
        runs.forEach(results::add);
        return results;
    }

    private void add(Benchmark benchmark, List<JsonNode> runs) {
        measurements.add(new Measurement(
                benchmark.name().substring(Results.class.getPackageName().length() + 1),
                benchmark.threads(),
                Estimate.ofIterations(iterations(runs)),
                bytes(runs)));
        if (setting.isEmpty()) {
            setting = setting(runs);
        }
    }

    private static String setting(List<JsonNode> runs) {
        JsonNode first = runs.get(0);
        return String.format(
                Locale.ROOT,
                "JDK %s, %d forks of %d iterations of %s after %d for warming up",
                first.get("jdkVersion").asString(),
                runs.stream().mapToInt(run -> run.get("forks").asInt()).sum(),
                first.get("measurementIterations").asInt(),
                first.get("measurementTime").asString(),
                first.get("warmupIterations").asInt());
    }

    private static double[] iterations(List<JsonNode> runs) {
        List<Double> scores = new ArrayList<>();
        for (JsonNode run : runs) {
            run.get("primaryMetric")
                    .get("rawData")
                    .forEach(fork -> fork.forEach(score -> scores.add(score.asDouble())));
        }
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double bytes(List<JsonNode> runs) {
        return runs.stream()
                .mapToDouble(run -> run.get("secondaryMetrics")
                        .get("gc.alloc.rate.norm")
                        .get("score")
                        .asDouble())
                .average()
                .orElseThrow();
    }

    /** All outcomes in the order in which they were measured. */
    List<Measurement> all() {
        return measurements;
    }

    /** How the first of them was measured. */
    String setting() {
        return setting;
    }

    /** The outcome of a benchmark, if it was measured. */
    Optional<Measurement> find(String name, int threads) {
        return measurements.stream()
                .filter(one -> one.name().equals(name) && one.threads() == threads)
                .findFirst();
    }
}
