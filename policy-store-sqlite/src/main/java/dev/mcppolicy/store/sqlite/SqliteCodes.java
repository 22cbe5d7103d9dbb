package dev.mcppolicy.store.sqlite;

/** Codes of SQLite's that mean something to the store. */
final class SqliteCodes {
    /** Another has the lock. Nothing was done. */
    static final int BUSY = 5;

    private SqliteCodes() {}
}
