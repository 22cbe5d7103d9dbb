package dev.mcppolicy.audit;

/** What an {@link AuditLog} can be told to leave out of its lines. */
public enum AuditField {
    /** The caller's grant. */
    GRANT,
    /** The authenticated principal. */
    PRINCIPAL,
    /** The session's id. */
    SESSION,
    /** What the client program calls itself. */
    CLIENT,
    /** The names of the arguments. */
    ARGUMENT_NAMES,
    /** The hash of the arguments. */
    ARGUMENTS_HASH
}
