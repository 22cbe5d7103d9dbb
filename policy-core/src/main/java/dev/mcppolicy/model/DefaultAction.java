package dev.mcppolicy.model;

/** What happens to a call of a tool that the policy does not list. */
public enum DefaultAction {
    /** Unlisted tools may be called, subject to the every-tool rules. */
    ALLOW,
    /** Unlisted tools are denied. */
    DENY
}
