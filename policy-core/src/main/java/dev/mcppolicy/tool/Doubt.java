package dev.mcppolicy.tool;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a part of a rule where it is held against the schema of one tool.
 *
 * @param kind the kind of finding
 * @param subject the part of the rule, as a policy writes it; two doubts of one kind and subject are one finding
 * @param extent which of the rule's tools must have it for it to be one
 * @param reason what the schema has against it, fit to be shown
 * @param help what to do about it, fit to be shown, or null
 */
record Doubt(
        ToolFinding.Kind kind,
        String subject,
        Extent extent,
        String reason,
        @Nullable String help) {
    /** Of a rule for several tools: for how many of them a doubt must hold. */
    enum Extent {
        /** For any: a call of that one never gets what the rule means. */
        ONE_TOOL,
        /** For all of them, since what is meant for one may mean nothing for the others. */
        EVERY_TOOL
    }
}
