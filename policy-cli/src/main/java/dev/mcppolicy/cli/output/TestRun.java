package dev.mcppolicy.cli.output;

import java.util.List;

/**
 * What came of one run of tests.
 *
 * @param files the files, each with the results of those of its tests that were run
 * @param leftOut how many tests were not asked for
 * @param notRun how many tests were asked for and not run, since one before them failed
 */
public record TestRun(List<TestedFile> files, int leftOut, int notRun) {
    public TestRun {
        files = List.copyOf(files);
    }

    public boolean hasPassed() {
        return TestedFile.count(files, TestResult.Verdict.PASSED) == TestedFile.count(files);
    }
}
