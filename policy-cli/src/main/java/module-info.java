import org.jspecify.annotations.NullMarked;

/** Policies on the command line: validate, convert, explain, replay, test, diff, audit, lock, classify, draft, grants, approvals, counters. */
@NullMarked
module dev.mcppolicy.cli {
    requires dev.mcppolicy.catalog;
    requires dev.mcppolicy.core;
    requires dev.mcppolicy.dsl;
    requires dev.mcppolicy.testkit;
    requires info.picocli;
    requires tools.jackson.core;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    opens dev.mcppolicy.cli to
            info.picocli;
    opens dev.mcppolicy.cli.command to
            info.picocli;
    opens dev.mcppolicy.cli.drafting to
            info.picocli;
    opens dev.mcppolicy.cli.operation to
            info.picocli;
    opens dev.mcppolicy.cli.testing to
            info.picocli;
}
