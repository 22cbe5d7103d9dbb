package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import java.util.Map;
import java.util.Optional;

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
     * Finds the grant of a bearer token in the {@code Authorization} header. The tokens are kept as digests only, and
     * compared in constant time. Needs {@link RequestContext#extractor} on the transport.
     *
     * @param grantByToken names of grants by token
     * @return a resolver that identifies the known tokens
     * @throws IllegalArgumentException if there is no token, or a token or grant is empty
     */
    static CallerResolver bearerGrants(Map<String, String> grantByToken) {
        return new BearerGrants(grantByToken);
    }

    /**
     * Takes the principal from a header. Only for servers that a client can reach through a proxy alone, one that
     * authenticates it and overwrites this header. Needs {@link RequestContext#extractor} with the header's name on the
     * transport.
     *
     * @param name the header's name, in any case
     * @return a resolver that identifies requests with the header
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
