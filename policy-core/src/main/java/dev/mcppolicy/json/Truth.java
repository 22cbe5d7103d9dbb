package dev.mcppolicy.json;

/**
 * The outcome of a comparison in Kleene's three-valued logic: true, false, or <em>cannot tell</em>.
 *
 * <p>A comparison cannot tell when the value is there but the operator has no meaning for it. A rule that ends so
 * denies the call.
 */
public enum Truth {
    /** The comparison holds. */
    TRUE,
    /** The comparison does not hold. */
    FALSE,
    /** The operator has no meaning for the value. */
    CANNOT_TELL;

    /**
     * {@link #TRUE} or {@link #FALSE}.
     *
     * @param value the two-valued outcome
     * @return the same outcome in three-valued logic
     */
    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /**
     * Conjunction: false if either is false, else cannot tell if either cannot tell.
     *
     * @param other the other operand
     * @return the conjunction
     */
    public Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == CANNOT_TELL ? this : other;
    }

    /**
     * Disjunction: true if either is true, else cannot tell if either cannot tell.
     *
     * @param other the other operand
     * @return the disjunction
     */
    public Truth or(Truth other) {
        if (this == TRUE || other == TRUE) {
            return TRUE;
        }
        return this == CANNOT_TELL ? this : other;
    }

    /**
     * Negation; what cannot be told stays so.
     *
     * @return the negation
     */
    public Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case CANNOT_TELL -> CANNOT_TELL;
        };
    }
}
