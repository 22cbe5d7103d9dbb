package dev.mcppolicy.mcp;

/** What a human says to a call that needs approval. */
public enum ApprovalAnswer {
    /** The call may run, if the policy still lets it. */
    APPROVED,
    /** The call must not run. */
    DECLINED
}
