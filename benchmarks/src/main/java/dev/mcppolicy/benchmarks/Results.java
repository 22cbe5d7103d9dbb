package dev.mcppolicy.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private final List<Measurement> measurements = new ArrayList<>();
    private String setting = "";

    /** Reads files that JMH wrote with {@code -rf json -prof gc}. */
    static Results read(List<Path> files) {
        Results results = new Results();
        ObjectMapper mapper = new ObjectMapper();
        files.forEach(file -> mapper.readTree(file.toFile()).forEach(results::add));
        return results;
    }

    private void add(JsonNode run) {
        String name = run.get("benchmark").asString();
        measurements.add(new Measurement(
                name.substring(Results.class.getPackageName().length() + 1),
                run.get("threads").asInt(),
                Estimate.ofIterations(iterations(run.get("primaryMetric"))),
                run.get("secondaryMetrics")
                        .get("gc.alloc.rate.norm")
                        .get("score")
                        .asDouble()));
        if (setting.isEmpty()) {
            setting = setting(run);
        }
    }

    private static String setting(JsonNode run) {
        return String.format(
                Locale.ROOT,
                "JDK %s, %d forks of %d iterations of %s after %d for warming up",
                run.get("jdkVersion").asString(),
                run.get("forks").asInt(),
                run.get("measurementIterations").asInt(),
                run.get("measurementTime").asString(),
                run.get("warmupIterations").asInt());
    }

    private static double[] iterations(JsonNode metric) {
        List<Double> scores = new ArrayList<>();
        metric.get("rawData").forEach(fork -> fork.forEach(score -> scores.add(score.asDouble())));
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
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
