package dev.mcppolicy.store.postgres.approval;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.stored.ApprovalBytes;
import dev.mcppolicy.approval.stored.Heard;
import dev.mcppolicy.approval.stored.QuestionTable;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.stored.KeyBytes;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The questions in a PostgreSQL database. What is answered is 1 until whoever asked has taken the answer, and 2 from then on.
 * Whether a process lives is told by the database's clock. A question's time is up by the clock of whoever looks, and it is
 * dropped when it is up by both.
 */
final class PostgresQuestionTable implements QuestionTable {
    private static final int ASKER_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String SERVER_MILLIS = "select floor(extract(epoch from clock_timestamp()) * 1000)::bigint";
    private static final String SEEN =
            "insert into mcp_policy.asker values (?, ?)" + " on conflict (id) do update set seen_ms = excluded.seen_ms";
    private static final String DROP_ASKERS = "delete from mcp_policy.asker where id in"
            + " (select id from mcp_policy.asker where seen_ms <= ? for update skip locked)";
    private static final String INSERT =
            "insert into mcp_policy.question (id, binding, asker, state, expires_ms, request)"
                    + " values (?, ?, ?, 0, ?, ?)";
    private static final String PLACE_OF = "(select place from mcp_policy.question where id = ? union all"
            + " select place from mcp_policy.earlier where id = ? limit 1)";
    private static final String ANSWER = "update mcp_policy.question set state = 1, is_approved = ?, answer = ?"
            + " where place = " + PLACE_OF + " and state = 0 and expires_ms > ?";
    private static final String MINE = "select place, binding, answer from mcp_policy.question"
            + " where id = ? and asker = ? and expires_ms > ? for update";
    private static final String TAKE = "update mcp_policy.question"
            + " set state = 2, is_approved = ?, answer = ?, request = ''::bytea where place = ? and state < 2";
    private static final String OF_THE_GONE = " o.state < 2 and o.asker <> ? and o.expires_ms > ?"
            + " and not exists (select from mcp_policy.asker a where a.id = o.asker and a.seen_ms > ?)";
    private static final String ORPHANS = "select place, id, answer from mcp_policy.question o where o.binding = ? and"
            + OF_THE_GONE + " order by state desc, is_approved, place for update of o";
    /** Of the questions that were put here, those of which there is nothing to hear. */
    private static final String QUIET = "select q.id from mcp_policy.question q"
            + " where q.id = any (?) and q.asker = ? and q.state = 0 and q.expires_ms > ?"
            + " and not exists (select from mcp_policy.question o where o.binding = q.binding and" + OF_THE_GONE + ")";

    private static final String TRIM = "delete from mcp_policy.question where state = 2 and place <="
            + " (select place from mcp_policy.question where state = 2 order by place desc limit 1 offset ?)";

    private final QuestionDatabase database;
    private final byte[] asker = new byte[ASKER_BYTES];
    private @Nullable Long shownMillis;

    PostgresQuestionTable(QuestionDatabase database) {
        this.database = database;
        RANDOM.nextBytes(asker);
    }

    /** A question of this process, as it stands. */
    private record Row(
            long place, @Nullable String binding, @Nullable ApprovalAnswer answer) {}

    /** A question of a process that is gone. */
    private record Orphan(long place, String id, @Nullable ApprovalAnswer answer) {}

    /** The time by the clock of this process, and by the database's. */
    private record Moment(long nowMillis, long serverMillis) {
        long goneMillis() {
            return serverMillis - GONE_MILLIS;
        }

        /** What ends no later is over by both. */
        long earlierMillis() {
            return Math.min(nowMillis, serverMillis);
        }
    }

    /** What became of a question that was to be put. */
    private record Put(boolean hasRoom, @Nullable ApprovalAnswer answer) {}

    /** Has the database's clock show some instant from now on; for tests. */
    void setClock(long millis) {
        shownMillis = millis;
    }

