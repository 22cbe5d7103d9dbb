package dev.mcppolicy.store.sqlite.approval;

import static dev.mcppolicy.store.sqlite.approval.Questions.NOON;
import static dev.mcppolicy.store.sqlite.approval.Questions.SHOP;
import static dev.mcppolicy.store.sqlite.approval.Questions.TIME;
import static dev.mcppolicy.store.sqlite.approval.Questions.request;
import static dev.mcppolicy.store.sqlite.approval.Questions.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.stored.ApprovalBytes;
import dev.mcppolicy.approval.stored.QuestionTable;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of questions and answers, by a clock that the test moves. A process that is gone is a table not used again. */
@Timeout(60)
class SqliteQuestionTableTest {
    private static final long NOW = NOON.toEpochMilli();
    private static final long GONE = NOW + QuestionTable.GONE_MILLIS;
    private static final ApprovalAnswer YES = ApprovalAnswer.APPROVED.by("alice");
    private static final ApprovalAnswer NO = ApprovalAnswer.DECLINED.by("bob");

    @TempDir
    Path directory;

    private final List<QuestionFile> files = new ArrayList<>();
    private SqliteQuestionTable one;
    private SqliteQuestionTable two;

    @BeforeEach
    void openTables() {
        one = table();
        two = table();
    }

    @AfterEach
    void closeFiles() {
        files.forEach(QuestionFile::close);
    }

    private Path path() {
        return directory.resolve("approvals.db");
    }

    private SqliteQuestionTable table() {
        QuestionFile file = QuestionFile.open(path());
        files.add(file);
        return new SqliteQuestionTable(file);
    }

    private static @Nullable ApprovalAnswer put(QuestionTable table, String id, long now) {
        return put(table, request(id), now);
    }

    private static @Nullable ApprovalAnswer put(QuestionTable table, ApprovalRequest request, long now) {
        return table.put(request, now);
    }

