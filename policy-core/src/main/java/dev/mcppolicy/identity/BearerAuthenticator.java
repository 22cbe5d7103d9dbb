package dev.mcppolicy.identity;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.decision.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the caller of a request by the bearer token in its {@code Authorization} header.
 *
 * <p>A request is identified by its own header alone: one header, of the scheme {@code Bearer} in any case, spaces, and
 * one token of at most 4096 characters. Whatever else stands there identifies nobody. The grants in force are asked for
 * at each request, so that a token that was revoked stands for nothing from the next one on.
 *
 * <p>Time never runs backwards here: a token that was once seen to have expired stays so, though the clock be set back.
 *
 * <p>This class is threadsafe.
 */
@CheckReturnValue
public final class BearerAuthenticator {
    /** A scheme, a token, and some room for the spaces between them. */
    private static final int LONGEST_HEADER = TokenSyntax.LONGEST + 64;

    private final GrantSource grants;
    private final InstantSource clock;
    /** The highest instant seen; it only rises, guarded by {@code this}. */
    private volatile Instant highest = Instant.MIN;

    private BearerAuthenticator(GrantSource grants, InstantSource clock) {
        this.grants = Objects.requireNonNull(grants, "grants");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * An authenticator by the system's clock.
     *
     * @param grants the grants in force
     * @return the authenticator
     */
    public static BearerAuthenticator of(GrantSource grants) {
        return of(grants, InstantSource.system());
    }

    /**
     * An authenticator.
     *
     * @param grants the grants in force
     * @param clock says which tokens have expired
     * @return the authenticator
     */
    public static BearerAuthenticator of(GrantSource grants, InstantSource clock) {
        return new BearerAuthenticator(grants, clock);
    }

    /**
     * Who makes a request.
     *
     * @param authorization the values of all {@code Authorization} headers of the request, empty without one
     * @return the caller, of no session and no client, or a challenge; what the source or the clock throws is thrown on
     */
    public Authentication authenticate(List<String> authorization) {
        if (authorization.size() > 1) {
            return Challenge.INVALID_REQUEST;
        }
        String header = authorization.isEmpty() ? "" : authorization.get(0);
        if (header.length() > LONGEST_HEADER) {
            return Challenge.INVALID_REQUEST;
        }
        header = withoutSpaceAround(header);
        if (!TokenSyntax.isBearer(header)) {
            return Challenge.NO_CREDENTIALS;
        }
        @Nullable String token = TokenSyntax.token(header);
        if (token == null) {
            return Challenge.INVALID_REQUEST;
        }
        Optional<Caller> bearer = grants.current().bearer(TokenDigest.ofChecked(token), now());
        return bearer.isPresent() ? new Authentication.Identified(bearer.get()) : Challenge.INVALID_TOKEN;
    }

    private Instant now() {
        Instant instant = clock.instant();
        if (!instant.isAfter(highest)) {
            return highest;
        }
        synchronized (this) {
            if (instant.isAfter(highest)) {
                highest = instant;
            }
            return highest;
        }
    }

    /** What is no part of a header's value by RFC 9110. */
    private static String withoutSpaceAround(String header) {
        int from = 0;
        int to = header.length();
        while (from < to && isSpace(header.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(header.charAt(to - 1))) {
            to--;
        }
        return header.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
