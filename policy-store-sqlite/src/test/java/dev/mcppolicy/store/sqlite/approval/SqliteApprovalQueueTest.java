package dev.mcppolicy.store.sqlite.approval;

import static dev.mcppolicy.store.sqlite.approval.Questions.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueues;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.sqlite.SqliteCounterStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queues on one file, as processes have them, and what becomes of the file. */
@Timeout(60)
class SqliteApprovalQueueTest {
    @TempDir
    Path directory;

    private Path file;
    private final AtomicLong now = new AtomicLong(Questions.NOON.toEpochMilli());
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final List<ApprovalQueue> opened = new ArrayList<>();

    @BeforeEach
    void nameFile() {
        file = directory.resolve("approvals.db");
    }

    @AfterEach
    void closeQueues() {
        opened.forEach(ApprovalQueue::close);
    }

    private ApprovalQueue open() {
        ApprovalQueue queue = SqliteApprovalQueue.open(file, clock);
        opened.add(queue);
        return queue;
    }

    private static CompletableFuture<ApprovalAnswer> ask(ApprovalQueue queue, String id) {
        return queue.ask(request(id)).toCompletableFuture();
    }

    private static ApprovalAnswer answer(CompletableFuture<ApprovalAnswer> asked) {
        return asked.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                boolean unused = statement.execute(sql);
            }
        }
    }

    @Test
    void a_question_survives_a_restart_and_its_answer_is_for_the_call_that_comes_again() {
        CompletableFuture<ApprovalAnswer> before;
        try (ApprovalQueue queue = SqliteApprovalQueue.open(file, clock)) {
            before = ask(queue, "a");
            assertThat(queue.list()).containsExactly(request("a"));
        }
        assertThatThrownBy(() -> answer(before)).hasMessageContaining("the queue is closed");

        ApprovalQueue after = open();
        assertThat(after.list()).containsExactly(request("a"));
        assertThat(after.answer("a", ApprovalAnswer.APPROVED.by("alice").withNote("known")))
                .isTrue();

        ApprovalAnswer given = answer(ask(after, "b"));
        assertThat(given.isApproved()).isTrue();
        assertThat(given.by()).isEqualTo("alice");
        assertThat(given.note()).isEqualTo("known");
        assertThat(given.at()).isEqualTo(Questions.NOON);
        CompletableFuture<ApprovalAnswer> another = ask(after, "c");
        assertThat(after.list()).extracting(ApprovalRequest::id).containsExactly("c");
        assertThat(another).isNotDone();
    }

    @Test
    void whoever_shares_the_file_answers() {
        ApprovalQueue asking = open();
        CompletableFuture<ApprovalAnswer> asked = ask(asking, "a");
        assertThat(asking.list()).hasSize(1);
        ApprovalQueue answering = open();

        assertThat(answering.answer("a", ApprovalAnswer.DECLINED.by("alice"))).isTrue();

        assertThat(answer(asked).by()).isEqualTo("alice");
        assertThat(asking.answer("a", ApprovalAnswer.APPROVED.by("bob"))).isFalse();
        assertThat(asking.answered("a")).isEqualTo(answer(asked));
    }

    @Test
    void a_question_leaves_the_file_when_its_client_leaves() {
        ApprovalQueue asking = open();
        CompletableFuture<ApprovalAnswer> asked = ask(asking, "a");
        ApprovalQueue answering = open();
        assertThat(asking.list()).hasSize(1);
        assertThat(answering.list()).hasSize(1);

        asked.cancel(true);

        assertThat(asking.list()).isEmpty();
        assertThat(answering.list()).isEmpty();
        assertThat(answering.approve("a")).isFalse();
    }

    @Test
    void an_answer_is_given_to_one_of_two_calls_that_are_the_same() {
        ApprovalQueue asking = open();
        CompletableFuture<ApprovalAnswer> first = ask(asking, "a");
        CompletableFuture<ApprovalAnswer> second = ask(asking, "b");
        assertThat(asking.list()).hasSize(2);

        assertThat(open().approve("b")).isTrue();

        assertThat(answer(second).isApproved()).isTrue();
        assertThat(asking.list()).extracting(ApprovalRequest::id).containsExactly("a");
        assertThat(first).isNotDone();
    }

    @Test
    void what_is_asked_while_another_program_holds_the_file_fails_and_leaves_nothing_behind() throws SQLException {
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> asked;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("begin exclusive");
            asked = ask(queue, "a");
            assertThatThrownBy(() -> answer(asked)).hasCauseInstanceOf(StoreException.class);
        }

        assertThat(queue.list()).isEmpty();
        CompletableFuture<ApprovalAnswer> next = ask(queue, "b");
        assertThat(queue.approve("b")).isTrue();
        assertThat(answer(next).isApproved()).isTrue();
    }

    @Test
    void what_waits_in_a_file_that_is_deleted_is_denied_and_the_next_call_is_asked_about() throws IOException {
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> asked = ask(queue, "a");
        assertThat(queue.list()).hasSize(1);

        Files.delete(file);

        assertThatThrownBy(() -> answer(asked))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("a question has left the queue");
        CompletableFuture<ApprovalAnswer> next = ask(queue, "b");
        assertThat(queue.approve("b")).isTrue();
        assertThat(answer(next).isApproved()).isTrue();
    }

    @Test
    void what_waits_in_a_file_that_cannot_be_read_is_denied_before_another_takes_it_over() throws IOException {
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> asked = ask(queue, "a");
        assertThat(queue.list()).hasSize(1);

        Files.delete(file);
        Files.createDirectory(file);
        now.addAndGet(10_000);

        assertThatThrownBy(() -> answer(asked)).hasCauseInstanceOf(StoreException.class);
        assertThatThrownBy(queue::list).isInstanceOf(StoreException.class);
    }

    @Test
    void a_question_whose_time_is_up_ends_as_one_that_nobody_has_answered() {
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> asked = ask(queue, "a");
        assertThat(queue.list()).hasSize(1);

        now.addAndGet(Questions.TIME.toMillis());

        assertThatThrownBy(() -> answer(asked)).hasMessageContaining("nobody has answered in time");
    }

    @Test
    void a_file_of_counters_and_one_of_another_application_is_left_as_it_is() throws SQLException {
        try (CounterStore store = SqliteCounterStore.open(file)) {
            store.reopen("n");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage("`approvals.db` holds no approvals: it is a file of counters, or a database of another"
                        + " application");
        file = directory.resolve("other.db");
        execute("create table mine (x)");
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("another application");
    }

    @Test
    void the_counters_leave_a_file_of_approvals_as_it_is() {
        open().close();

        assertThatThrownBy(() -> SqliteCounterStore.open(file).close())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("another application");
    }

    @Test
    void a_file_of_a_later_version_is_left_as_it_is() throws SQLException {
        open().close();
        execute("pragma user_version = " + (QuestionSchema.VERSION + 1));

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("was written by a later version of the queue");
    }

    @Test
    void a_damaged_file_is_refused() throws IOException {
        Files.writeString(file, "no database ".repeat(500), StandardCharsets.US_ASCII);

        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("cannot be opened");
    }

    @Test
    void the_files_are_their_owners_alone() throws IOException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> unused = ask(queue, "a");
        assertThat(queue.list()).hasSize(1);

        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(3).allSatisfy(each -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void a_url_opens_a_file() {
        try (ApprovalQueue queue = ApprovalQueues.open("sqlite:" + file)) {
            assertThat(queue.list()).isEmpty();
        }
        for (String wrong : List.of("sqlite:", "sqlite: ", "sqlite:" + file + "?durability=full")) {
            assertThatThrownBy(() -> ApprovalQueues.open(wrong).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("`sqlite:` is followed by a file, and a queue knows no option");
        }
        assertThatThrownBy(() -> ApprovalQueues.open("sqlite:" + directory.resolve("none/approvals.db"))
                        .close())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is no directory");
    }
}
