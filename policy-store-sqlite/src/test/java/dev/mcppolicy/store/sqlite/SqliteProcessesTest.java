package dev.mcppolicy.store.sqlite;

import static dev.mcppolicy.store.sqlite.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one file: together they admit what one would, also where they are killed. */
@Tag("real")
@Timeout(300)
class SqliteProcessesTest {
    private static final int PROCESSES = 4;
    private static final int MAX = 60;

    @TempDir
    Path directory;

    private final List<Charging> running = new ArrayList<>();

    private static final class Charging {
        final Process process;
        final BufferedWriter in;
        final BufferedReader out;

        Charging(Path file, Durability durability) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ChargingProcess.class.getName(),
                            file.toString(),
                            durability.name())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void tell(String line) throws IOException {
            in.write(line + "\n");
            in.flush();
        }

        String answer() throws IOException {
            return Objects.requireNonNull(out.readLine(), "the process has ended");
        }

        /** Kills the process; the last of the charges that it had answered. */
        long kill() throws IOException, InterruptedException {
            // By its handle: the process itself would close what is still to be read.
            boolean unused = process.toHandle().destroyForcibly();
            long last = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // A number that was cut off ends no line.
                last = Math.max(last, Long.parseLong(line));
            }
            process.waitFor();
            return last;
        }
    }

    private Charging start(Path file, Durability durability) throws IOException {
        Charging started = new Charging(file, durability);
        running.add(started);
        return started;
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Charging each : running) {
            each.process.destroyForcibly();
            each.process.waitFor();
        }
    }

    @Test
    void four_processes_admit_exactly_what_the_limits_say_in_each_of_fifty_rounds() throws IOException {
        rounds(50);
    }

    @Test
    @Tag("long")
    void four_processes_admit_exactly_what_the_limits_say_in_each_of_two_hundred_rounds() throws IOException {
        rounds(200);
    }

    private void rounds(int rounds) throws IOException {
        Path file = directory.resolve("counters.db");
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(start(file, Durability.NORMAL).answer()).isEqualTo("open");
        }
        try (CounterStore store = SqliteCounterStore.open(file)) {
            for (int round = 0; round < rounds; round++) {
                String name = "round" + round;
                // By turns the one limit is reached, and the other, whose amount does not fit evenly.
                long calls = round % 2 == 0 ? MAX : 2 * MAX;
                long spend = 7L * MAX + 6;
                for (Charging each : running) {
                    each.tell("round " + name + " " + calls + " " + spend);
                }
                long admitted = 0;
                for (Charging each : running) {
                    admitted += Long.parseLong(each.answer());
                }
                long expected = MAX;
                assertThat(admitted).as(name).isEqualTo(expected);
                assertThat(used(store, name + " calls")).isEqualTo(expected);
                assertThat(used(store, name + " spend")).isEqualTo(7 * expected);
            }
        }
    }

    @Test
    void what_was_answered_to_a_process_that_is_killed_is_there_once() throws Exception {
        Path file = directory.resolve("counters.db");
        Random random = new Random(16);
        long sum = 0;
        try (CounterStore store = SqliteCounterStore.open(file)) {
            for (int round = 0; round < 8; round++) {
                Durability durability = round % 2 == 0 ? Durability.FULL : Durability.NORMAL;
                List<Charging> two = List.of(start(file, durability), start(file, durability));
                for (int i = 0; i < two.size(); i++) {
                    assertThat(two.get(i).answer()).isEqualTo("open");
                    two.get(i).tell("endless killed " + round + " " + i);
                }
                for (int i = 0; i < two.size(); i++) {
                    assertThat(two.get(i).answer()).isEqualTo("1");
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(200_000));
                    long answered = two.get(i).kill();
                    long used = used(store, "killed " + round + " " + i);
                    assertThat(used).isBetween(Math.max(1, answered), Math.max(1, answered) + 1);
                    sum += used;
                }
            }
            assertThat(used(store, "all")).isEqualTo(sum);
        }
    }
}