    private static @Nullable ApprovalAnswer answerIn(byte @Nullable [] stored) {
        return stored == null ? null : ApprovalBytes.answer(stored);
    }

    @Override
    public @Nullable ApprovalAnswer put(ApprovalRequest request, long nowMillis) {
        byte[] bytes = ApprovalBytes.of(request);
        byte[] binding = request.isMetAgain() ? KeyBytes.of(request.binding()) : null;
        Put put = database.alone(rows -> {
            Moment moment = seen(rows, nowMillis);
            dropOver(rows, moment);
            if (rows.number("select count(*) from mcp_policy.question where state < 2") >= MOST_WAITING) {
                return new Put(false, null);
            }
            byte[] id = KeyBytes.of(request.id());
            long place = rows.number(
                    INSERT + " returning place",
                    id,
                    binding,
                    asker,
                    request.expiresAt().toEpochMilli(),
                    bytes);
            Row row = new Row(place, request.isMetAgain() ? request.binding() : null, null);
            return new Put(true, takeOver(row, rows, moment));
        });
        if (!Objects.requireNonNull(put, "the question was put").hasRoom()) {
            throw new StoreException(MOST_WAITING + " approvals wait in the queue, and no more have room");
        }
        return put.answer();
    }

    @Override
    public boolean answer(String id, ApprovalAnswer answer, long nowMillis) {
        byte[] bytes = ApprovalBytes.of(answer);
        byte[] key = KeyBytes.of(id);
        return Boolean.TRUE.equals(database.alone(
                rows -> rows.change(ANSWER, answer.isApproved(), bytes, key, key, nowMillis + HEARING_MILLIS) > 0));
    }

    @Override
    public Heard hear(Collection<String> ids, long nowMillis) {
        Set<String> stirred = database.beside(rows -> stirred(ids, rows, seen(rows, nowMillis)));
        if (stirred == null || stirred.isEmpty()) {
            return Heard.NOTHING;
        }
        Heard heard = database.alone(rows -> {
            Moment moment = seen(rows, nowMillis);
            Heard all = heard(stirred, rows, moment);
            dropOver(rows, moment);
            return all;
        });
        return heard == null ? Heard.NOTHING : heard;
    }

    /** The questions of which there may be something to hear. */
    private Set<String> stirred(Collection<String> ids, Rows rows, Moment moment) throws SQLException {
        Set<String> stirred = new HashSet<>(ids);
        byte[][] keys = ids.stream().map(KeyBytes::of).toArray(byte[][]::new);
        List<String> quiet = rows.all(
                QUIET,
                row -> KeyBytes.text(row.getBytes(1)),
                keys,
                asker,
                moment.nowMillis(),
                asker,
                moment.nowMillis(),
                moment.goneMillis());
        quiet.forEach(stirred::remove);
        return stirred;
    }

    private Heard heard(Collection<String> ids, Rows rows, Moment moment) throws SQLException {
        Map<String, ApprovalAnswer> answers = new HashMap<>();
        Set<String> lost = new HashSet<>();
        for (String id : ids) {
            Row row = mine(id, rows, moment);
            if (row == null) {
                lost.add(id);
                continue;
            }
            ApprovalAnswer answer = row.answer();
            if (answer == null) {
                answer = takeOver(row, rows, moment);
            } else {
                take(row.place(), answer, rows);
            }
            if (answer != null) {
                answers.put(id, answer);
            }
        }
        return new Heard(answers, lost);
    }

    private @Nullable Row mine(String id, Rows rows, Moment moment) throws SQLException {
        return rows.first(
                MINE,
                row -> {
                    byte[] binding = row.getBytes(2);
                    return new Row(
                            row.getLong(1), binding == null ? null : KeyBytes.text(binding), answerIn(row.getBytes(3)));
                },
                KeyBytes.of(id),
                asker,
                moment.nowMillis());
    }

