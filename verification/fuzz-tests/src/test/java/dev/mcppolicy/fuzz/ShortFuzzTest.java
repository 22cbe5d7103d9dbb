package dev.mcppolicy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Some thousand inputs from one seed of chance, so that a run is as the one before. {@code scripts/fuzz} runs longer, and
 * otherwise each time.
 */
@Tag("real")
class ShortFuzzTest {
    private static final long RUNS = 1_500;
    private static final int MOST_MINUTES = 5;

    @Test
    void a_short_run_finds_nothing() throws IOException, InterruptedException {
        Path log = Files.createDirectories(FuzzRun.directory(Target.EVERY)).resolve("log");
        Process fuzzer = new ProcessBuilder(FuzzRun.shortCommand(Target.EVERY, "-seed=1", "-runs=" + RUNS))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = fuzzer.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        fuzzer.destroyForcibly();

        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        assertThat(ended).as("ended").isTrue();
        assertThat(fuzzer.waitFor()).as("%s", String.join("\n", lines)).isZero();
        assertThat(lines)
                .as("the code that guides the fuzzer")
                .anyMatch(line -> line.contains("Instrumented org.snakeyaml.engine.v2.scanner.ScannerImpl "))
                .anyMatch(line -> line.contains("Instrumented tools.jackson.core.json.ReaderBasedJsonParser "))
                .anyMatch(line -> line.contains("Instrumented dev.mcppolicy.format.document.TreeBuilder "));
        assertThat(runs(lines)).isEqualTo(RUNS);
    }

    /** What the fuzzer says at its end: {@code Done 443 runs in 18 second(s)}. */
    private static long runs(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("Done "))
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
                .findFirst()
                .orElse(0);
    }
}
