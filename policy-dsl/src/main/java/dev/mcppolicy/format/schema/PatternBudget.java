package dev.mcppolicy.format.schema;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.operator.ValueTest;

/** Bounds what the patterns of one document come to together, since each keeps its compiled program. */
public final class PatternBudget {
    private static final int MOST_STEPS = 500_000;
    private static final int USUAL_TEXT = 1 << 16;
    private static final long MOST_A_CHARACTER = WorkLimits.DEFAULT.patternSteps() / USUAL_TEXT;

    private final Problems problems;
    private int left = MOST_STEPS;
    private boolean spent;

    public PatternBudget(Problems problems) {
        this.problems = problems;
    }

    /** Whether no more patterns are to be compiled, which has been reported. */
    public boolean isSpent() {
        return spent;
    }

    /** Takes what is compiled for a test, as often as it is; false where too little is left, which is to be reported. */
    public boolean take(ValueTest test, int times) {
        int steps = times * test.steps();
        if (steps > left) {
            return false;
        }
        left -= steps;
        return true;
    }

    /** Warns of a pattern that a call may not put to a text which is not long. */
    public void warnIfCostly(ValueTest test, int offset, String pointer) {
        long steps = test.cost("");
        if (test.steps() > 0 && steps > MOST_A_CHARACTER) {
            problems.report(Diagnostic.COSTLY_PATTERN, offset, pointer, "repeat less in it, or write `*`", steps);
        }
    }

    /** Reports that too little was left for a pattern, and is spent. */
    public void reportSpent(int offset, String pointer) {
        spent = true;
        problems.report(Diagnostic.PATTERNS_TOO_LARGE, offset, pointer, "repeat less in the patterns");
    }
}
