package dev.mcppolicy.store.sqlite.approval;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.stored.ApprovalBytes;
import dev.mcppolicy.approval.stored.Heard;
import dev.mcppolicy.approval.stored.QuestionTable;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.stored.KeyBytes;
import dev.mcppolicy.store.sqlite.file.Database;
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

/** The questions in an SQLite file. What is answered is 1 until whoever asked has taken the answer, and 2 from then on. */
final class SqliteQuestionTable implements QuestionTable {
    /** How long what other processes cannot tell of, such as their end, may go unnoticed. */
    private static final long LOOKING_MILLIS = 2_000;

    private static final int ASKER_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String INSERT =
            "insert into question (id, binding, asker, state, expires_ms, request)" + " values (?, ?, ?, 0, ?, ?)";
    private static final String PLACE_OF =
            "select place from question where id = ?1 union all" + " select place from earlier where id = ?1 limit 1";
    private static final String ANSWER = "update question set state = 1, is_approved = ?, answer = ?"
            + " where place = ? and state = 0 and expires_ms > ?";
    private static final String MINE = "select place, binding, answer from question where id = ? and asker = ?";
    private static final String TAKE =
            "update question set state = 2, is_approved = ?, answer = ?, request = x'' where place = ?";
    private static final String ORPHANS = "select place, id, answer from question"
            + " where binding = ? and state < 2 and binding is not null"
            + " and asker not in (select id from asker where seen_ms > ?) and asker <> ?"
            + " order by state desc, is_approved, place";
    private static final String SEEN =
            "insert into asker values (?, ?) on conflict (id) do update set seen_ms = excluded.seen_ms";
    private static final String TRIM = "delete from question where state = 2 and place <= (select place from question"
            + " where state = 2 order by place desc limit 1 offset ?)";

    private final QuestionFile file;
    private final byte[] asker = new byte[ASKER_BYTES];
    private long version;
    private long lookedMillis = Long.MIN_VALUE;

    SqliteQuestionTable(QuestionFile file) {
        this.file = file;
        RANDOM.nextBytes(asker);
    }

    /** A question of this process, as it stands. */
    private record Row(
            long place, @Nullable String binding, @Nullable ApprovalAnswer answer) {}

    /** A question of a process that is gone. */
    private record Orphan(long place, String id, @Nullable ApprovalAnswer answer) {}

    private static @Nullable ApprovalAnswer answerIn(byte @Nullable [] stored) {
        return stored == null ? null : ApprovalBytes.answer(stored);
    }

    @Override
    public @Nullable ApprovalAnswer put(ApprovalRequest request, long nowMillis) {
        byte[] bytes = ApprovalBytes.of(request);
        byte[] binding = request.isMetAgain() ? KeyBytes.of(request.binding()) : null;
        return file.write(database -> {
            seen(database, nowMillis);
            if (database.number("select count(*) from question where state < 2") >= MOST_WAITING) {
                throw new StoreException(MOST_WAITING + " approvals wait in the queue, and no more have room");
            }
            database.change(
                    INSERT,
                    KeyBytes.of(request.id()),
                    binding,
                    asker,
                    request.expiresAt().toEpochMilli(),
                    bytes);
            Row row = Objects.requireNonNull(mine(request.id(), database), "the question was put");
            return takeOver(row, database, nowMillis);
        });
    }

    @Override
    public boolean answer(String id, ApprovalAnswer answer, long nowMillis) {
        byte[] bytes = ApprovalBytes.of(answer);
        lookedMillis = Long.MIN_VALUE;
        return Boolean.TRUE.equals(file.write(database -> {
            Long place = place(id, database);
            return place != null
                    && database.change(ANSWER, answer.isApproved() ? 1 : 0, bytes, place, nowMillis + HEARING_MILLIS)
                            > 0;
        }));
    }

    private static @Nullable Long place(String id, Database database) throws SQLException {
        return database.first(PLACE_OF, row -> row.getLong(1), (Object) KeyBytes.of(id));
    }

    @Override
    public Heard hear(Collection<String> ids, long nowMillis) {
        long seen = file.version();
        long elapsed = nowMillis - lookedMillis;
        if (seen == version && lookedMillis != Long.MIN_VALUE && elapsed >= 0 && elapsed < LOOKING_MILLIS) {
            return Heard.NOTHING;
        }
        Heard heard = file.write(database -> {
            seen(database, nowMillis);
            return heard(ids, database, nowMillis);
        });
        version = seen;
        lookedMillis = nowMillis;
        return heard == null ? Heard.NOTHING : heard;
    }

