package dev.mcppolicy.store.postgres;

import static dev.mcppolicy.store.postgres.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several processes on one database: together they admit what one would, also where they are killed, whatever their clocks. */
@Tag("real")
@Timeout(900)
class PostgresProcessesTest {
    private static final int PROCESSES = 4;
    private static final int MAX = 40;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private static Server server;

    private final List<Charging> running = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static final class Charging {
        final Process process;
        final BufferedWriter in;
        final BufferedReader out;

        Charging(String schema, long off) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ChargingProcess.class.getName(),
                            String.valueOf(server.port()),
                            schema,
                            String.valueOf(off))
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

    private Charging start(String schema, long off) throws IOException {
        Charging started = new Charging(schema, off);
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
    void four_processes_whose_clocks_are_days_apart_admit_exactly_what_the_limits_say_in_each_of_fifty_rounds()
            throws IOException {
        rounds(50);
    }

    @Test
    @Tag("long")
    void four_processes_admit_exactly_what_the_limits_say_in_each_of_two_hundred_rounds() throws IOException {
        rounds(200);
    }

    private void rounds(int rounds) throws IOException {
        String schema = Server.newSchema();
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(start(schema, (i - 1) * DAY).answer()).isEqualTo("open");
        }
        try (CounterStore store = server.builder(schema).open()) {
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
                assertThat(admitted).as(name).isEqualTo(MAX);
                assertThat(used(store, name + " calls")).isEqualTo(MAX);
                assertThat(used(store, name + " spend")).isEqualTo(7L * MAX);
            }
        }
        assertThat(server.number("select deadlocks from pg_stat_database where datname = 'postgres'"))
                .isZero();
    }

    @Test
    void what_was_answered_to_a_process_that_is_killed_is_there_once() throws Exception {
        String schema = Server.newSchema();
        Random random = new Random(16);
        long sum = 0;
        try (CounterStore store = server.builder(schema).open()) {
            for (int round = 0; round < 4; round++) {
                List<Charging> two = List.of(start(schema, 0), start(schema, DAY));
                for (int i = 0; i < two.size(); i++) {
                    assertThat(two.get(i).answer()).isEqualTo("open");
                    two.get(i).tell("endless killed " + round + " " + i);
                }
                for (int i = 0; i < two.size(); i++) {
                    assertThat(two.get(i).answer()).isEqualTo("1");
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(200_000));
                    long answered = two.get(i).kill();
                    // What the server was about to do for it is done or not once its connections have gone.
                    awaitGone(1 - i);
                    long used = used(store, "killed " + round + " " + i);
                    assertThat(used).isBetween(Math.max(1, answered), Math.max(1, answered) + 1);
                    sum += used;
                }
            }
            assertThat(used(store, "all")).isEqualTo(sum);
        }
    }

    private static void awaitGone(int others) {
        String charging = "select count(distinct client_port) from pg_stat_activity where state = 'active'"
                + " and query like '%charge%' and pid <> pg_backend_pid()";
        while (server.number(charging) > others) {
            Thread.onSpinWait();
        }
    }
}
