import org.jspecify.annotations.NullMarked;

/** Counters and waiting approvals in PostgreSQL, which outlive the process and which many processes share. */
@NullMarked
module dev.mcppolicy.store.postgres {
    requires transitive dev.mcppolicy.core;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    requires org.postgresql.jdbc;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    provides dev.mcppolicy.approval.ApprovalQueueProvider with
            dev.mcppolicy.store.postgres.approval.PostgresApprovalQueueProvider;
    provides dev.mcppolicy.counter.CounterStoreProvider with
            dev.mcppolicy.store.postgres.PostgresCounterStoreProvider;

    exports dev.mcppolicy.store.postgres;
    exports dev.mcppolicy.store.postgres.approval;
}
