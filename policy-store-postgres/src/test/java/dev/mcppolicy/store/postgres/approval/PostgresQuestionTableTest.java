package dev.mcppolicy.store.postgres.approval;

import static dev.mcppolicy.store.postgres.approval.Questions.NOON;
import static dev.mcppolicy.store.postgres.approval.Questions.SHOP;
import static dev.mcppolicy.store.postgres.approval.Questions.TIME;
import static dev.mcppolicy.store.postgres.approval.Questions.request;
import static dev.mcppolicy.store.postgres.approval.Questions.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.stored.ApprovalBytes;
import dev.mcppolicy.approval.stored.Heard;
import dev.mcppolicy.approval.stored.QuestionTable;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.store.postgres.Server;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of questions and answers, by a clock that the test moves. A process that is gone is a table not used again. */
@Tag("real")
@Timeout(120)
class PostgresQuestionTableTest {
    private static final long NOW = NOON.toEpochMilli();
    private static final long GONE = NOW + QuestionTable.GONE_MILLIS;
    private static final ApprovalAnswer YES = ApprovalAnswer.APPROVED.by("alice");
    private static final ApprovalAnswer NO = ApprovalAnswer.DECLINED.by("bob");

    private static Server server;

    private String schema;
    private PostgresQuestionTable one;
    private PostgresQuestionTable two;

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void openTables() {
        schema = Server.newSchema();
        one = table();
        two = table();
    }

    private PostgresQuestionTable table() {
        return table(server.dataSource());
    }

    private PostgresQuestionTable table(DataSource dataSource) {
        return new PostgresQuestionTable(QuestionDatabase.open(dataSource, schema));
    }

    private static @Nullable ApprovalAnswer put(PostgresQuestionTable table, String id, long now) {
        return put(table, request(id), now);
    }

    private static @Nullable ApprovalAnswer put(PostgresQuestionTable table, ApprovalRequest request, long now) {
        table.setClock(now);
        return table.put(request, now);
    }

    private static Heard hear(PostgresQuestionTable table, List<String> ids, long now) {
        table.setClock(now);
        return table.hear(ids, now);
    }

    private static List<String> waiting(QuestionTable table, long now) {
        return table.waiting(now).stream()
                .map(bytes -> ApprovalBytes.request(bytes).id())
                .toList();
    }

    @Test
    void an_answer_is_given_to_the_one_who_asked_once() {
        assertThat(put(one, "a", NOW)).isNull();
        assertThat(two.answer("a", YES, NOW)).isTrue();

        assertThat(hear(two, List.of(), NOW).answers()).isEmpty();
        assertThat(put(two, "b", NOW)).isNull();
        assertThat(hear(one, List.of("a"), NOW).answers()).containsExactly(Map.entry("a", YES));
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

        assertThat(hear(one, List.of("a"), NOW).answers()).containsValue(NO);
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
        assertThat(hear(one, List.of("a"), end).lost()).containsExactly("a");
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

        hear(one, List.of(), NOW + 5_000);
        assertThat(put(two, "b", GONE + 4_999)).isNull();
        assertThat(hear(two, List.of("b"), GONE + 5_000).answers()).containsEntry("b", YES);
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
        assertThat(hear(two, List.of("b"), NOW + 3).answers()).isEmpty();
        assertThat(hear(two, List.of("b"), GONE).answers()).containsEntry("b", YES);
        assertThat(two.answer("b", NO, GONE)).isFalse();
    }

    @Test
    void questions_of_processes_that_are_gone_are_one_with_that_which_is_asked_again() {
        put(one, "a", NOW);
        put(two, request("other", Caller.ofGrant("other"), "0123", NOON), NOW);
        PostgresQuestionTable three = table();
        put(three, "b", NOW + 1);
        PostgresQuestionTable four = table();

        assertThat(put(four, request("c", NOON.plusSeconds(60)), GONE + 1)).isNull();

        assertThat(waiting(four, GONE)).containsExactly("c", "other");
        assertThat(waiting(four, NOW + TIME.toMillis())).containsExactly("c");
        assertThat(four.answer("a", YES, GONE + 1)).isTrue();
        assertThat(four.answer("b", NO, GONE + 1)).isFalse();
        assertThat(four.answer("c", NO, GONE + 1)).isFalse();
        assertThat(four.answered("b")).isEqualTo(YES);
        assertThat(hear(four, List.of("c"), GONE + 1).answers()).containsEntry("c", YES);
    }

    @Test
    void a_question_that_was_taken_over_keeps_all_its_ids_when_it_is_taken_over_again() {
        put(one, "a", NOW);
        put(two, "b", GONE);
        PostgresQuestionTable three = table();
        put(three, "c", GONE + QuestionTable.GONE_MILLIS);

        assertThat(waiting(three, GONE)).containsExactly("c");
        assertThat(three.answer("a", YES, GONE)).isTrue();
        assertThat(hear(three, List.of("c"), GONE + QuestionTable.GONE_MILLIS).answers())
                .containsEntry("c", YES);
    }