    private Heard heard(Collection<String> ids, Database database, long nowMillis) throws SQLException {
        Map<String, ApprovalAnswer> answers = new HashMap<>();
        Set<String> lost = new HashSet<>();
        for (String id : ids) {
            Row row = mine(id, database);
            if (row == null) {
                lost.add(id);
                continue;
            }
            ApprovalAnswer answer = row.answer();
            if (answer == null) {
                answer = takeOver(row, database, nowMillis);
            } else {
                take(row.place(), answer, database);
            }
            if (answer != null) {
                answers.put(id, answer);
            }
        }
        return new Heard(answers, lost);
    }

    private @Nullable Row mine(String id, Database database) throws SQLException {
        return database.first(
                MINE,
                row -> {
                    byte[] binding = row.getBytes(2);
                    return new Row(
                            row.getLong(1), binding == null ? null : KeyBytes.text(binding), answerIn(row.getBytes(3)));
                },
                KeyBytes.of(id),
                asker);
    }

    private static void take(long place, ApprovalAnswer answer, Database database) throws SQLException {
        database.change(TAKE, answer.isApproved() ? 1 : 0, ApprovalBytes.of(answer), place);
        database.change(TRIM, MOST_ANSWERED);
    }

    /**
     * Takes over what processes that are gone have asked of the same binding: an answer, a no before a yes, which is used up;
     * or, where there is none, all that wait.
     */
    private @Nullable ApprovalAnswer takeOver(Row row, Database database, long nowMillis) throws SQLException {
        String binding = row.binding();
        if (binding == null) {
            return null;
        }
        List<Orphan> orphans = database.all(
                ORPHANS,
                found -> new Orphan(found.getLong(1), KeyBytes.text(found.getBytes(2)), answerIn(found.getBytes(3))),
                KeyBytes.of(binding),
                nowMillis - GONE_MILLIS,
                asker);
        ApprovalAnswer answer = orphans.isEmpty() ? null : orphans.get(0).answer();
        if (answer != null) {
            absorb(orphans.get(0), row.place(), database);
            take(row.place(), answer, database);
            return answer;
        }
        long oldest = row.place();
        for (Orphan orphan : orphans) {
            absorb(orphan, row.place(), database);
            oldest = Math.min(oldest, orphan.place());
        }
        if (oldest < row.place()) {
            database.change("update question set place = ? where place = ?", oldest, row.place());
        }
        return null;
    }

    /** Has the ids of a question lead to another, and drops it. */
    private static void absorb(Orphan orphan, long place, Database database) throws SQLException {
        database.change("update earlier set place = ? where place = ?", place, orphan.place());
        database.change("delete from question where place = ?", orphan.place());
        database.change("insert into earlier values (?, ?)", KeyBytes.of(orphan.id()), place);
    }

    /** Says that this process lives, and drops what is over. */
    private void seen(Database database, long nowMillis) throws SQLException {
        database.change(SEEN, asker, nowMillis);
        database.change("delete from asker where seen_ms <= ?", nowMillis - GONE_MILLIS);
        database.change("delete from question where expires_ms <= ?", nowMillis);
    }

    @Override
    public void withdraw(Collection<String> ids) {
        Boolean unused = file.write(database -> {
            for (String id : ids) {
                byte[] bytes = KeyBytes.of(id);
                database.change("delete from question where id = ? and asker = ? and state = 0", bytes, asker);
                database.change(
                        "update question set state = 2, request = x'' where id = ? and asker = ? and state = 1",
                        bytes,
                        asker);
            }
            return true;
        });
    }

    @Override
    public List<byte[]> waiting(long nowMillis) {
        List<byte[]> requests = file.read(database -> database.all(
                "select request from question where state = 0 and expires_ms > ? order by place",
                row -> row.getBytes(1),
                nowMillis));
        return requests == null ? List.of() : requests;
    }

    @Override
    public @Nullable ApprovalAnswer answered(String id) {
        return file.read(database -> {
            Long place = place(id, database);
            return place == null
                    ? null
                    : answerIn(database.first(
                            "select answer from question where place = ?", row -> row.getBytes(1), place));
        });
    }

    @Override
    public void close() {
        try {
            Boolean unused = file.write(database -> {
                database.change("delete from asker where id = ?", (Object) asker);
                return true;
            });
        } finally {
            file.close();
        }
    }
}
