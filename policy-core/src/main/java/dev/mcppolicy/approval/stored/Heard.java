package dev.mcppolicy.approval.stored;

import dev.mcppolicy.approval.ApprovalAnswer;
import java.util.Map;
import java.util.Set;

/**
 * What has become of questions since they were last looked for.
 *
 * @param answers the answers that were taken, by the question's id; none of them is given again
 * @param lost the questions that are no longer there: their time is up, or another process has taken them over while this one
 *     did not run
 */
public record Heard(Map<String, ApprovalAnswer> answers, Set<String> lost) {
    /** Nothing has. */
    public static final Heard NOTHING = new Heard(Map.of(), Set.of());

    /** Copies both. */
    public Heard {
        answers = Map.copyOf(answers);
        lost = Set.copyOf(lost);
    }
}
