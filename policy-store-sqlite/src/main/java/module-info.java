import org.jspecify.annotations.NullMarked;

/** Counters in an SQLite file, which outlive the process and which several processes share. */
@NullMarked
module dev.mcppolicy.store.sqlite {
    requires transitive dev.mcppolicy.core;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    provides dev.mcppolicy.counter.CounterStoreProvider with
            dev.mcppolicy.store.sqlite.SqliteCounterStoreProvider;

    exports dev.mcppolicy.store.sqlite;
}