    private static void take(long place, ApprovalAnswer answer, Rows rows) throws SQLException {
        rows.change(TAKE, answer.isApproved(), ApprovalBytes.of(answer), place);
        rows.change(TRIM, MOST_ANSWERED);
    }

    /**
     * Takes over what processes that are gone have asked of the same binding: an answer, a no before a yes, which is used up;
     * or, where there is none, all that wait.
     */
    private @Nullable ApprovalAnswer takeOver(Row row, Rows rows, Moment moment) throws SQLException {
        String binding = row.binding();
        if (binding == null) {
            return null;
        }
        List<Orphan> orphans = rows.all(
                ORPHANS,
                found -> new Orphan(found.getLong(1), KeyBytes.text(found.getBytes(2)), answerIn(found.getBytes(3))),
                KeyBytes.of(binding),
                asker,
                moment.nowMillis(),
                moment.goneMillis());
        ApprovalAnswer answer = orphans.isEmpty() ? null : orphans.get(0).answer();
        if (answer != null) {
            absorb(orphans.get(0), row.place(), rows);
            take(row.place(), answer, rows);
            return answer;
        }
        long oldest = row.place();
        for (Orphan orphan : orphans) {
            absorb(orphan, row.place(), rows);
            oldest = Math.min(oldest, orphan.place());
        }
        if (oldest < row.place()) {
            rows.change("update mcp_policy.question set place = ? where place = ?", oldest, row.place());
        }
        return null;
    }

    /** Has the ids of a question lead to another, and drops it. */
    private static void absorb(Orphan orphan, long place, Rows rows) throws SQLException {
        rows.change("update mcp_policy.earlier set place = ? where place = ?", place, orphan.place());
        if (rows.change("delete from mcp_policy.question where place = ?", orphan.place()) != 1) {
            throw new SQLException("a question that was taken over is gone");
        }
        rows.change("insert into mcp_policy.earlier values (?, ?)", KeyBytes.of(orphan.id()), place);
    }

    /** Says that this process lives, and what time it is. */
    private Moment seen(Rows rows, long nowMillis) throws SQLException {
        Long shown = shownMillis;
        Moment moment = new Moment(nowMillis, shown == null ? rows.number(SERVER_MILLIS) : shown);
        rows.change(SEEN, asker, moment.serverMillis());
        return moment;
    }

    private static void dropOver(Rows rows, Moment moment) throws SQLException {
        rows.change(DROP_ASKERS, moment.goneMillis());
        rows.change("delete from mcp_policy.question where expires_ms <= ?", moment.earlierMillis());
    }

    @Override
    public void withdraw(Collection<String> ids) {
        byte[][] keys = ids.stream().map(KeyBytes::of).toArray(byte[][]::new);
        Boolean unused = database.alone(rows -> {
            rows.change("delete from mcp_policy.question where id = any (?) and asker = ? and state = 0", keys, asker);
            rows.change(
                    "update mcp_policy.question set state = 2, request = ''::bytea"
                            + " where id = any (?) and asker = ? and state = 1",
                    keys,
                    asker);
            return true;
        });
    }

    @Override
    public List<byte[]> waiting(long nowMillis) {
        List<byte[]> requests = database.beside(rows -> rows.all(
                "select request from mcp_policy.question where state = 0 and expires_ms > ? order by place",
                row -> row.getBytes(1),
                nowMillis));
        return requests == null ? List.of() : requests;
    }

    @Override
    public @Nullable ApprovalAnswer answered(String id) {
        byte[] key = KeyBytes.of(id);
        return database.beside(rows -> rows.first(
                "select answer from mcp_policy.question where answer is not null and place = " + PLACE_OF,
                row -> ApprovalBytes.answer(row.getBytes(1)),
                key,
                key));
    }

    @Override
    public void close() {
        Boolean unused = database.alone(rows -> {
            rows.change("delete from mcp_policy.asker where id = ?", (Object) asker);
            return true;
        });
    }
}
