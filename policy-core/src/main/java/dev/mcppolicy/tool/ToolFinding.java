package dev.mcppolicy.tool;

import dev.mcppolicy.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an operator should know of a policy and the tools it is to guard.
 *
 * @param kind what kind of thing
 * @param tool the name of the tool, as the server or the policy has it; untrusted, not escaped
 * @param pointer the JSON Pointer of the part of the policy that is meant, not escaped; null where none is
 * @param message what was found, in one sentence without final period, fit to be shown
 * @param help what to do about it, fit to be shown, or null
 */
public record ToolFinding(
        Kind kind,
        String tool,
        @Nullable String pointer,
        String message,
        @Nullable String help) {

    /** What a finding is about. */
    public enum Kind {
        /** No policy sees the calls of the tool. */
        UNGUARDED_TOOL,
        /** The policy names a tool that there is not, so that what it says of it holds for nothing. */
        UNKNOWN_TOOL,
        /** The policy does not name the tool, and its default allows what it does not name. */
        UNLISTED_TOOL
    }

    /**
     * The finding in one line: {@code pointer: message (help)}, without the parts that are not there.
     *
     * @return the line, without line break
     */
    @Override
    public String toString() {
        return (pointer == null ? "" : VisibleText.of(pointer) + ": ")
                + message
                + (help == null ? "" : " (" + help + ")");
    }
}
