package dev.mcppolicy.store.postgres.approval;

import static dev.mcppolicy.store.postgres.approval.Questions.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalQueues;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.postgres.PostgresCounterStore;
import dev.mcppolicy.store.postgres.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queues on one database, as processes have them, and what becomes of the database. */
@Tag("real")
@Timeout(120)
class PostgresApprovalQueueTest {
    private static Server server;

    private String schema;
    private final AtomicLong now = new AtomicLong(Questions.NOON.toEpochMilli());
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final List<ApprovalQueue> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void nameSchema() {
        schema = Server.newSchema();
    }

    @AfterEach
    void closeQueues() {
        opened.forEach(ApprovalQueue::close);
    }

    private ApprovalQueue open() {
        ApprovalQueue queue = PostgresApprovalQueue.of(server.dataSource(), schema, clock);
        opened.add(queue);
        return queue;
    }

    private static CompletableFuture<ApprovalAnswer> ask(ApprovalQueue queue, String id) {
        return queue.ask(request(id)).toCompletableFuture();
    }

    private static ApprovalAnswer answer(CompletableFuture<ApprovalAnswer> asked) {
        return asked.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private long waiting() {
        return server.number("select count(*) from " + schema + ".question where state = 0");
    }

    @Test
    void a_question_survives_a_restart_and_its_answer_is_for_the_call_that_comes_again() {
        CompletableFuture<ApprovalAnswer> before;
        try (ApprovalQueue queue = PostgresApprovalQueue.of(server.dataSource(), schema, clock)) {
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
    void whoever_shares_the_database_answers() {
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
    void a_question_leaves_the_database_when_its_client_leaves() {
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
    void a_question_whose_time_is_up_ends_as_one_that_nobody_has_answered() {
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> asked = ask(queue, "a");
        assertThat(queue.list()).hasSize(1);

        now.addAndGet(Questions.TIME.toMillis());

        assertThatThrownBy(() -> answer(asked)).hasMessageContaining("nobody has answered in time");
    }

    @Test
    void a_clock_that_is_ahead_does_not_drop_the_questions_of_others() {
        now.set(InstantSource.system().millis());
        ApprovalQueue asking = open();
        CompletableFuture<ApprovalAnswer> asked =
                asking.ask(request("a", clock.instant())).toCompletableFuture();
        assertThat(asking.list()).hasSize(1);

        Instant ahead = clock.instant().plusSeconds(3_600);
        ApprovalQueue other = PostgresApprovalQueue.of(server.dataSource(), schema, InstantSource.fixed(ahead));
        opened.add(other);
        CompletableFuture<ApprovalAnswer> unused =
                other.ask(request("b", ahead)).toCompletableFuture();
        assertThat(other.list()).extracting(ApprovalRequest::id).containsExactly("b");

        assertThat(asking.approve("a")).isTrue();
        assertThat(answer(asked).isApproved()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSACTION_SERIALIZABLE, false, false",
        "TRANSACTION_REPEATABLE_READ, true, true",
        "TRANSACTION_READ_COMMITTED, false, true"
    })
    void connections_of_every_kind_serve_and_are_given_back_as_they_were(
            String isolation, boolean commitsItself, boolean isReadOnly) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(Server.source("127.0.0.1", server.port()));
        config.setTransactionIsolation(isolation);
        config.setAutoCommit(commitsItself);
        config.setReadOnly(isReadOnly);
        config.setMaximumPoolSize(1);
        open();
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (ApprovalQueue queue = PostgresApprovalQueue.of(pool, schema, clock)) {
                CompletableFuture<ApprovalAnswer> asked = ask(queue, "a");
                assertThat(queue.approve("a")).isTrue();
                assertThat(answer(asked).isApproved()).isTrue();
            }
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    var row = statement.executeQuery("select current_setting('transaction_isolation'),"
                            + " current_setting('lock_timeout'), current_setting('statement_timeout')")) {
                assertThat(row.next()).isTrue();
                assertThat("TRANSACTION_"
                                + row.getString(1).toUpperCase(Locale.ROOT).replace(' ', '_'))
                        .isEqualTo(isolation);
                assertThat(row.getString(2)).isEqualTo("0");
                assertThat(row.getString(3)).isEqualTo("0");
                assertThat(connection.getAutoCommit()).isEqualTo(commitsItself);
                assertThat(connection.getNetworkTimeout()).isZero();
            }
        }
    }

    @Test
    void what_is_asked_while_another_holds_the_queue_fails_and_leaves_nothing_behind() throws SQLException {
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> asked;
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            boolean unused = statement.execute(
                    "select pg_advisory_xact_lock(1835233393, '" + schema + ".question'::regclass::oid::int)");
            asked = ask(queue, "a");
            assertThatThrownBy(() -> answer(asked))
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("the queue of approvals cannot be kept");
            connection.rollback();
            connection.setAutoCommit(true);
        }

        CompletableFuture<ApprovalAnswer> next = ask(queue, "b");
        assertThat(queue.approve("b")).isTrue();
        assertThat(answer(next).isApproved()).isTrue();
        assertThat(waiting()).isZero();
    }

    @Test
    void a_process_that_stands_still_within_a_step_keeps_no_other_waiting_for_longer_than_a_step_lasts()
            throws Exception {
        QuestionDatabase still = QuestionDatabase.open(server.dataSource(), schema);
        QuestionDatabase other = QuestionDatabase.open(server.dataSource(), schema);
        CompletableFuture<Void> isIn = new CompletableFuture<>();
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        CompletableFuture<Void> step = CompletableFuture.runAsync(() -> still.alone(rows -> {
            rows.change("insert into mcp_policy.asker values ('x', 0)");
            isIn.complete(null);
            goesOn.join();
            return true;
        }));
        isIn.join();

        assertThatThrownBy(() -> other.alone(rows -> true)).isInstanceOf(StoreException.class);
        assertThat(other.<Long>alone(rows -> rows.number("select count(*) from mcp_policy.asker")))
                .isZero();

        goesOn.complete(null);
        assertThatThrownBy(step::join).hasCauseInstanceOf(StoreException.class);
        assertThat(server.number("select count(*) from " + schema + ".asker")).isZero();
    }

    @Test
    void what_waits_in_a_schema_that_is_dropped_is_denied_and_the_next_call_is_asked_about() {
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> asked = ask(queue, "a");
        assertThat(queue.list()).hasSize(1);

        server.execute("drop schema " + schema + " cascade");

        assertThatThrownBy(() -> answer(asked)).hasMessageContaining("a question has left the queue");
        CompletableFuture<ApprovalAnswer> next = ask(queue, "b");
        assertThat(queue.approve("b")).isTrue();
        assertThat(answer(next).isApproved()).isTrue();
    }

    @Test
    void a_queue_whose_connections_were_cut_goes_on_with_others() {
        ApprovalQueue queue = open();
        CompletableFuture<ApprovalAnswer> asked = ask(queue, "a");
        assertThat(queue.list()).hasSize(1);

        server.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                + " and backend_type = 'client backend'");

        int failed = 0;
        boolean isTaken = false;
        while (!isTaken) {
            try {
                isTaken = queue.approve("a");
            } catch (StoreException e) {
                failed++;
                assertThat(failed).isLessThan(50);
            }
        }
        assertThat(answer(asked).isApproved()).isTrue();
    }

