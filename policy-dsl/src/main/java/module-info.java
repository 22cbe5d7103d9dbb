import org.jspecify.annotations.NullMarked;

/** Policies as text and as code: readers, writers, reload and the fluent builder. */
@NullMarked
@SuppressWarnings("module") // the modules that rooms are exported to are compiled after this one
module dev.mcppolicy.dsl {
    requires transitive dev.mcppolicy.core;
    requires static com.networknt.schema;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.yaml;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    exports dev.mcppolicy.dsl;
    exports dev.mcppolicy.format;
    exports dev.mcppolicy.format.problem;
    exports dev.mcppolicy.format.data to
            dev.mcppolicy.catalog,
            dev.mcppolicy.cli,
            dev.mcppolicy.testkit;
    exports dev.mcppolicy.format.grants to
            dev.mcppolicy.cli;
    exports dev.mcppolicy.format.lock to
            dev.mcppolicy.cli;
    exports dev.mcppolicy.format.writing to
            dev.mcppolicy.testkit;
}
