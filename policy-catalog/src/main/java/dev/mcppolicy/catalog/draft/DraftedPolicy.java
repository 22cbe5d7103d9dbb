package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.format.CheckedPolicy;
import java.util.List;

/**
 * A policy that was drafted, and read back.
 *
 * @param policy the policy held against the tools of the server; its document is the text to be written
 * @param tested the same held against tools that admit what a rule of it denies, though the server's own schema does not:
 *     what to draft tests by
 * @param leftOut a line, escaped, for each tool that no policy can name and that it denies so by default
 */
public record DraftedPolicy(CheckedPolicy policy, CheckedPolicy tested, List<String> leftOut) {
    /** Copies the lines. */
    public DraftedPolicy {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * The text of the policy.
     *
     * @return YAML in Intercept's format, with a line break at its end
     */
    public String text() {
        return policy.document().text();
    }
}