    @Test
    void tables_of_a_later_version_are_left_as_they_are() {
        open().close();
        server.execute("update " + schema + ".question_version set number = 2");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessage("the schema `" + schema + "` is of version 2, and this store knows versions up to 1");
    }

    @Test
    void several_that_open_an_empty_database_at_once_beside_counters_make_one_schema() {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.runAsync(() ->
                    PostgresApprovalQueue.of(server.dataSource(), schema, clock).close()));
            all.add(CompletableFuture.runAsync(() -> {
                try (CounterStore store = PostgresCounterStore.builder(server.dataSource())
                        .schema(schema)
                        .timeout(Duration.ofSeconds(20))
                        .open()) {
                    assertThat(store.namespaces()).isEmpty();
                }
            }));
        }

        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

        assertThat(server.number("select count(*) from " + schema + ".question_version"))
                .isEqualTo(1);
        assertThat(server.number("select count(*) from " + schema + ".version")).isEqualTo(1);
    }

    @Test
    void what_is_committed_is_on_the_disk_whatever_the_database_does_else() {
        QuestionDatabase database = QuestionDatabase.open(server.dataSource(), schema);
        server.execute("alter role postgres set synchronous_commit = off");
        try (HikariDataSource pool = Server.pool("127.0.0.1", server.port(), 1)) {
            QuestionDatabase lazy = QuestionDatabase.open(pool, schema);
            assertThat(lazy.<String>alone(rows ->
                            rows.first("select current_setting('synchronous_commit')", row -> row.getString(1))))
                    .isEqualTo("on");
        } finally {
            server.execute("alter role postgres reset synchronous_commit");
        }
        assertThat(database.<Boolean>beside(rows -> true)).isTrue();
    }

    @Test
    void a_url_opens_a_database() {
        String url = "postgres://postgres@127.0.0.1:" + server.port() + "/postgres?schema=" + schema;
        try (ApprovalQueue queue = ApprovalQueues.open(url);
                ApprovalQueue other = ApprovalQueues.open(url.replace("postgres://", "postgresql://"))) {
            CompletableFuture<ApprovalAnswer> asked =
                    queue.ask(request("a", InstantSource.system().instant())).toCompletableFuture();
            assertThat(queue.list()).hasSize(1);
            assertThat(other.approve("a")).isTrue();
            assertThat(answer(asked).isApproved()).isTrue();
        }
        assertThatThrownBy(() -> ApprovalQueues.open(url + "&durability=full").close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each once");
        assertThatThrownBy(() -> ApprovalQueues.open(url.replace(":" + server.port(), ":1"))
                        .close())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the schema `" + schema + "` cannot be used");
    }
}
