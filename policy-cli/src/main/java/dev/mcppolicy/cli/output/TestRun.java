package dev.mcppolicy.cli.output;

import java.util.List;
import java.util.Optional;

/**
 * What came of one run of tests.
 *
 * @param files the files, each with the results of those of its tests that were run
 * @param leftOut how many tests were not asked for
 * @param notRun how many tests were asked for and not run, since one before them failed
 * @param only the first test that says {@code only}, by its place
 */
public record TestRun(List<TestedFile> files, int leftOut, int notRun, Optional<String> only) {
    public TestRun {
        files = List.copyOf(files);
    }

    public boolean hasPassed() {
        return whyNotPassed().isEmpty();
    }

    /** Why the tests do not pass; empty if they do. */
    public String whyNotPassed() {
        if (TestedFile.count(files, TestResult.Verdict.LEFT_OUT) > 0) {
            return "tests are left out";
        }
        if (TestedFile.count(files, TestResult.Verdict.FAILED) + TestedFile.count(files, TestResult.Verdict.BROKEN)
                > 0) {
            return "a test fails with them as they are";
        }
        return TestedFile.count(files, TestResult.Verdict.PASSED) == 0 ? "no test passes" : "";
    }
}
