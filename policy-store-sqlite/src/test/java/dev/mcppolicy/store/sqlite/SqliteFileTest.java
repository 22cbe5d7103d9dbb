package dev.mcppolicy.store.sqlite;

import static dev.mcppolicy.store.sqlite.Limits.NOON;
import static dev.mcppolicy.store.sqlite.Limits.key;
import static dev.mcppolicy.store.sqlite.Limits.request;
import static dev.mcppolicy.store.sqlite.Limits.take;
import static dev.mcppolicy.store.sqlite.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the file, and of what was counted in it. */
@Timeout(60)
class SqliteFileTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("counters.db");
    }

    private SqliteCounterStore open() {
        return SqliteCounterStore.builder(file).timeout(SHORT).open();
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
    void a_restart_forgets_nothing() {
        OperationId name = OperationId.random();
        try (CounterStore store = SqliteCounterStore.open(file)) {
            take(store, "calls", 3);
            assertThat(store.reserve(
                            request("spend", 5, 9).withHold(new Hold(name, NOON + 60_000, Hold.Then.KEEP)), NOON))
                    .isInstanceOf(Reservation.class);
        }

        try (CounterStore store = SqliteCounterStore.open(file)) {
            assertThat(used(store, "calls")).isEqualTo(3);
            Reservation found = store.find(name, NOON);
            assertThat(found).isNotNull();
            found.release().toCompletableFuture().join();
            assertThat(used(store, "spend")).isZero();
        }
    }

    @Test
    void time_does_not_run_backwards_over_a_restart() {
        long later = NOON + Duration.ofDays(40).toMillis();
        try (CounterStore store = open()) {
            take(store, "calls", 3);
            assertThat(store.read(List.of(key("calls")), later)).containsExactly(0);
        }

        try (CounterStore store = open()) {
            assertThat(store.read(List.of(key("calls")), NOON)).containsExactly(0);
        }
    }

    @Test
    void a_url_opens_a_file() {
        for (String option : List.of("", "?durability=normal", "?durability=full")) {
            try (CounterStore store = CounterStores.open("sqlite:" + file + option)) {
                take(store, "calls", 1);
            }
        }
        try (CounterStore store = open()) {
            assertThat(used(store, "calls")).isEqualTo(3);
        }
        for (String wrong : List.of("sqlite:", "sqlite:" + file + "?durability=none", "sqlite:" + file + "?")) {
            assertThatThrownBy(() -> CounterStores.open(wrong).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("durability=normal");
        }
    }

    @Test
    void the_files_are_their_owners_alone() throws IOException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        try (CounterStore store = open()) {
            take(store, "calls", 1);
            try (var files = Files.list(directory)) {
                assertThat(files).hasSize(4).allSatisfy(each -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void a_file_that_is_deleted_under_the_store_denies_until_it_is_reopened() throws IOException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        try (CounterStore store = open()) {
            take(store, "calls", 3);
            Files.delete(file);

            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("deleted or replaced");
            assertThatThrownBy(() -> used(store, "calls")).hasMessageContaining("deleted or replaced");
            assertThat(file).doesNotExist();

            store.reopen("policy");
            assertThat(used(store, "calls")).isZero();
            take(store, "calls", 1);
        }
        try (CounterStore store = open()) {
            assertThat(used(store, "calls")).isEqualTo(1);
        }
    }

    @Test
    void what_an_operator_reopens_is_counted_on_by_all_that_had_seen_it_before() throws IOException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        try (CounterStore busy = open();
                CounterStore idle = open()) {
            take(busy, "calls", 3);
            take(idle, "calls", 3);
            Files.delete(file);
            assertThatThrownBy(() -> take(busy, "calls", 1)).hasMessageContaining("deleted or replaced");

            CounterStores.reopen("sqlite:" + file, "policy");

            take(busy, "calls", 1);
            assertThat(take(idle, "calls", 1).before(0)).isEqualTo(1);
        }
    }

    @Test
    void what_another_file_was_reopened_for_is_not_taken_for_this_ones() throws IOException, SQLException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path other = directory.resolve("other.db");
        try (CounterStore elsewhere = SqliteCounterStore.open(other)) {
            elsewhere.reopen("policy");
            elsewhere.reopen("also");
        }
        try (CounterStore store = open()) {
            take(store, "calls", 3);
            assertThat(store.read(List.of(key("also", "calls")), NOON)).containsExactly(0);
            assertThat(store.reserve(ReserveRequest.of(List.of(new Charge(key("also", "calls"), 1, 9))), NOON))
                    .isInstanceOf(Reservation.class);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> take(store, "calls", 1)).isInstanceOf(StoreException.class);

            CounterStores.reopen("sqlite:" + file, "policy");

            take(store, "calls", 1);
            assertThatThrownBy(() -> store.read(List.of(key("also", "calls")), NOON))
                    .hasMessageContaining("`also` is gone");
        }
    }

    @Test
    void a_file_that_is_replaced_under_the_store_denies_until_it_is_reopened() throws IOException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        try (CounterStore store = open()) {
            take(store, "calls", 3);
        }
        Path copy = Files.copy(file, directory.resolve("copy.db"));
        try (CounterStore store = open()) {
            take(store, "calls", 3);
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("reopens");
            store.reopen("policy");
            take(store, "calls", 1);
        }
    }

    @Test
    void a_file_that_is_emptied_under_the_store_denies_until_it_is_reopened() throws IOException {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        try (CounterStore store = open()) {
            take(store, "calls", 3);
            Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);

            assertThatThrownBy(() -> take(store, "calls", 1)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> take(store, "calls", 1)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void a_namespace_whose_mark_is_gone_is_denied_and_another_is_not() throws SQLException {
        try (CounterStore store = open()) {
            take(store, "calls", 3);
            assertThat(store.read(List.of(key("other", "calls")), NOON)).containsExactly(0);
            execute("delete from namespace", "delete from counter");

            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("`policy` is gone");
            assertThat(store.read(List.of(key("other", "calls")), NOON)).containsExactly(0);
            store.reopen("policy");
            take(store, "calls", 1);
        }
    }

    @Test
    void a_file_that_was_deleted_between_two_runs_is_missed() throws IOException {
        open().close();
        Files.delete(file);

        assertThatThrownBy(() -> open().close()).hasMessageContaining("deleted or replaced");

        assertThat(file).doesNotExist();
        Files.delete(directory.resolve("counters.db.lock"));
        open().close();
    }

    @Test
    void what_is_no_file_of_the_store_is_refused_and_left_alone() throws Exception {
        execute("create table theirs (a)");
        byte[] theirs = Files.readAllBytes(file);
        assertThatThrownBy(() -> open().close()).hasMessageContaining("another application");
        assertThat(file).hasBinaryContent(theirs);

        Files.write(
                file,
                "not a database at all, but a text that is longer than a header"
                        .repeat(20)
                        .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> open().close()).isInstanceOf(StoreException.class);

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> open().close()).hasMessage("`counters.db` is a directory");

        assertThatThrownBy(() -> SqliteCounterStore.open(directory.resolve("none/counters.db"))
                        .close())
                .hasMessageContaining("no directory");
        assertThatThrownBy(
                        () -> SqliteCounterStore.open(directory.resolve("a?b")).close())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_later_schema_is_refused() throws SQLException {
        open().close();
        execute("pragma user_version = 2");

        assertThatThrownBy(() -> open().close()).hasMessageContaining("later version");
    }

    @Test
    void a_damaged_file_denies() throws IOException {
        try (CounterStore store = open()) {
            for (int i = 0; i < 100; i++) {
                take(store, "calls " + i, 1);
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = (byte) (bytes[i] ^ 0x5a);
        }
        Files.write(file, bytes);

        assertThatThrownBy(() -> {
                    try (CounterStore store = open()) {
                        take(store, "calls 7", 1);
                    }
                })
                .isInstanceOf(StoreException.class);
    }

    @Test
    void a_locked_file_denies_within_the_time_out_and_comes_back_by_itself() throws SQLException {
        try (CounterStore store = open()) {
            take(store, "calls", 1);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = other.createStatement()) {
                boolean unused = statement.execute("begin immediate");
                long start = System.nanoTime();
                assertThatThrownBy(() -> take(store, "calls", 1)).isInstanceOf(StoreException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
                assertThat(used(store, "calls")).isEqualTo(1);
                unused = statement.execute("rollback");
            }

            take(store, "calls", 1);
            assertThat(used(store, "calls")).isEqualTo(2);
        }
    }

    @Test
    void a_write_that_fails_changes_nothing_and_the_next_is_made_again() throws SQLException {
        try (CounterStore store = open()) {
            take(store, "calls", 1);
            execute("create trigger full before update on counter begin select raise(fail, 'disk full'); end");

            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("disk full");
            assertThat(used(store, "calls")).isEqualTo(1);

            execute("drop trigger full");
            take(store, "calls", 1);
            assertThat(used(store, "calls")).isEqualTo(2);
        }
    }

    @Test
    void a_commit_whose_answer_is_lost_is_not_made_twice() {
        AtomicInteger failing = new AtomicInteger();
        try (CounterStore store = SqliteCounterStore.builder(file).open(100, database -> {
            database.commit();
            if (failing.getAndDecrement() > 0) {
                throw new SQLException("the answer is lost");
            }
        })) {
            failing.set(1);
            Reservation reservation = take(store, "calls", 3);
            assertThat(used(store, "calls")).isEqualTo(3);

            failing.set(1);
            reservation.release().toCompletableFuture().join();
            assertThat(used(store, "calls")).isZero();
            reservation.release().toCompletableFuture().join();
            assertThat(used(store, "calls")).isZero();
        }
    }

    @Test
    void a_commit_that_failed_is_made_once_more_and_once_only() {
        AtomicInteger failing = new AtomicInteger();
        try (CounterStore store = SqliteCounterStore.builder(file).open(100, database -> {
            if (failing.getAndDecrement() > 0) {
                throw new SQLException("nothing was written");
            }
            database.commit();
        })) {
            failing.set(1);
            Reservation reservation = take(store, "calls", 3);
            assertThat(used(store, "calls")).isEqualTo(3);

            failing.set(2);
            assertThatThrownBy(() -> take(store, "calls", 3)).hasMessageContaining("nothing was written");
            assertThat(used(store, "calls")).isEqualTo(3);

            failing.set(1);
            reservation.release().toCompletableFuture().join();
            assertThat(used(store, "calls")).isZero();
        }
    }

    @Test
    void two_stores_of_one_process_share_a_file() throws InterruptedException {
        AtomicInteger admitted = new AtomicInteger();
        try (CounterStore one = SqliteCounterStore.builder(file)
                        .durability(Durability.NORMAL)
                        .open();
                CounterStore two = SqliteCounterStore.builder(file)
                        .durability(Durability.NORMAL)
                        .open()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                CounterStore store = i % 2 == 0 ? one : two;
                threads.add(new Thread(() -> {
                    for (int j = 0; j < 100; j++) {
                        if (store.reserve(request("calls", 1, 500), NOON) instanceof Reservation) {
                            admitted.incrementAndGet();
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(admitted).hasValue(500);
            assertThat(used(one, "calls")).isEqualTo(500);
            assertThat(used(two, "calls")).isEqualTo(500);
        }
    }

    @Test
    void an_interrupt_ends_nobody_elses_store() {
        try (CounterStore store = open()) {
            Thread.currentThread().interrupt();
            assertThatCode(() -> take(store, "calls", 1)).doesNotThrowAnyException();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(used(store, "calls")).isEqualTo(1);
        }
    }

    @Test
    void a_store_that_is_closed_denies() {
        CounterStore store = open();
        store.close();
        store.close();

        assertThatThrownBy(() -> take(store, "calls", 1)).hasMessage("the store is closed");
    }
}
