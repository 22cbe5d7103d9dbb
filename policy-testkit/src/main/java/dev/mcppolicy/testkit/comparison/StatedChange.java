package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import org.jspecify.annotations.Nullable;

/**
 * A part of a policy that says something else than it did, found by reading both policies and not by trying calls. Its
 * texts are the policy's own: untrusted where the policy is.
 *
 * @param change which way the part goes by itself, all else being equal; {@link Change#EITHER_WAY} where that cannot be
 *     read from it, {@link Change#OTHER} where it decides no call
 * @param place the tool, the group or the rules for every tool that the part is of, or null for the policy's own parts
 * @param id the id of the rule, as the new policy has it where it has the rule, or null where the part is of no rule
 * @param rule what the rule is called, or null likewise
 * @param part what differs: {@code timeout}, {@code condition}, {@code rule}
 * @param was what it said, or null where it was not there
 * @param is what it says, or null where it is no longer there
 */
public record StatedChange(
        Change change,
        @Nullable RulePlace place,
        @Nullable RuleId id,
        @Nullable String rule,
        String part,
        @Nullable String was,
        @Nullable String is) {
    /** The part of a change that adds or removes a whole rule. */
    static final String RULE = "rule";

    /**
     * The change in words: {@code create_refund: `large refund`: timeout was 30m, is now 1d}.
     *
     * @return one line, unless the policy's own texts hold line breaks
     */
    public String words() {
        return wordsFor(subject());
    }

    /** The change said of tools that it is alike for. */
    String wordsFor(String subject) {
        String whose = rule == null ? "" : part.equals(RULE) ? "rule `" + rule + "`" : "`" + rule + "`: " + part;
        return subject + ": " + (rule == null ? part : whose) + said();
    }

    private String said() {
        if (was == null) {
            return " is new" + (is == null ? "" : ": " + is);
        }
        return is == null ? " is gone: " + was : " was " + was + ", is now " + is;
    }

    private String subject() {
        if (place instanceof RulePlace.Tool tool) {
            return tool.name();
        }
        return place == null
                ? "the policy"
                : place instanceof RulePlace.Group group ? "group `" + group.name() + "`" : "every tool";
    }
}
