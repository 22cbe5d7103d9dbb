package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.identity.BearerAuthenticator;
import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantSource;
import dev.mcppolicy.identity.GrantToken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says who makes a request. Must be safe for use by any thread. The session and the client's name are added by the
 * enforcer, so a resolver only names what it has authenticated.
 *
 * <p>A request whose caller is not identified is denied with {@code UNAUTHENTICATED} and sees an empty list of tools; so is
 * one at which the resolver throws. The log has one warning of such requests in ten seconds.
 */
@FunctionalInterface
public interface CallerResolver {
    /**
     * The caller of a request.
     *
     * @param origin where the request comes from
     * @return the caller, or empty if the request proves no identity; one that is not anonymous and has neither a grant nor
     *     a principal counts as empty
     */
    Optional<Caller> resolve(CallOrigin origin);

    /**
     * For servers that cannot tell callers apart, such as those on stdio: all are one.
     *
     * @return a resolver that always says anonymous
     */
    static CallerResolver anonymous() {
        return origin -> Optional.of(Caller.anonymous());
    }

    /**
     * Finds the grant of a bearer token in the {@code Authorization} header, of grants that never change. The tokens are
     * kept as digests only. Needs {@link RequestContext#extractor} on the transport.
     *
     * @param grantByToken names of grants by token
     * @return a resolver that identifies the known tokens
     * @throws IllegalArgumentException if there is no token, no request could bear one of them, or the name of a grant is
     *     none
     */
    static CallerResolver bearerGrants(Map<String, String> grantByToken) {
        if (grantByToken.isEmpty()) {
            throw new IllegalArgumentException("at least one token is needed");
        }
        Map<String, List<GrantToken>> tokens = new TreeMap<>();
        grantByToken.forEach((token, grant) ->
                tokens.computeIfAbsent(grant, none -> new ArrayList<>()).add(GrantToken.of(token)));
        return bearerGrants(GrantSource.of(tokens.entrySet().stream()
                .map(entry -> Grant.of(entry.getKey(), entry.getValue().toArray(GrantToken[]::new)))
                .toArray(Grant[]::new)));
    }

    /**
     * Finds the grant of a bearer token in the {@code Authorization} header, of grants that come and go. A token that was
     * revoked or has expired by the system's clock identifies nobody from the next request on, whatever session it
     * comes in. Needs {@link RequestContext#extractor} on the transport.
     *
     * @param grants the grants in force
     * @return a resolver that identifies the tokens that stand for a grant
     */
    static CallerResolver bearerGrants(GrantSource grants) {
        return by(BearerAuthenticator.of(grants));
    }

    /**
     * As {@link #bearerGrants(GrantSource)}, by a clock.
     *
     * @param grants the grants in force
     * @param clock says which tokens have expired
     * @return a resolver that identifies the tokens that stand for a grant
     */
    static CallerResolver bearerGrants(GrantSource grants, InstantSource clock) {
        return by(BearerAuthenticator.of(grants, clock));
    }

    private static CallerResolver by(BearerAuthenticator bearer) {
        return origin -> bearer.authenticate(RequestContext.authorization(origin.context()))
                .caller();
    }

    /**
     * Takes the principal from a header. Only for servers that a client can reach through a proxy alone, one that
     * authenticates it and overwrites this header. Needs {@link RequestContext#extractor} with the header's name on the
     * transport.
     *
     * @param name the header's name, in any case
     * @return a resolver that identifies requests in which the header stands once
     */
    static CallerResolver header(String name) {
        return origin -> RequestContext.header(origin.context(), name).map(Caller::ofPrincipal);
    }

    /**
     * Takes the principal that the servlet container, or a filter in it, has authenticated. Needs
     * {@link RequestContext#extractor} on the transport.
     *
     * @return a resolver that identifies authenticated requests
     */
    static CallerResolver servletPrincipal() {
        return origin -> RequestContext.principal(origin.context()).map(Caller::ofPrincipal);
    }
}
