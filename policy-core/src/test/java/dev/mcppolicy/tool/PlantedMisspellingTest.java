package dev.mcppolicy.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.tool.ToolFinding.Kind;
import dev.mcppolicy.tool.ToolFinding.Severity;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the schemas say which arguments there are, one wrong letter in any name of a policy is found. */
class PlantedMisspellingTest {
    private static final int POLICIES = 2_000;

    private static List<ToolFinding> errors(Policy policy, ServerTools tools) {
        return ToolCheck.findings(policy, tools).stream()
                .filter(finding -> finding.kind().severity() == Severity.ERROR)
                .toList();
    }

    @Test
    void a_policy_that_speaks_of_the_tools_as_they_are_has_no_error_and_with_one_name_misspelled_it_has() {
        int planted = 0;
        int meant = 0;
        for (int seed = 0; seed < POLICIES; seed++) {
            RandomFaithfulPolicies faithful = new RandomFaithfulPolicies(seed, -1);
            ServerTools tools = faithful.tools();
            assertThat(errors(faithful.policy(), tools)).as("seed %d", seed).isEmpty();
            if (faithful.slots() == 0) {
                continue;
            }
            int slot = new Random(seed).nextInt(faithful.slots());
            RandomFaithfulPolicies wrong = new RandomFaithfulPolicies(seed, slot);
            ServerTools same = wrong.tools();
            List<ToolFinding> errors = errors(wrong.policy(), same);
            String place = String.valueOf(wrong.plantedAt());
            assertThat(errors).as("seed %d, at %s", seed, place).anyMatch(finding -> isOfNames(finding, place));
            planted++;
            meant += errors.stream()
                            .anyMatch(finding -> String.valueOf(finding.help()).startsWith("did you mean"))
                    ? 1
                    : 0;
        }
        assertThat(planted).isGreaterThan(POLICIES * 9 / 10);
        assertThat(meant).as("names that were found again, of %d", planted).isGreaterThan(planted * 95 / 100);
    }

    private static boolean isOfNames(ToolFinding finding, String place) {
        return (finding.kind() == Kind.UNKNOWN_TOOL || finding.kind() == Kind.UNKNOWN_ARGUMENT)
                && place.equals(finding.pointer());
    }
}
