import org.jspecify.annotations.NullMarked;

/** The tools that MCP servers offer, from files and from the servers themselves. */
@NullMarked
module dev.mcppolicy.catalog {
    requires transitive dev.mcppolicy.core;
    requires dev.mcppolicy.dsl;
    requires java.net.http;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    exports dev.mcppolicy.catalog;
    exports dev.mcppolicy.catalog.risk;
}
