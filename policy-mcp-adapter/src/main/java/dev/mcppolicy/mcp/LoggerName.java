package dev.mcppolicy.mcp;

/** What the adapter's own log is called; a name and no class, so that who logs need not know the enforcer. */
final class LoggerName {
    static final String ENFORCER = "dev.mcppolicy.mcp.PolicyEnforcer";

    private LoggerName() {}
}
