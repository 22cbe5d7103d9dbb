package dev.mcppolicy.json;

/**
 * How much work the judging of one call may be, counted as it is done. A call that passes either bound is denied.
 *
 * @param patternSteps the most steps of patterns: for each pattern put to a text, the size of its program times the
 *     characters (UTF-16 units) of the text; and as many for other comparisons as take that time; more than 0
 * @param schemaEvaluations the most evaluations of a schema, the parts of larger ones included, against a value; more
 *     than 0
 */
public record WorkLimits(long patternSteps, long schemaEvaluations) {
    /** 50 million pattern steps, 100 000 schema evaluations. */
    public static final WorkLimits DEFAULT = new WorkLimits(50_000_000, 100_000);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is not more than zero
     */
    public WorkLimits {
        if (patternSteps <= 0 || schemaEvaluations <= 0) {
            throw new IllegalArgumentException("a limit on work must be more than zero");
        }
    }
}
