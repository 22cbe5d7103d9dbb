package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.model.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy file is followed as it changes, and never taken for less than it was. */
class PolicyFileTest {
    private static final String FIRST = "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"a\": {}}}";
    private static final String SECOND = "{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"b\": {}}}";
    private static final String BAD = "{\"version\": \"1\", \"default\": \"dney\", \"tools\": {\"b\": {}}}";

    @TempDir
    private Path folder;

    private final List<CheckedPolicy> heard = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-15T12:00:00Z");
    private final InstantSource clock = () -> now;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private PolicyFile watched(Path path) {
        PolicyFile file = PolicyFile.unwatched(path, clock);
        file.onLoad(heard::add);
        return file;
    }

    /** Two looks: one notes the change, the next finds it settled. */
    private static void settle(PolicyFile file) {
        file.checkNow();
        file.checkNow();
    }

    private void heardOnlyGood(int times) {
        assertThat(heard).hasSize(times).allSatisfy(loaded -> assertThat(loaded.policy())
                .isNotNull());
    }

    @Test
    void a_file_that_is_bad_or_missing_at_the_start_is_refused() throws IOException {
        Path bad = write("policy.json", BAD);
        Path missing = folder.resolve("missing.json");

        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PolicyFile.watch(bad))
                .withMessage(bad + ":1:29: /default: unknown default `dney` (did you mean `deny`?)");
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PolicyFile.watch(missing))
                .withMessage(missing + ": the file cannot be read: there is none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyFile.watch(write("good.json", FIRST), Duration.ZERO, null))
                .withMessage("an interval must be a millisecond to a day, not `PT0S`");
        assertThat(watchThreads()).isEmpty();
    }

    @Test
    void what_is_no_regular_file_is_refused_unopened() {
        Path device = Path.of("/dev/null");
        assumeThat(device).exists();

        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PolicyFile.watch(device))
                .withMessage("/dev/null: the file cannot be read: it is not a regular file");
    }

    @Test
    void a_change_in_place_comes_into_force_when_it_has_settled() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = watched(path);
        List<Policy> subscribed = new ArrayList<>();
        PolicySource.Subscription subscription = file.subscribe(subscribed::add);
        Files.writeString(path, SECOND);

        assertThat(file.checkNow()).isLessThan(PolicyFile.DEFAULT_INTERVAL);
        assertThat(file.current().tools()).containsOnlyKeys("a");
        assertThat(file.checkNow()).isEqualTo(PolicyFile.DEFAULT_INTERVAL);
        assertThat(file.current().tools()).containsOnlyKeys("b");

        heardOnlyGood(1);
        assertThat(subscribed).containsExactly(file.current());
        subscription.close();
        Files.writeString(path, FIRST);
        settle(file);
        assertThat(subscribed).hasSize(1);
        heardOnlyGood(2);
    }

    @Test
    void a_file_that_does_not_change_is_loaded_once() throws IOException {
        PolicyFile file = watched(write("policy.json", FIRST));
        Policy policy = file.current();
        Files.setLastModifiedTime(file.path(), FileTime.fromMillis(0));

        settle(file);

        assertThat(file.current()).isSameAs(policy);
        assertThat(heard).isEmpty();
    }

    @Test
    void a_file_in_the_middle_of_being_written_is_not_taken_for_its_end() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = watched(path);

        for (int length = 0; length < SECOND.length(); length += 7) {
            Files.writeString(path, SECOND.substring(0, length));
            assertThat(file.checkNow()).isPositive();
            assertThat(file.current().tools()).containsOnlyKeys("a");
        }
        Files.writeString(path, SECOND);
        settle(file);

        assertThat(file.current().tools()).containsOnlyKeys("b");
        heardOnlyGood(1);
    }

    @Test
    void a_change_that_leaves_size_and_time_as_they_were_is_seen() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = watched(path);
        FileTime time = Files.getLastModifiedTime(path);
        Files.writeString(path, SECOND);
        Files.setLastModifiedTime(path, time);

        settle(file);

        assertThat(file.current().tools()).containsOnlyKeys("b");
    }

    @Test
    void a_file_that_an_editor_replaces_is_followed() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = watched(path);

        Files.move(write("policy.json~", SECOND), path, StandardCopyOption.REPLACE_EXISTING);
        settle(file);
        assertThat(file.current().tools()).containsOnlyKeys("b");
        Files.move(write("policy.json~", FIRST), path, StandardCopyOption.REPLACE_EXISTING);
        settle(file);
        assertThat(file.current().tools()).containsOnlyKeys("a");
        heardOnlyGood(2);
    }

    @Test
    void symbolic_links_that_are_swapped_are_followed() throws IOException {
        Files.createDirectories(folder.resolve("..1"));
        Files.createDirectories(folder.resolve("..2"));
        write("..1/policy.json", FIRST);
        write("..2/policy.json", SECOND);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Path path = Files.createSymbolicLink(folder.resolve("policy.json"), Path.of("..data/policy.json"));
        PolicyFile file = watched(path);

        Path swapped = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2"));
        Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE);
        settle(file);

        assertThat(file.current().tools()).containsOnlyKeys("b");
        heardOnlyGood(1);
    }

    @Test
    void a_bad_file_keeps_the_running_policy_and_the_next_good_one_is_seen() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = watched(path);
        Policy running = file.current();
        Files.writeString(path, BAD);

        settle(file);
        settle(file);

        assertThat(file.current()).isSameAs(running);
        assertThat(heard).singleElement().satisfies(refused -> {
            assertThat(refused.policy()).isNull();
            assertThat(refused.problems()).extracting(PolicyProblem::pointer).containsExactly("/default");
        });
        Files.writeString(path, FIRST);
        settle(file);
        assertThat(file.current()).isEqualTo(running);
        assertThat(heard).hasSize(2).last().extracting(CheckedPolicy::policy).isEqualTo(running);
    }

    @Test
    void a_file_that_disappears_keeps_the_running_policy_and_is_seen_when_it_is_back() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = watched(path);
        Files.delete(path);

        settle(file);
        settle(file);

        assertThat(file.current().tools()).containsOnlyKeys("a");
        assertThat(heard).singleElement().satisfies(refused -> assertThat(refused.problems())
                .extracting(PolicyProblem::message)
                .containsExactly("the file cannot be read: there is none"));
        Files.writeString(path, SECOND);
        settle(file);
        assertThat(file.current().tools()).containsOnlyKeys("b");
    }

    @Test
    void a_file_that_becomes_unreadable_text_or_a_directory_keeps_the_running_policy() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = watched(path);

        Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe});
        settle(file);
        Files.delete(path);
        Files.createDirectory(path);
        settle(file);

        assertThat(file.current().tools()).containsOnlyKeys("a");
        assertThat(heard)
                .extracting(refused -> refused.problems().get(0).code())
                .containsExactly("not-utf-8", "unreadable-file");
    }

    @Test
    void a_listener_that_throws_keeps_nobody_from_hearing() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = PolicyFile.unwatched(path, clock);
        List<PolicySource.Subscription> subscriptions = List.of(
                file.subscribe(policy -> {
                    throw new IllegalStateException("a broken subscriber");
                }),
                file.onLoad(loaded -> {
                    throw new IllegalStateException("a broken listener");
                }),
                file.onLoad(heard::add));
        Files.writeString(path, SECOND);

        settle(file);

        assertThat(subscriptions).hasSize(3);
        assertThat(file.current().tools()).containsOnlyKeys("b");
        heardOnlyGood(1);
    }

    @Test
    void a_listener_that_runs_out_of_stack_keeps_nobody_from_hearing() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = PolicyFile.unwatched(path, clock);
        List<PolicySource.Subscription> subscriptions = List.of(
                file.subscribe(policy -> {
                    throw new StackOverflowError("thrown by a test");
                }),
                file.onLoad(loaded -> {
                    throw new StackOverflowError("thrown by a test");
                }),
                file.onLoad(heard::add));
        Files.writeString(path, SECOND);

        settle(file);

        assertThat(subscriptions).hasSize(3);
        heardOnlyGood(1);
    }

    @Test
    void a_loader_that_fails_is_told_to_the_listeners_once_and_tried_again() throws IOException {
        Path path = write("policy.json", FIRST);
        AtomicReference<Error> failure = new AtomicReference<>();
        PolicyFile file = PolicyFile.unwatched(path, clock, content -> {
            if (failure.get() != null) {
                throw failure.get();
            }
            return PolicyReader.check(path.toString(), content, null);
        });
        file.onLoad(heard::add);
        failure.set(new StackOverflowError("thrown by a test"));
        Files.writeString(path, SECOND);

        settle(file);
        settle(file);

        assertThat(heard).singleElement().satisfies(refused -> {
            assertThat(refused.policy()).isNull();
            assertThat(refused.problems())
                    .extracting(PolicyProblem::message)
                    .containsExactly("the reader failed: StackOverflowError");
        });
        assertThat(file.current().tools()).containsOnlyKeys("a");
        assertThat(file.state().isCurrent()).isFalse();
        failure.set(null);
        file.checkNow();
        assertThat(file.current().tools()).containsOnlyKeys("b");
        assertThat(heard).hasSize(2).last().extracting(CheckedPolicy::policy).isEqualTo(file.current());
        assertThat(file.state().isCurrent()).isTrue();
    }

    @Test
    void the_state_says_what_is_in_force_since_when_and_what_keeps_the_file_from_it() throws IOException {
        Path path = write("policy.json", FIRST);
        Instant start = now;
        PolicyFile file = watched(path);
        PolicyFileState first = file.state();
        assertThat(first)
                .isEqualTo(new PolicyFileState(
                        path.toAbsolutePath(), file.current().revision(), start, List.of(), null));
        assertThat(first.isCurrent()).isTrue();

        now = start.plusSeconds(60);
        Files.writeString(path, BAD);
        settle(file);
        now = start.plusSeconds(120);
        Files.writeString(path, BAD + " ");
        settle(file);
        assertThat(file.state().isCurrent()).isFalse();
        assertThat(file.state().since()).isEqualTo(start);
        assertThat(file.state().refusedSince()).isEqualTo(start.plusSeconds(60));
        assertThat(file.state().problems()).extracting(PolicyProblem::pointer).containsExactly("/default");
        assertThat(first.isCurrent()).isTrue();

        now = start.plusSeconds(180);
        Files.writeString(path, SECOND);
        settle(file);
        assertThat(file.state())
                .isEqualTo(new PolicyFileState(
                        path.toAbsolutePath(), file.current().revision(), now, List.of(), null));
    }

    @Test
    void a_file_whose_document_crashed_a_reader_is_told_to_the_listeners() throws IOException {
        Path path = write("policy.yaml", "tools: {a: {}}");
        PolicyFile file = watched(path);
        Files.writeString(path, "tools: {\"\": {rules: [{state: {counter: c, window: day}}]}}");

        settle(file);

        assertThat(heard).singleElement().satisfies(refused -> assertThat(refused.problems())
                .extracting(PolicyProblem::code)
                .containsExactly("empty-name"));
    }

    @Test
    void memory_that_runs_out_does_not_end_the_watching() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = PolicyFile.unwatched(path, clock);
        PolicySource.Subscription listening = file.onLoad(loaded -> {
            throw new OutOfMemoryError("thrown by a test");
        });
        Files.writeString(path, SECOND);
        settle(file);
        listening.close();
        Files.writeString(path, FIRST);

        settle(file);

        assertThat(file.current().tools()).containsOnlyKeys("a");
    }

    @Test
    void an_engine_judges_by_the_new_policy_and_keeps_its_counters() throws IOException {
        String limited =
                "{version: '1', default: deny, tools: {t: {limits: [{counter: c, window: day, max: %d, scope: global}]}}}";
        Path path = write("policy.yaml", String.format(limited, 1));
        PolicyFile file = watched(path);
        PolicyEngine engine =
                PolicyEngine.builder(file).clock(() -> Instant.EPOCH).build();

        assertThat(engine.decide(ToolCall.of("t", Map.of()))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(ToolCall.of("t", Map.of()))).isInstanceOf(Decision.Deny.class);
        Files.writeString(path, String.format(limited, 2));
        settle(file);
        assertThat(engine.decide(ToolCall.of("t", Map.of()))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(ToolCall.of("t", Map.of()))).isInstanceOf(Decision.Deny.class);
    }

    @Test
    void a_watched_file_is_followed_by_itself_until_it_is_closed() throws Exception {
        Path path = write("policy.json", FIRST);
        CountDownLatch loaded = new CountDownLatch(1);
        try (PolicyFile file = PolicyFile.watch(path, Duration.ofMillis(2), null)) {
            file.onLoad(news -> {
                if (news.policy() != null) {
                    loaded.countDown();
                }
            });
            assertThat(watchThreads()).hasSize(1).allMatch(Thread::isDaemon);

            Files.writeString(path, SECOND);

            assertThat(loaded.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(file.current().tools()).containsOnlyKeys("b");
        }

        assertThat(watchThreads()).isEmpty();
    }

    @Test
    void after_the_close_no_policy_comes_into_force_and_the_last_one_stays() throws IOException {
        Path path = write("policy.json", FIRST);
        PolicyFile file = watched(path);
        Files.writeString(path, SECOND);
        assertThat(file.checkNow()).isPositive();

        file.close();
        file.close();
        settle(file);

        assertThat(file.current().tools()).containsOnlyKeys("a");
        assertThat(heard).isEmpty();
    }

    @Test
    void a_listener_may_close_the_file() throws Exception {
        Path path = write("policy.json", FIRST);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<Thread> watcher = new AtomicReference<>();
        PolicyFile file = PolicyFile.watch(path, Duration.ofMillis(2), null);
        file.onLoad(any -> {
            watcher.set(Thread.currentThread());
            file.close();
            closed.countDown();
        });

        Files.writeString(path, SECOND);

        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        watcher.get().join(30_000);
        assertThat(watcher.get().isAlive()).isFalse();
    }

    private List<Thread> watchThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("policy-file " + folder))
                .toList();
    }
}
