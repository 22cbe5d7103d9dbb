package dev.mcppolicy.format.grants;

import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.identity.TokenDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A token that was just made, to be told once and kept nowhere.
 *
 * @param text the token itself: {@value #PREFIX} and 64 hexadecimal digits, 256 random bits
 * @param kept what is kept of it
 */
public record IssuedToken(String text, GrantToken kept) {
    /** What every token begins with, so that those who look for lost secrets know one. */
    static final String PREFIX = "mcpgrant_";

    private static final int RANDOM_BYTES = 32;

    static IssuedToken make(SecureRandom random, Instant created, @Nullable Instant expires) {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        String text = PREFIX + HexFormat.of().formatHex(bits);
        return new IssuedToken(text, new GrantToken(TokenDigest.of(text), created, expires));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "IssuedToken[" + kept.digest().id() + "]";
    }
}
