package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.model.RuleId;
import java.time.Instant;
import java.util.List;

/**
 * What a human has approved of a call that is judged once more.
 *
 * @param rules the rules to which they said yes
 * @param expiresAt the end of the question; one that is asked once more has no more time
 * @param holdsThread whether a thread waits for the answer
 * @param mayAskAgain whether another rule that fires by now is asked about
 */
public record Approved(List<AskingRule> rules, Instant expiresAt, boolean holdsThread, boolean mayAskAgain) {
    /** Whether there is a yes to a rule. */
    boolean has(RuleId rule) {
        return rules.stream().anyMatch(each -> each.id().equals(rule));
    }
}
