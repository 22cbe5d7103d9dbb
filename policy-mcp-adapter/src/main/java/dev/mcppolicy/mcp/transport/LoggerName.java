package dev.mcppolicy.mcp.transport;

/** What the adapter's own log is called; a name and no class, so that who logs need not know the enforcer. */
public final class LoggerName {
    public static final String ENFORCER = "dev.mcppolicy.mcp.PolicyEnforcer";

    private LoggerName() {}
}
