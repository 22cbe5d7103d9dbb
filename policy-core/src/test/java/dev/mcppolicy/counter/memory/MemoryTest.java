package dev.mcppolicy.counter.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory: ten million callers against a store of 200 000 counters, in a process of 128 megabytes. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("real")
class MemoryTest {
    @Test
    void a_flood_of_callers_neither_exhausts_memory_nor_moves_a_live_limit() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryFlood.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        Map<String, Integer> facts = List.of(output.strip().split("\\R")).stream()
                .map(line -> line.split(": "))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Integer.parseInt(parts[1])));
        assertThat(facts.get("taken by victims")).isEqualTo(3_000);
        assertThat(facts.get("admitted callers")).isEqualTo(199_000);
        assertThat(facts.get("refused as full")).isEqualTo(9_801_000);
        assertThat(facts.get("victims counted exactly")).isEqualTo(1_000);
        assertThat(facts.get("admitted in the next window")).isEqualTo(200_000);
        assertThat(facts.get("bytes per key")).isLessThan(500);
    }
}
