import org.jspecify.annotations.NullMarked;

/** Policies on the command line: validate, replay, explain, test, diff. */
@NullMarked
module dev.mcppolicy.cli {
    requires dev.mcppolicy.core;
    requires dev.mcppolicy.dsl;
    requires dev.mcppolicy.testkit;
    requires info.picocli;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;
}
