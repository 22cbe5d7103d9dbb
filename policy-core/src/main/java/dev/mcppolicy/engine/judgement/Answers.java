package dev.mcppolicy.engine.judgement;

/**
 * What humans have answered before, and what calls may be met by again.
 *
 * @param noes the noes
 * @param yeses the yeses
 */
public record Answers(DeclineRegister noes, YesRegister yeses) {
    /** No answers yet, and room for so many of each kind. */
    public static Answers none(int capacity) {
        return new Answers(new DeclineRegister(capacity), new YesRegister(capacity));
    }
}
