package dev.mcppolicy.decision;

import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RuleId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An approval rule that asks a human about a call.
 *
 * @param id where the rule stands
 * @param name what to call it
 * @param message what the policy's author says of it, for the human and the agent
 * @param by whose yes counts
 * @param remember how long a yes holds for later calls, or null where it is for this call alone
 */
public record AskingRule(
        RuleId id,
        String name,
        String message,
        ApprovedBy by,
        @Nullable Remembrance remember) {
    /**
     * A rule for which anyone's yes counts, for one call.
     *
     * @param id where the rule stands
     * @param name what to call it
     * @param message what the policy's author says of it, for the human and the agent
     */
    public AskingRule(RuleId id, String name, String message) {
        this(id, name, message, ApprovedBy.ANYONE, null);
    }

    /**
     * Whose yes counts for a question of several rules.
     *
     * @param rules the rules that ask
     * @return what the strictest of them wants; anyone where none asks
     */
    public static ApprovedBy strictest(List<AskingRule> rules) {
        return rules.stream().map(AskingRule::by).min(Comparator.naturalOrder()).orElse(ApprovedBy.ANYONE);
    }
}
