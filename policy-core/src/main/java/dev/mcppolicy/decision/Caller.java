package dev.mcppolicy.decision;

import dev.mcppolicy.json.JsonLimits;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call, as far as the server knows. Only what the server has authenticated belongs in grant and principal;
 * session and client are what the client says. Immutable.
 */
public final class Caller {
    private static final Caller ANONYMOUS = new Caller(true, null, null, null, null, Map.of());
    private static final Caller UNIDENTIFIED = new Caller(false, null, null, null, null, Map.of());

    private final boolean anonymous;
    private final @Nullable String grant;
    private final @Nullable String principal;
    private final @Nullable String session;
    private final @Nullable String client;
    private final Map<String, @Nullable Object> attributes;

    private Caller(
            boolean anonymous,
            @Nullable String grant,
            @Nullable String principal,
            @Nullable String session,
            @Nullable String client,
            Map<String, @Nullable Object> attributes) {
        this.anonymous = anonymous;
        this.grant = grant;
        this.principal = principal;
        this.session = session;
        this.client = client;
        this.attributes = attributes;
    }

    /**
     * The caller of a server that cannot tell callers apart. All such callers share one count.
     *
     * @return the anonymous caller
     */
    public static Caller anonymous() {
        return ANONYMOUS;
    }

    /**
     * A caller without any identity, on a server that can tell callers apart. Limits that count by an identity deny it.
     *
     * @return a caller to add identities to
     */
    public static Caller unidentified() {
        return UNIDENTIFIED;
    }

    /**
     * The caller under a grant.
     *
     * @param grant the grant's name, not empty
     * @return the caller
     */
    public static Caller ofGrant(String grant) {
        return UNIDENTIFIED.withGrant(grant);
    }

    /**
     * An authenticated principal.
     *
     * @param principal the principal's name, not empty
     * @return the caller
     */
    public static Caller ofPrincipal(String principal) {
        return UNIDENTIFIED.withPrincipal(principal);
    }

    /**
     * The same caller under a grant.
     *
     * @param name the grant's name, not empty
     * @return the changed copy, no longer anonymous
     * @throws IllegalArgumentException if the name is empty
     */
    public Caller withGrant(String name) {
        return new Caller(false, notEmpty("grant", name), principal, session, client, attributes);
    }

    /**
     * The same caller as an authenticated principal.
     *
     * @param name the principal's name, not empty
     * @return the changed copy, no longer anonymous
     * @throws IllegalArgumentException if the name is empty
     */
    public Caller withPrincipal(String name) {
        return new Caller(false, grant, notEmpty("principal", name), session, client, attributes);
    }

    /**
     * The same caller in a session. A session identifies nobody; an anonymous caller stays so.
     *
     * @param id the session's id, not empty
     * @return the changed copy
     * @throws IllegalArgumentException if the id is empty
     */
    public Caller withSession(String id) {
        return new Caller(anonymous, grant, principal, notEmpty("session", id), client, attributes);
    }

    /**
     * The same caller by a client program, as the program calls itself.
     *
     * @param name the program's name
     * @return the changed copy
     */
    public Caller withClient(String name) {
        return new Caller(anonymous, grant, principal, session, Objects.requireNonNull(name, "client"), attributes);
    }

    /**
     * The same caller with attributes, which rules can look at. They come from whoever authenticated the caller, and never
     * from what a client can set.
     *
     * @param values JSON values by name, copied; null is as good as missing
     * @return the changed copy
     * @throws IllegalArgumentException if a part is not JSON, or they exceed {@link JsonLimits#DEFAULT}
     */
    public Caller withAttributes(Map<String, ? extends @Nullable Object> values) {
        return new Caller(anonymous, grant, principal, session, client, CallerAttributes.copy(values));
    }

    /**
     * Whether the server cannot tell callers apart.
     *
     * @return true for the anonymous caller, in whatever session
     */
    public boolean isAnonymous() {
        return anonymous;
    }

    /**
     * The grant.
     *
     * @return the grant's name, or null without one
     */
    public @Nullable String grant() {
        return grant;
    }

    /**
     * The authenticated principal.
     *
     * @return the principal's name, or null without one
     */
    public @Nullable String principal() {
        return principal;
    }

    /**
     * The session.
     *
     * @return the session's id, or null without one; untrusted
     */
    public @Nullable String session() {
        return session;
    }

    /**
     * The client program.
     *
     * @return what the program calls itself, or null; untrusted
     */
    public @Nullable String client() {
        return client;
    }

    /**
     * What else is known.
     *
     * @return unmodifiable JSON values by name
     */
    public Map<String, @Nullable Object> attributes() {
        return attributes;
    }

    /**
     * The authenticated identity: the principal, or else the grant.
     *
     * @return its kind and name, such as {@code principal:alice}; null where there is none
     */
    public @Nullable String identity() {
        if (principal != null) {
            return "principal:" + principal;
        }
        return grant == null ? null : "grant:" + grant;
    }

    private static String notEmpty(String what, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a " + what + " must not be empty");
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Caller that
                && anonymous == that.anonymous
                && Objects.equals(grant, that.grant)
                && Objects.equals(principal, that.principal)
                && Objects.equals(session, that.session)
                && Objects.equals(client, that.client)
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(anonymous, grant, principal, session, client, attributes);
    }

    @Override
    public String toString() {
        return "Caller[" + (anonymous ? "anonymous" : "grant=" + grant + ", principal=" + principal) + ", session="
                + session + ", client=" + client + "]";
    }
}
