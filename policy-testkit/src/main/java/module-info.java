import org.jspecify.annotations.NullMarked;

/** Unit tests for policies: assertions, a virtual clock, coverage. */
@NullMarked
@SuppressWarnings("module") // the module that a room is exported to is compiled after this one
module dev.mcppolicy.testkit {
    requires transitive dev.mcppolicy.core;
    requires transitive dev.mcppolicy.dsl;
    requires static dev.mcppolicy.mcp;
    requires static org.junit.platform.launcher;
    requires static transitive org.assertj.core;
    requires static transitive org.junit.jupiter.api;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    exports dev.mcppolicy.testkit;
    exports dev.mcppolicy.testkit.calls;
    exports dev.mcppolicy.testkit.comparison;
    exports dev.mcppolicy.testkit.contract;
    exports dev.mcppolicy.testkit.coverage;
    exports dev.mcppolicy.testkit.draft;
    exports dev.mcppolicy.testkit.file;
    exports dev.mcppolicy.testkit.internal to
            dev.mcppolicy.cli;
    exports dev.mcppolicy.testkit.junit;
    exports dev.mcppolicy.testkit.mutation;
    exports dev.mcppolicy.testkit.replay;
    exports dev.mcppolicy.testkit.report;

    opens dev.mcppolicy.testkit.contract to
            org.junit.platform.commons;
    opens dev.mcppolicy.testkit.junit to
            org.junit.platform.commons;
}
