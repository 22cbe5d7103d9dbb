package dev.mcppolicy.testkit.report;

import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.mutation.Mutant;
import java.util.List;

/**
 * What tests show of one rule, or of a part of a policy that is no rule, and what they do not.
 *
 * @param place the tool or group that it is in, as {@link PolicyPart#title} has it
 * @param label what to call it
 * @param missed the goals that no test shows
 * @param shown the goals that tests show
 * @param survivors the changes that no test notices
 */
record RuleFindings(
        String place, String label, List<CoverageGoal> missed, List<CoverageGoal> shown, List<Mutant> survivors) {
    boolean isWhole() {
        return missed.isEmpty() && survivors.isEmpty();
    }

    Tally goals() {
        return new Tally(shown.size(), shown.size() + missed.size());
    }
}
