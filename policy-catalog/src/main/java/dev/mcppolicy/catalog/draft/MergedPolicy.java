package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.format.CheckedPolicy;
import java.util.List;

/**
 * A policy to which the tools were added that it did not name, each denied and marked as new.
 *
 * @param policy the policy held against the tools of the server; its document is the text to be written, in which nothing
 *     is changed that was there
 * @param added the names of the tools that were added, in the order of their risk; untrusted
 * @param gone the names of tools that the policy names and the server does not offer, in document order
 * @param leftOut a line, escaped, for each tool that no policy can name
 */
public record MergedPolicy(CheckedPolicy policy, List<String> added, List<String> gone, List<String> leftOut) {
    /** Copies the lists. */
    public MergedPolicy {
        added = List.copyOf(added);
        gone = List.copyOf(gone);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * The text of the policy, without a byte order mark.
     *
     * @return the text that it was merged into, with what was added
     */
    public String text() {
        return policy.document().text();
    }
}
