package dev.mcppolicy.testkit.report;

import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a policy one test shows.
 *
 * @param test the test
 * @param shows how many goals it shows
 * @param alone how many of them no other test shows
 */
record TestShare(CoveringTest test, int shows, int alone) {
    /** The share of each test, in the order in which they began. */
    static List<TestShare> of(CoverageReport coverage) {
        Map<CoveringTest, TestShare> shares = new LinkedHashMap<>();
        coverage.tests().forEach(test -> shares.put(test, new TestShare(test, 0, 0)));
        for (CoverageGoal goal : coverage.goals()) {
            List<CoveringTest> by = coverage.tests(goal);
            by.forEach(test -> shares.merge(test, new TestShare(test, 1, by.size() == 1 ? 1 : 0), TestShare::plus));
        }
        return List.copyOf(shares.values());
    }

    private TestShare plus(TestShare other) {
        return new TestShare(test, shows + other.shows, alone + other.alone);
    }
}
