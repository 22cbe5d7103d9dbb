import org.jspecify.annotations.NullMarked;

/** The policy model, the engine that judges tool calls, counters and decision events. */
@NullMarked
@SuppressWarnings("module") // the modules that rooms are exported to are compiled after this one
module dev.mcppolicy.core {
    requires com.github.benmanes.caffeine;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    uses dev.mcppolicy.approval.ApprovalQueueProvider;
    uses dev.mcppolicy.counter.CounterStoreProvider;

    provides dev.mcppolicy.counter.CounterStoreProvider with
            dev.mcppolicy.counter.memory.InMemoryCounterStoreProvider;

    exports dev.mcppolicy.approval;
    exports dev.mcppolicy.approval.stored to
            dev.mcppolicy.store.postgres,
            dev.mcppolicy.store.sqlite;
    exports dev.mcppolicy.audit;
    exports dev.mcppolicy.counter;
    exports dev.mcppolicy.counter.memory;
    exports dev.mcppolicy.counter.stored;
    exports dev.mcppolicy.decision;
    exports dev.mcppolicy.engine;
    exports dev.mcppolicy.identity;
    exports dev.mcppolicy.json;
    exports dev.mcppolicy.model;
    exports dev.mcppolicy.model.condition;
    exports dev.mcppolicy.model.limit;
    exports dev.mcppolicy.operator;
    exports dev.mcppolicy.internal.re2j to
            dev.mcppolicy.cli,
            dev.mcppolicy.dsl;
    exports dev.mcppolicy.json.internal to
            dev.mcppolicy.catalog,
            dev.mcppolicy.cli,
            dev.mcppolicy.dsl,
            dev.mcppolicy.mcp,
            dev.mcppolicy.testkit;
    exports dev.mcppolicy.schema to
            dev.mcppolicy.dsl,
            dev.mcppolicy.mcp,
            dev.mcppolicy.testkit;
    exports dev.mcppolicy.text to
            dev.mcppolicy.catalog,
            dev.mcppolicy.cli,
            dev.mcppolicy.dsl,
            dev.mcppolicy.mcp,
            dev.mcppolicy.store.postgres,
            dev.mcppolicy.store.redis,
            dev.mcppolicy.store.sqlite,
            dev.mcppolicy.testkit;
    exports dev.mcppolicy.tool;
}
