package dev.mcppolicy.examples.codeconnections;

import java.util.Optional;

/**
 * What came of one call.
 *
 * @param asked what a person was asked on the way, and said
 * @param allowed whether the tool ran
 * @param text what the agent reads
 */
record Outcome(Optional<Asked> asked, boolean allowed, String text) {
    /** Whether a person and a policy said the same to two calls. */
    boolean agreesWith(Outcome other) {
        return allowed == other.allowed && asked.map(Asked::approved).equals(other.asked.map(Asked::approved));
    }

    /** How many lines an audit log has of it: each question, each decision, and what became of a call that ran. */
    int auditLines() {
        return (asked.isPresent() ? 1 : 0) + 1 + (allowed ? 1 : 0);
    }
}
