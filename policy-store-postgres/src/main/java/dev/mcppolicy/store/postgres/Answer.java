package dev.mcppolicy.store.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What every step of the database answers: what came of it, and what the store's clock shows. */
@SuppressWarnings("ArrayRecordComponent") // a row, which is compared with none
record Answer(
        String status,
        long nowMillis,
        long epoch,
        @Nullable UUID[] marks,
        int index,
        long retryMillis,
        long[] befores,
        long[] numbers,
        long[] ats,
        long takenEpoch,
        @Nullable UUID taking) {
    private static final UUID[] NO_MARKS = {};
    private static final long[] NO_NUMBERS = {};

    static Answer of(ResultSet row) throws SQLException {
        Array marks = row.getArray("marks");
        return new Answer(
                row.getString("status"),
                row.getLong("now_ms"),
                row.getLong("epoch"),
                marks == null ? NO_MARKS : (UUID[]) marks.getArray(),
                row.getInt("index"),
                row.getLong("retry_ms"),
                numbers(row, "befores"),
                numbers(row, "numbers"),
                numbers(row, "ats"),
                row.getLong("taken_epoch"),
                row.getObject("taking", UUID.class));
    }

    /** The numbers of a column, with nothing for zero. */
    static long[] numbers(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return NO_NUMBERS;
        }
        Long[] boxed = (Long[]) array.getArray();
        long[] numbers = new long[boxed.length];
        for (int i = 0; i < boxed.length; i++) {
            Long number = boxed[i];
            numbers[i] = number == null ? 0 : number;
        }
        return numbers;
    }
}
