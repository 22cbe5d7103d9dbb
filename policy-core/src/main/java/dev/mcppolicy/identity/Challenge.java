package dev.mcppolicy.identity;

import dev.mcppolicy.decision.Caller;
import java.util.Optional;

/**
 * What an HTTP server answers to a request that proves no identity, by RFC 6750. That a token is unknown, was revoked or
 * has expired is one answer.
 */
public enum Challenge implements Authentication {
    /** The request bears no token. */
    NO_CREDENTIALS(401, "Bearer"),
    /** The token stands for no grant. */
    INVALID_TOKEN(401, "Bearer error=\"invalid_token\""),
    /** The request has several {@code Authorization} headers, or one that is of the scheme and bears no token. */
    INVALID_REQUEST(400, "Bearer error=\"invalid_request\"");

    private final int status;
    private final String header;

    Challenge(int status, String header) {
        this.status = status;
        this.header = header;
    }

    /**
     * The status of the answer.
     *
     * @return 401 or 400
     */
    public int status() {
        return status;
    }

    /**
     * The value of the answer's {@code WWW-Authenticate} header.
     *
     * @return the value, ASCII
     */
    public String wwwAuthenticate() {
        return header;
    }

    @Override
    public Optional<Caller> caller() {
        return Optional.empty();
    }
}
