package dev.mcppolicy.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import org.junit.jupiter.api.Test;

/** The single calls of a tool that are tried. */
class CallSearchTest {
    private static Policy requiring(String note) {
        return PolicyReader.parse("tools: { t: { rules: [{ name: note, conditions: [{ path: args.note, op: eq, value: "
                + note + " }] }] } }");
    }

    @Test
    void values_that_differ_only_far_behind_are_tried_all() {
        String begin = "a".repeat(1_200);
        Policy before = requiring(begin + "b");
        Policy after = requiring(begin + "c");
        DifferenceCollector collector = new DifferenceCollector(before, after, calls -> {});
        PolicyPair pair = new PolicyPair(before, after, PolicyPair.START);

        new CallSearch(before, after, "t", pair, collector).run();

        assertThat(collector.differences())
                .extracting(PolicyDifference::change)
                .containsExactly(PolicyDifference.Change.LOOSENED, PolicyDifference.Change.TIGHTENED);
    }
}
