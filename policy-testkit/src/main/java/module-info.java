import org.jspecify.annotations.NullMarked;

/** Unit tests for policies: assertions, a virtual clock, coverage. */
@NullMarked
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

    opens dev.mcppolicy.testkit to
            org.junit.platform.commons;
}
