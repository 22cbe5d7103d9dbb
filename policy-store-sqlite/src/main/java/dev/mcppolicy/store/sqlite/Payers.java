package dev.mcppolicy.store.sqlite;

import java.sql.SQLException;

/** How much each payer has of what callers can open at will; who has nothing has no row. */
final class Payers {
    private static final String FIND = "select counters, places from payer where namespace = ? and name = ?";
    private static final String PUT = "insert into payer values (?, ?, ?, ?) on conflict (namespace, name)"
            + " do update set counters = excluded.counters, places = excluded.places";
    private static final String DELETE = "delete from payer where namespace = ? and name = ?";

    private Payers() {}

    static void add(Transaction transaction, byte[] namespace, byte[] name, long counters, long places)
            throws SQLException {
        long[] has =
                transaction.database.first(FIND, row -> new long[] {row.getLong(1), row.getLong(2)}, namespace, name);
        long allCounters = (has == null ? 0 : has[0]) + counters;
        long allPlaces = (has == null ? 0 : has[1]) + places;
        if (allCounters == 0 && allPlaces == 0) {
            transaction.database.change(DELETE, namespace, name);
        } else {
            transaction.database.change(PUT, namespace, name, allCounters, allPlaces);
        }
    }
}
