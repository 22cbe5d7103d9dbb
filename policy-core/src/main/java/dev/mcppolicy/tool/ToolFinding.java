package dev.mcppolicy.tool;

import dev.mcppolicy.text.VisibleText;
import java.util.Locale;
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

    /** How grave a finding is. */
    public enum Severity {
        /** A rule holds for nothing, or lets through what it is there to stop. */
        ERROR,
        /** Hardly meant. */
        WARNING,
        /** Good to know. */
        NOTE
    }

    /** What a finding is about. */
    public enum Kind {
        /** No policy sees the calls of the tool. */
        UNGUARDED_TOOL(Severity.ERROR),
        /** The server has two tools of one name, and nobody knows which of them a call means. */
        REPEATED_TOOL(Severity.ERROR),
        /** The policy names a tool that there is not, so that what it says of it holds for nothing. */
        UNKNOWN_TOOL(Severity.ERROR),
        /** A rule looks at an argument that none of its tools has, so that it holds for nothing or denies every call. */
        UNKNOWN_ARGUMENT(Severity.ERROR),
        /** By the schema no call gives a part of a rule a meaning: a comparison, an amount or a key. */
        IMPOSSIBLE(Severity.ERROR),
        /** Leaving out an argument has the server take a value that the rule is there to stop. */
        UNSAFE_DEFAULT(Severity.ERROR),
        /** The policy does not name the tool, and its default allows what it does not name. */
        UNLISTED_TOOL(Severity.WARNING),
        /** A rule of a group looks at an argument that some of its tools do not have. */
        UNSHARED_ARGUMENT(Severity.WARNING),
        /** By the schema an argument never has one of the values that a rule names, or never comes near it. */
        IMPOSSIBLE_VALUE(Severity.WARNING),
        /** A rule denies every call without an argument that the schema leaves to the caller. */
        OPTIONAL_REQUIRED(Severity.WARNING),
        /** Leaving out an argument that the schema leaves to the caller avoids the rule. */
        AVOIDABLE(Severity.WARNING),
        /** A limit counts by all arguments, and the tool takes more of them than its schema names. */
        KEY_OF_OTHER_MEMBERS(Severity.WARNING),
        /** Rules and tools are too many to be held against each other to the end. */
        INCOMPLETE_CHECK(Severity.WARNING),
        /** A tool has no schema that tells of its arguments, so that rules cannot be held against it. */
        NO_SCHEMA(Severity.NOTE),
        /** What a pattern of a group or of {@code hide} matches. */
        PATTERN_REACH(Severity.NOTE);

        private final Severity severity;
        private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

        Kind(Severity severity) {
            this.severity = severity;
        }

        /**
         * How grave findings of this kind are.
         *
         * @return the severity
         */
        public Severity severity() {
            return severity;
        }

        /**
         * The word for reports, stable between versions.
         *
         * @return such as {@code unknown-tool}
         */
        public String code() {
            return code;
        }
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
