package dev.mcppolicy.benchmarks;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The first reading of a fresh JVM, which loads the classes of parser and reader. To be run once a fork. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ColdReading {
    @State(Scope.Benchmark)
    public static class Documents {
        final String json = PolicyTexts.json();
        final String yaml = PolicyTexts.yaml();
    }

    @Benchmark
    public Policy json(Documents documents) {
        return PolicyReader.parse(documents.json);
    }

    @Benchmark
    public Policy yaml(Documents documents) {
        return PolicyReader.parse(documents.yaml);
    }
}
