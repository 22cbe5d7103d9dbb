package dev.mcppolicy.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 digest of a bearer token, which is kept in the token's place. Two digests are compared in a time that does
 * not depend on what they are.
 *
 * <p>A digest gives nothing away of a random token. Of one that a person thought up it does: such a token can be guessed.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class TokenDigest {
    /** How many 64-bit words a digest has. */
    static final int WORDS = 4;

    private static final int BYTES = WORDS * Long.BYTES;
    private static final int DIGITS_OF_ID = 12;

    private final byte[] bytes;

    private TokenDigest(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The digest of a token.
     *
     * @param token one to 4096 ASCII letters, digits and characters of {@code -._~+/}, then any number of {@code =}
     * @return the digest
     * @throws IllegalArgumentException if no request could bear such a token; the message does not show it
     */
    public static TokenDigest of(String token) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("a token must not be empty");
        }
        if (token.length() > TokenSyntax.LONGEST) {
            throw new IllegalArgumentException("a token has at most " + TokenSyntax.LONGEST + " characters");
        }
        if (!TokenSyntax.isToken(token)) {
            throw new IllegalArgumentException(
                    "a token has no other characters than letters, digits and `-._~+/`, and `=` at its end");
        }
        return ofChecked(token);
    }

    /** The digest of a text that is known to be a token. */
    static TokenDigest ofChecked(String token) {
        try {
            return new TokenDigest(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * A digest that was written down.
     *
     * @param hex 64 lowercase hexadecimal digits
     * @return the digest
     * @throws IllegalArgumentException if the text is anything else; the message does not show it, as it may be a token
     */
    public static TokenDigest parse(String hex) {
        boolean isHex = hex.length() == 2 * BYTES
                && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (!isHex) {
            throw new IllegalArgumentException("a digest has 64 lowercase hexadecimal digits");
        }
        return new TokenDigest(HexFormat.of().parseHex(hex));
    }

    /**
     * The digest as it is written down.
     *
     * @return 64 lowercase hexadecimal digits
     */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * What people call the token.
     *
     * @return the first 12 digits of {@link #hex}
     */
    public String id() {
        return hex().substring(0, DIGITS_OF_ID);
    }

    /** Writes the digest as words. */
    void copyTo(long[] words, int at) {
        ByteBuffer.wrap(bytes).asLongBuffer().get(words, at, WORDS);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenDigest that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The {@link #id} alone. */
    @Override
    public String toString() {
        return id();
    }
}
