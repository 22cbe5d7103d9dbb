package dev.mcppolicy.model;

/**
 * Whether a rule, a policy or an engine decides about calls, or only says what it would have decided.
 *
 * <p>The stricter word never wins over {@link #SHADOW}: a rule is enforced only where the rule, its policy and the engine
 * all say {@link #ENFORCE}.
 */
public enum Mode {
    /** What is judged holds: a call that is denied does not run. The default everywhere. */
    ENFORCE,
    /**
     * What is judged is recorded and blocks nothing. The limits count in counters of their own, as though they were in
     * force, and neither refuse a call nor touch the counters of what is enforced.
     */
    SHADOW
}