    private static List<String> waiting(QuestionTable table, long now) {
        return table.waiting(now).stream()
                .map(bytes -> ApprovalBytes.request(bytes).id())
                .toList();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path());
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        }
    }

    @Test
    void an_answer_is_given_to_the_one_who_asked_once() {
        assertThat(put(one, "a", NOW)).isNull();
        assertThat(two.answer("a", YES, NOW)).isTrue();

        assertThat(two.hear(List.of(), NOW).answers()).isEmpty();
        assertThat(put(two, "b", NOW)).isNull();
        assertThat(one.hear(List.of("a"), NOW).answers()).containsExactly(Map.entry("a", YES));
        assertThat(put(two, "c", GONE)).isNull();
        assertThat(waiting(two, NOW)).containsExactly("b", "c");
    }

    @Test
    void of_two_answers_one_is_taken_and_known_to_both() {
        put(one, "a", NOW);
        assertThat(two.answered("a")).isNull();

        assertThat(two.answer("a", NO, NOW)).isTrue();
        assertThat(one.answer("a", YES, NOW)).isFalse();
        assertThat(one.answered("a")).isEqualTo(NO);

        assertThat(one.hear(List.of("a"), NOW).answers()).containsValue(NO);
        assertThat(one.answer("a", YES, NOW)).isFalse();
        assertThat(two.answered("a")).isEqualTo(NO);
    }

    @Test
    void a_question_is_answered_as_long_as_its_answer_can_be_heard_in_time() {
        long end = NOW + TIME.toMillis();
        put(one, "a", NOW);
        put(one, request("b", NOON.plusMillis(1)), NOW);

        assertThat(two.answer("a", YES, end - QuestionTable.HEARING_MILLIS)).isFalse();
        assertThat(two.answer("b", YES, end - QuestionTable.HEARING_MILLIS)).isTrue();
    }

    @Test
    void a_question_is_over_when_its_time_is_up() {
        long end = NOW + TIME.toMillis();
        put(one, "a", NOW);

        assertThat(waiting(two, end - 1)).containsExactly("a");
        assertThat(waiting(two, end)).isEmpty();
        assertThat(one.hear(List.of("a"), end).lost()).containsExactly("a");
    }

    @Test
    void an_answer_to_a_process_that_is_gone_is_for_the_next_who_asks_the_same_and_for_no_other() {
        put(one, "a", NOW);
        assertThat(two.answer("a", YES, GONE)).isTrue();

        assertThat(put(two, "b", GONE)).isEqualTo(YES);
        assertThat(put(two, "c", GONE)).isNull();
        assertThat(put(table(), "d", GONE)).isNull();
        assertThat(two.answered("a")).isEqualTo(YES);
        assertThat(two.answered("b")).isEqualTo(YES);
    }

    @Test
    void a_process_is_not_gone_while_it_listens() {
        put(one, "a", NOW);
        two.answer("a", YES, NOW + 1);

        one.hear(List.of(), NOW + 5_000);
        assertThat(put(two, "b", GONE + 4_999)).isNull();
        assertThat(two.hear(List.of("b"), GONE + 5_000).answers()).containsEntry("b", YES);
    }

    @Test
    void a_process_that_has_closed_its_queue_is_gone_at_once() {
        put(one, "a", NOW);
        one.close();

        assertThat(two.answer("a", YES, NOW)).isTrue();
        assertThat(put(two, "b", NOW)).isEqualTo(YES);
    }

    @Test
    void an_answer_given_before_a_process_is_known_to_be_gone_reaches_whoever_asks_meanwhile() {
        put(one, "a", NOW);
        assertThat(put(two, "b", NOW + 1)).isNull();
        assertThat(waiting(two, NOW)).containsExactly("a", "b");

        assertThat(two.answer("a", YES, NOW + 2)).isTrue();
        assertThat(two.hear(List.of("b"), NOW + 3).answers()).isEmpty();
        assertThat(two.hear(List.of("b"), GONE).answers()).containsEntry("b", YES);
        assertThat(two.answer("b", NO, GONE)).isFalse();
    }

    @Test
    void questions_of_processes_that_are_gone_are_one_with_that_which_is_asked_again() {
        put(one, "a", NOW);
        put(two, request("other", Caller.ofGrant("other"), "0123", NOON), NOW);
        SqliteQuestionTable three = table();
        put(three, "b", NOW + 1);
        SqliteQuestionTable four = table();

        assertThat(put(four, request("c", NOON.plusSeconds(60)), GONE + 1)).isNull();

        assertThat(waiting(four, GONE)).containsExactly("c", "other");
        assertThat(waiting(four, NOW + TIME.toMillis())).containsExactly("c");
        assertThat(four.answer("a", YES, GONE + 1)).isTrue();
        assertThat(four.answer("b", NO, GONE + 1)).isFalse();
        assertThat(four.answer("c", NO, GONE + 1)).isFalse();
        assertThat(four.answered("b")).isEqualTo(YES);
        assertThat(four.hear(List.of("c"), GONE + 1).answers()).containsEntry("c", YES);
    }

    @Test
    void a_question_that_was_taken_over_keeps_all_its_ids_when_it_is_taken_over_again() {
        put(one, "a", NOW);
        put(two, "b", GONE);
        SqliteQuestionTable three = table();
        put(three, "c", GONE + QuestionTable.GONE_MILLIS);

        assertThat(waiting(three, GONE)).containsExactly("c");
        assertThat(three.answer("a", YES, GONE)).isTrue();
        assertThat(three.hear(List.of("c"), GONE + QuestionTable.GONE_MILLIS).answers())
                .containsEntry("c", YES);
    }

    @Test
    void a_process_that_did_not_run_has_lost_what_another_took_over() {
        put(one, "a", NOW);
        put(two, "b", GONE);
        two.answer("a", YES, GONE);

        assertThat(one.hear(List.of("a"), GONE).lost()).containsExactly("a");
        assertThat(one.hear(List.of("a"), GONE + 2_000).answers()).isEmpty();
        one.withdraw(List.of("a"));
        assertThat(two.hear(List.of("b"), GONE).answers()).containsEntry("b", YES);
    }

    @Test
    void a_process_that_did_not_run_and_whose_question_nobody_took_has_it_still() {
        put(one, "a", NOW);
        table().hear(List.of(), GONE);
        two.answer("a", YES, GONE + 5_000);

        assertThat(one.hear(List.of("a"), GONE + 5_000).answers()).containsEntry("a", YES);
    }

    @Test
    void a_no_that_waits_goes_before_a_yes_and_each_is_used_once() {
        put(one, "a", NOW);
        put(one, "b", NOW);
        two.answer("a", YES, NOW);
        two.answer("b", NO, NOW);

        assertThat(put(two, "c", GONE)).isEqualTo(NO);
        assertThat(put(two, "d", GONE)).isEqualTo(YES);
        assertThat(put(two, "e", GONE)).isNull();
    }

    @Test
    void an_answer_is_for_the_same_call_by_the_same_caller_under_the_same_policy_and_rules() {
        ApprovalRequest asked = request("a");
        put(one, asked, NOW);
        two.answer("a", YES, NOW);

        List<ApprovalRequest> others = List.of(
                request("b", SHOP, "0124", NOON),
                request("c", SHOP.withSession("s"), "0123", NOON),
                request("d", Caller.ofPrincipal("shop"), "0123", NOON),
                request("e", Caller.anonymous(), "0123", NOON),
                of("f", ToolCall.of("refunds", Map.of("amount", 5), SHOP), asked),
                of("g", ToolCall.of("refund", Map.of("amount", 6), SHOP), asked),
                new ApprovalRequest(
                        "h",
                        asked.call(),
                        List.of(asked.rules().get(0), rule("strange customers", 1)),
                        "0123",
                        asked.expiresAt()));
        assertThat(others).allSatisfy(other -> assertThat(put(two, other, GONE)).isNull());
        assertThat(put(two, "i", GONE)).isEqualTo(YES);
    }

    private static ApprovalRequest of(String id, ToolCall call, ApprovalRequest like) {
        return new ApprovalRequest(id, call, like.rules(), like.revision(), like.expiresAt());
    }

    @Test
    void an_answer_to_a_caller_of_whom_nothing_is_known_is_for_no_other() {
        put(one, request("a", Caller.unidentified(), "0123", NOON), NOW);
        two.answer("a", YES, NOW);

        assertThat(put(two, request("b", Caller.unidentified(), "0123", NOON), GONE))
                .isNull();
        assertThat(one.hear(List.of("a"), GONE).answers()).containsEntry("a", YES);
    }

    @Test
    void an_answer_that_waits_for_nobody_is_void_when_its_time_is_up() {
        put(one, "a", NOW);
        two.answer("a", YES, NOW);

        long end = NOW + TIME.toMillis();
        assertThat(put(two, request("b", NOON.plus(TIME)), end)).isNull();
        assertThat(two.answered("a")).isNull();
    }

    @Test
    void an_answer_to_a_question_that_was_withdrawn_is_for_nobody() {
        put(one, "a", NOW);
        two.answer("a", YES, NOW);
        one.withdraw(List.of("a"));

        assertThat(put(two, "b", GONE)).isNull();
        assertThat(two.answered("a")).isEqualTo(YES);
    }

    @Test
    void a_question_is_withdrawn_by_the_one_who_asked_alone() {
        put(one, "a", NOW);

        two.withdraw(List.of("a"));
        assertThat(waiting(two, NOW)).containsExactly("a");
        one.withdraw(List.of("a"));
        assertThat(waiting(two, NOW)).isEmpty();
    }

    @Test
    void more_questions_than_an_operator_can_ever_read_are_refused() throws SQLException {
        execute(
                "insert into question (id, asker, state, expires_ms, request) with recursive n (i) as (select 1 union all"
                        + " select i + 1 from n where i < " + QuestionTable.MOST_WAITING + ")"
                        + " select cast('x' || i as blob), x'00', 0, " + (NOW + TIME.toMillis()) + ", x'' from n");

        assertThatThrownBy(() -> put(one, "a", NOW))
                .isInstanceOf(StoreException.class)
                .hasMessage(QuestionTable.MOST_WAITING + " approvals wait in the queue, and no more have room");
        assertThat(put(one, request("b", NOON.plus(TIME)), NOW + TIME.toMillis()))
                .isNull();
    }

    @Test
    void of_what_was_answered_the_latest_are_kept() throws SQLException {
        int most = QuestionTable.MOST_ANSWERED;
        execute("insert into question (id, asker, state, expires_ms, request, is_approved, answer)"
                + " with recursive n (i) as (select 1 union all select i + 1 from n where i < " + most + ")"
                + " select cast('x' || i as blob), x'00', 2, " + (NOW + TIME.toMillis()) + ", x'', 1, x'00' from n");
        put(one, "a", NOW);
        one.answer("a", YES, NOW);
        one.hear(List.of("a"), NOW);

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*), min(cast(id as text)) from question")) {
            assertThat(rows.getInt(1)).isEqualTo(most);
        }
        assertThat(one.answered("a")).isEqualTo(YES);
    }

    @Test
    void a_file_does_not_grow_by_what_is_over() throws IOException {
        long size = 0;
        for (int i = 0; i < 300; i++) {
            long now = NOW + i * TIME.toMillis();
            ApprovalRequest asked = request(String.valueOf(i), NOON.plusMillis(now - NOW));
            put(one, of(asked.id(), ToolCall.of("refund", Map.of("text", "x".repeat(20_000)), SHOP), asked), now);
            if (i == 100) {
                size = Files.size(path());
            }
        }

        assertThat(Files.size(path())).isLessThanOrEqualTo(size);
    }
}
