package dev.mcppolicy.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * One question to the database.
 *
 * @param procedure what it is to do
 * @param namespaces what it is about, where the procedure is told
 * @param values binds the values after those that every step begins with
 * @param reader reads what is answered besides
 */
record Step<T>(Procedure procedure, List<String> namespaces, Values values, Reader<T> reader) {
    /**
     * What is known when a step is asked.
     *
     * @param nowMillis the store's instant by a guess
     * @param wasAsked whether it was asked before, and perhaps done
     */
    record Moment(long nowMillis, boolean wasAsked) {}

    /** Binds values; again for each attempt. */
    interface Values {
        void bind(Query query, Moment moment) throws SQLException;
    }

    /** Reads a row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What is answered to a step. */
    record Answered<T>(Answer answer, T value) {}

    /** A step that answers nothing besides. */
    static Step<Boolean> of(Procedure procedure, List<String> namespaces, Values values) {
        return new Step<>(procedure, namespaces, values, row -> true);
    }
}