    @Test
    void a_process_that_did_not_run_has_lost_what_another_took_over() {
        put(one, "a", NOW);
        put(two, "b", GONE);
        two.answer("a", YES, GONE);

        assertThat(hear(one, List.of("a"), GONE).lost()).containsExactly("a");
        assertThat(hear(one, List.of("a"), GONE + 2_000).answers()).isEmpty();
        one.withdraw(List.of("a"));
        assertThat(hear(two, List.of("b"), GONE).answers()).containsEntry("b", YES);
    }

    @Test
    void a_process_that_did_not_run_and_whose_question_nobody_took_has_it_still() {
        put(one, "a", NOW);
        hear(table(), List.of(), GONE);
        two.answer("a", YES, GONE + 5_000);

        assertThat(hear(one, List.of("a"), GONE + 5_000).answers()).containsEntry("a", YES);
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
        assertThat(hear(one, List.of("a"), GONE).answers()).containsEntry("a", YES);
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
    void more_questions_than_an_operator_can_ever_read_are_refused() {
        server.execute("insert into " + schema + ".question (id, asker, state, expires_ms, request)"
                + " select convert_to('x' || i, 'UTF8'), '\\x00', 0, " + (NOW + TIME.toMillis())
                + ", '' from generate_series(1, " + QuestionTable.MOST_WAITING + ") i");

        assertThatThrownBy(() -> put(one, "a", NOW))
                .isInstanceOf(StoreException.class)
                .hasMessage(QuestionTable.MOST_WAITING + " approvals wait in the queue, and no more have room");
        assertThat(put(one, request("b", NOON.plus(TIME)), NOW + TIME.toMillis()))
                .isNull();
    }

    @Test
    void of_what_was_answered_the_latest_are_kept() {
        int most = QuestionTable.MOST_ANSWERED;
        server.execute(
                "insert into " + schema + ".question (id, asker, state, expires_ms, request, is_approved, answer)"
                        + " select convert_to('x' || i, 'UTF8'), '\\x00', 2, " + (NOW + TIME.toMillis())
                        + ", '', true, '\\x00' from generate_series(1, " + most + ") i");
        put(one, "a", NOW);
        one.answer("a", YES, NOW);
        hear(one, List.of("a"), NOW);

        assertThat(server.number("select count(*) from " + schema + ".question"))
                .isEqualTo(most);
        assertThat(server.number("select count(*) from " + schema + ".question where id = 'x1'"))
                .isZero();
        assertThat(one.answered("a")).isEqualTo(YES);
    }

    @Test
    void of_operators_on_several_machines_one_is_believed() throws Exception {
        for (int round = 0; round < 20; round++) {
            String id = "r" + round;
            put(one, id, NOW);

            List<Boolean> taken = together(4, operator -> table().answer(id, YES.by("operator " + operator), NOW));

            assertThat(taken).containsOnlyOnce(true);
            assertThat(hear(one, List.of(id), NOW).answers())
                    .containsExactly(Map.entry(id, YES.by("operator " + taken.indexOf(true))));
        }
    }

    @Test
    void the_answer_of_a_process_that_is_gone_serves_one_of_those_that_ask_at_once() throws Exception {
        for (int round = 0; round < 20; round++) {
            long now = NOW + TIME.toMillis() * round * 2;
            Instant noon = Instant.ofEpochMilli(now);
            PostgresQuestionTable gone = table();
            put(gone, request("g" + round, noon), now);
            assertThat(two.answer("g" + round, YES, now)).isTrue();
            String id = "r" + round + "-";

            List<Optional<ApprovalAnswer>> given = together(
                    4,
                    asker -> Optional.ofNullable(
                            put(table(), request(id + asker, noon), now + QuestionTable.GONE_MILLIS)));

            assertThat(given).containsOnlyOnce(Optional.of(YES));
        }
    }

    @Test
    void the_question_of_a_process_that_is_gone_is_taken_over_by_one_of_those_that_hear_at_once() throws Exception {
        for (int round = 0; round < 20; round++) {
            long now = NOW + TIME.toMillis() * round * 2;
            Instant noon = Instant.ofEpochMilli(now);
            String id = "r" + round + "-";
            String orphan = "g" + round;
            put(table(), request(orphan, noon), now);
            List<PostgresQuestionTable> tables = List.of(table(), table(), table());
            for (int i = 0; i < tables.size(); i++) {
                put(tables.get(i), request(id + i, noon), now + 1);
            }
            long later = now + QuestionTable.GONE_MILLIS;
            tables.forEach(table -> hear(table, List.of(), later - 1));

            List<Object> heard = together(
                    4,
                    i -> i == 3
                            ? two.answer(orphan, YES, later)
                            : hear(tables.get(i), List.of(id + i), later).answers());

            assertThat(heard.get(3)).isEqualTo(true);
            assertThat(two.answer(orphan, NO, later)).isFalse();
            int answered = 0;
            for (int i = 0; i < tables.size(); i++) {
                boolean isNow = heard.get(i).equals(Map.of(id + i, YES));
                answered += isNow
                                || !hear(tables.get(i), List.of(id + i), later)
                                        .answers()
                                        .isEmpty()
                        ? 1
                        : 0;
            }
            assertThat(answered).isEqualTo(1);
        }
    }

    private static <T> List<T> together(int number, IntFunction<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            CyclicBarrier start = new CyclicBarrier(number);
            List<Future<T>> started = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                int index = i;
                started.add(threads.submit(() -> {
                    start.await();
                    return work.apply(index);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : started) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
