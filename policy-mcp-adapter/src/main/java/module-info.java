import org.jspecify.annotations.NullMarked;

/** Puts a policy in front of the tools of a server built on the MCP Java SDK. */
@NullMarked
module dev.mcppolicy.mcp {
    requires transitive dev.mcppolicy.core;
    requires transitive io.modelcontextprotocol.sdk.mcp.core;
    requires org.slf4j;
    requires transitive reactor.core;
    requires static micrometer.core;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    exports dev.mcppolicy.mcp;
}
