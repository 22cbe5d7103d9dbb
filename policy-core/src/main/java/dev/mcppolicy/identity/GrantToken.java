package dev.mcppolicy.identity;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the tokens of a grant, by its digest. Immutable.
 *
 * @param digest the token's digest
 * @param created when the token was made, for people; null where nobody knows
 * @param expires the first instant at which the token stands for nothing; null for a token that stands until it is revoked
 */
public record GrantToken(
        TokenDigest digest,
        @Nullable Instant created,
        @Nullable Instant expires) {
    /** Checks what must be there. */
    public GrantToken {
        Objects.requireNonNull(digest, "digest");
    }

    /**
     * A token that stands until it is revoked.
     *
     * @param token the token itself, of which its digest is kept
     * @return the token's record
     * @throws IllegalArgumentException if no request could bear such a token
     */
    public static GrantToken of(String token) {
        return new GrantToken(TokenDigest.of(token), null, null);
    }

    /**
     * The same token with another end.
     *
     * @param end the first instant at which it stands for nothing
     * @return the changed copy
     */
    public GrantToken withExpiry(Instant end) {
        return new GrantToken(digest, created, end);
    }

    /**
     * Whether the token stands for its grant.
     *
     * @param now the instant
     * @return false from the expiry on
     */
    public boolean isLiveAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }
}
