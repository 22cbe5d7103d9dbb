import org.jspecify.annotations.NullMarked;

/** Counters and waiting approvals in SQLite files, which outlive the process and which several processes share. */
@NullMarked
module dev.mcppolicy.store.sqlite {
    requires transitive dev.mcppolicy.core;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    provides dev.mcppolicy.approval.ApprovalQueueProvider with
            dev.mcppolicy.store.sqlite.approval.SqliteApprovalQueueProvider;
    provides dev.mcppolicy.counter.CounterStoreProvider with
            dev.mcppolicy.store.sqlite.SqliteCounterStoreProvider;

    exports dev.mcppolicy.store.sqlite;
    exports dev.mcppolicy.store.sqlite.approval;
}
