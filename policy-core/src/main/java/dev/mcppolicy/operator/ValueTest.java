package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;

/** One operator with its operand, ready to be put to values. Implementations are immutable. */
public interface ValueTest {
    /**
     * Tests a value that is there.
     *
     * @param value a JSON value, not null
     * @return the outcome
     */
    Truth test(Object value);

    /**
     * The outcome for a value that is missing or null.
     *
     * @return false for every operator but {@code exists}
     */
    default Truth missing() {
        return Truth.FALSE;
    }

    /**
     * How much work it may be to test a value.
     *
     * @param value a JSON value, not null
     * @return about as many as the steps of a pattern: the size of its program times the characters of the text; zero
     *     where the work does not grow with the value
     */
    default long cost(Object value) {
        return 0;
    }

    /**
     * Whether {@link #cost} can be more than zero.
     *
     * @return true for a test whose work is to be counted
     */
    default boolean isMetered() {
        return false;
    }

    /**
     * How much was compiled for the test, for a reader that bounds what a whole document costs.
     *
     * @return about as many as the steps of the program of a pattern; zero for a test that needs none
     */
    default int steps() {
        return 0;
    }
}
