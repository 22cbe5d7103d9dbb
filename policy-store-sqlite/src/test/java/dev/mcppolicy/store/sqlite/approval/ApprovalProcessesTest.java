package dev.mcppolicy.store.sqlite.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.sqlite.SqliteCounterStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that ask, and are killed, and others that answer. The time of all of them runs twenty times as fast. */
@Tag("real")
@Timeout(300)
class ApprovalProcessesTest {
    private static final long SPEED = 20;

    @TempDir
    Path directory;

    private final long since = System.currentTimeMillis();
    private final InstantSource clock = AskingProcess.clock(since, SPEED);
    private final List<Asking> running = new ArrayList<>();

    private static final class Asking {
        final Process process;
        final BufferedWriter in;
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final Thread reader;

        Asking(Path directory, long since) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            AskingProcess.class.getName(),
                            directory.toString(),
                            String.valueOf(since),
                            String.valueOf(SPEED))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            reader = new Thread(this::read);
            reader.start();
        }

        private void read() {
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                lines.add("ended");
            }
        }

        void tell(String line) throws IOException {
            in.write(line + "\n");
            in.flush();
        }

        String line() throws InterruptedException {
            String line = lines.poll(60, TimeUnit.SECONDS);
            assertThat(line).as("a line of the process").isNotNull();
            return line;
        }

        void kill() throws InterruptedException {
            // By its handle: the process itself would close what is still to be read.
            boolean unused = process.toHandle().destroyForcibly();
            process.waitFor();
            reader.join();
        }
    }

    private Asking start() throws IOException {
        Asking started = new Asking(directory, since);
        running.add(started);
        return started;
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Asking each : running) {
            each.kill();
        }
    }

    private ApprovalQueue open() {
        return SqliteApprovalQueue.open(directory.resolve("approvals.db"), clock);
    }

    private static ApprovalRequest next(ApprovalQueue queue) throws InterruptedException {
        while (queue.list().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return queue.list().get(0);
    }

    private long spent() {
        try (CounterStore store = SqliteCounterStore.open(directory.resolve("counters.db"))) {
            return store.list(AskingProcess.NAMESPACE, null, 10, clock.millis()).counters().stream()
                    .mapToLong(CounterUsage::units)
                    .sum();
        }
    }

    @Test
    void a_call_is_answered_by_another_process() throws Exception {
        Asking asking = start();
        assertThat(asking.line()).isEqualTo("open");
        asking.tell("call 7");
        try (ApprovalQueue queue = open()) {
            String id = next(queue).id();
            assertThat(queue.answer(id, ApprovalAnswer.APPROVED.by("alice").withNote("known")))
                    .isTrue();
        }

        assertThat(List.of(asking.line(), asking.line())).containsExactlyInAnyOrder("allowed 7 alice known", "ran 7");
        assertThat(spent()).isEqualTo(7_000_000);
    }

    @Test
    void a_yes_to_a_call_whose_process_was_killed_is_for_the_call_that_comes_again_once() throws Exception {
        Asking killed = start();
        assertThat(killed.line()).isEqualTo("open");
        killed.tell("call 7");
        try (ApprovalQueue queue = open()) {
            String id = next(queue).id();
            killed.kill();
            assertThat(queue.list()).extracting(ApprovalRequest::id).containsExactly(id);
            assertThat(queue.answer(id, ApprovalAnswer.APPROVED.by("alice").withNote("known")))
                    .isTrue();

            Asking after = start();
            assertThat(after.line()).isEqualTo("open");
            after.tell("call 7");
            assertThat(List.of(after.line(), after.line())).containsExactlyInAnyOrder("allowed 7 alice known", "ran 7");

            // What the first process holds is given back by the store, an hour after the question's time.
            assertThat(spent()).isEqualTo(2 * 7_000_000);
            after.tell("call 7");
            assertThat(queue.answer(next(queue).id(), ApprovalAnswer.DECLINED)).isTrue();
            assertThat(after.line()).isEqualTo("denied 7 APPROVAL_DECLINED");
        }
    }

    @Test
    void no_answer_serves_two_calls_whoever_is_killed() throws Exception {
        attack(12, 3);
    }

    @Test
    @Tag("long")
    void no_answer_serves_two_calls_in_many_kills() throws Exception {
        attack(120, 4);
    }

    /** Approves what waits. An answer of which the operator is not told whether it was taken may have been. */
    private static void answerAll(ApprovalQueue queue, AtomicLong notes, Set<String> told) {
        String note = "";
        try {
            for (ApprovalRequest request : queue.list()) {
                note = String.valueOf(notes.incrementAndGet());
                if (queue.answer(request.id(), ApprovalAnswer.APPROVED.withNote(note))) {
                    told.add(note);
                }
            }
        } catch (StoreException e) {
            told.add(note);
        }
    }

    private void attack(int kills, int processes) throws Exception {
        Random random = new Random(16);
        Set<String> told = ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong notes = new AtomicLong();
        List<Thread> operators = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread operator = new Thread(() -> {
                try (ApprovalQueue queue = open()) {
                    while (!isOver.get()) {
                        answerAll(queue, notes, told);
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            operator.start();
            operators.add(operator);
        }
        List<Asking> alive = new ArrayList<>();
        for (int kill = 0; kill < kills + processes; kill++) {
            while (alive.size() < processes) {
                Asking started = start();
                assertThat(started.line()).isEqualTo("open");
                started.tell("endless 2");
                alive.add(started);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
            alive.remove(random.nextInt(alive.size())).kill();
        }
        isOver.set(true);
        for (Thread operator : operators) {
            operator.join();
        }
        for (Asking each : alive) {
            each.kill();
        }

        assertThat(failures).isEmpty();
        List<String> served = running.stream()
                .flatMap(each -> each.lines.stream())
                .filter(line -> line.startsWith("allowed "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
        assertThat(served).hasSizeGreaterThan(kills).doesNotHaveDuplicates();
        assertThat(told).containsAll(served);
        assertThat(spent()).isGreaterThanOrEqualTo(served.size() * 1_000_000L);
    }
}
