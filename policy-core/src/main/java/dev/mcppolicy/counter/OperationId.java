package dev.mcppolicy.counter;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names one attempt to take charges and places, so that it can be told again, and settled by who did not make it. Never
 * taken from a message.
 *
 * @param high the first 64 of 128 random bits
 * @param low the other 64
 */
public record OperationId(long high, long low) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int DIGITS = 32;

    /**
     * A name that nothing else has.
     *
     * @return 128 random bits
     */
    public static OperationId random() {
        return new OperationId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text 32 hexadecimal digits
     * @return the name
     * @throws IllegalArgumentException if the text is anything else
     */
    public static OperationId parse(String text) {
        if (text.length() != DIGITS) {
            throw new IllegalArgumentException("an operation's id has " + DIGITS + " hexadecimal digits");
        }
        int half = DIGITS / 2;
        return new OperationId(
                HexFormat.fromHexDigitsToLong(text, 0, half), HexFormat.fromHexDigitsToLong(text, half, DIGITS));
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
