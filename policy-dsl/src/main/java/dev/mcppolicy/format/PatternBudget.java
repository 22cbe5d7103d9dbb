package dev.mcppolicy.format;

import dev.mcppolicy.model.ValueTest;

/** Bounds what the patterns of one document come to together, since each keeps its compiled program. */
final class PatternBudget {
    private static final int MOST_STEPS = 500_000;

    private final Problems problems;
    private int left = MOST_STEPS;
    private boolean spent;

    PatternBudget(Problems problems) {
        this.problems = problems;
    }

    /** Whether no more patterns are to be compiled, which has been reported. */
    boolean isSpent() {
        return spent;
    }

    /** Takes what is compiled for a test, as often as it is; where too little is left, reports that and is spent. */
    boolean take(ValueTest test, int times, int offset, String pointer) {
        int steps = times * test.steps();
        if (steps <= left) {
            left -= steps;
            return true;
        }
        spent = true;
        problems.report(Diagnostic.PATTERNS_TOO_LARGE, offset, pointer, "repeat less in the patterns");
        return false;
    }
}
