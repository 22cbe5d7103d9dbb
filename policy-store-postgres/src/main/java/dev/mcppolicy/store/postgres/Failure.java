package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.postgres.database.Connections;
import java.sql.SQLException;

/** What a failed statement says of what it has done. */
enum Failure {
    /** Nothing was done, and nothing will be by asking again. */
    NOTHING_DONE,
    /** Nothing was done; another was in the way. */
    IN_THE_WAY,
    /** What was asked may have been done. */
    UNKNOWN,
    /** The steps are not there. */
    GONE;

    static Failure of(SQLException e) {
        String state = e.getSQLState();
        if (e instanceof Connections.NoConnection) {
            return NOTHING_DONE;
        }
        if (state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("58")) {
            return UNKNOWN;
        }
        return switch (state) {
            case "23505", "40001", "40P01", "55P03" -> IN_THE_WAY;
            case "3F000", "42P01", "42883", "42704" -> GONE;
            default -> NOTHING_DONE;
        };
    }

    StoreException exception(SQLException e, boolean mayBeDone) {
        String end =
                mayBeDone || this == UNKNOWN ? ", and what was asked may have been done: " : ", and nothing was done: ";
        String what =
                switch (this) {
                    case NOTHING_DONE, UNKNOWN -> "the counters cannot be kept" + end;
                    case IN_THE_WAY -> "the counters were busy for longer than the store waits" + end;
                    case GONE ->
                        "what was counted is gone: the schema was dropped or the database replaced; an operator reopens"
                                + " the namespace: ";
                };
        return new StoreException(what + e.getMessage(), e);
    }
}
