package dev.mcppolicy.json;

import org.jspecify.annotations.Nullable;

/**
 * The work that is left for judging one call. Whoever is about to work takes as much as that may be; where too little is
 * left nothing is taken, the work is not done, and the call is denied.
 *
 * <p>Mutable, and used by one thread at a time.
 */
public final class Work {
    /** No work at all, for what takes none. */
    public static final Work NONE = new Work(0, 0);

    private long patternSteps;
    private long schemaEvaluations;
    /** For what has been judged before; null where nothing has. */
    private final @Nullable Work repeated;

    private @Nullable String passedBy;

    private Work(long patternSteps, long schemaEvaluations) {
        this(patternSteps, schemaEvaluations, null);
    }

    private Work(long patternSteps, long schemaEvaluations, @Nullable Work repeated) {
        this.patternSteps = patternSteps;
        this.schemaEvaluations = schemaEvaluations;
        this.repeated = repeated;
    }

    /**
     * All the work of one call.
     *
     * @param limits how much that is
     * @return the work
     */
    public static Work within(WorkLimits limits) {
        return new Work(limits.patternSteps(), limits.schemaEvaluations());
    }

    /**
     * Takes steps of patterns.
     *
     * @param steps how many, at least 0
     * @param by what asks for them, for the message that it was too much
     * @return whether they were left
     */
    public boolean takePatternSteps(long steps, String by) {
        if (steps > patternSteps) {
            return isPassed(by);
        }
        patternSteps -= steps;
        return true;
    }

    /**
     * Takes evaluations of schemas.
     *
     * @param evaluations how many, at least 0
     * @param by what asks for them, for the message that it was too much
     * @return whether they were left
     */
    public boolean takeEvaluations(long evaluations, String by) {
        if (evaluations > schemaEvaluations) {
            return isPassed(by);
        }
        schemaEvaluations -= evaluations;
        return true;
    }

    private boolean isPassed(String by) {
        if (passedBy == null) {
            passedBy = by;
        }
        return false;
    }

    /**
     * What was the first to ask for more than was left.
     *
     * @return its name, or null while nothing was
     */
    public @Nullable String passedBy() {
        return passedBy != null || repeated == null ? passedBy : repeated.passedBy;
    }

    /**
     * What is left, for those who come after and are told apart.
     *
     * @return a copy that nothing has passed; empty where the bound has been passed here
     */
    public Work rest() {
        return passedBy() == null ? new Work(patternSteps, schemaEvaluations) : new Work(0, 0);
    }

    /**
     * As {@link #rest}, for judging anew by the same rules and by more: what the same rules take once more is not taken
     * from the rest.
     *
     * @param limits what the same rules were judged within
     * @return a copy that nothing has passed; empty where the bound has been passed here
     */
    public Work restBesideRepeated(WorkLimits limits) {
        return passedBy() == null
                ? new Work(patternSteps, schemaEvaluations, within(limits))
                : new Work(0, 0, new Work(0, 0));
    }

    /**
     * The work for a rule that the call has been judged by before.
     *
     * @return work that is taken apart from this, or this where nothing has been judged before
     */
    public Work repeated() {
        return repeated == null ? this : repeated;
    }
}
