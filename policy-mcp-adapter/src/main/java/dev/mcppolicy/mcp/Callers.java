package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the resolver, and adds what the SDK knows besides. */
final class Callers {
    private static final Logger LOG = LoggerFactory.getLogger(LoggerName.ENFORCER);

    private final CallerResolver resolver;

    Callers(CallerResolver resolver) {
        this.resolver = resolver;
    }

    /** The caller, or empty if the request proves no identity or the resolver fails. */
    Optional<Caller> of(CallOrigin origin) {
        try {
            return resolver.resolve(origin).map(caller -> completed(caller, origin));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            LOG.error("the caller could not be resolved, and counts as unknown", e);
            return Optional.empty();
        }
    }

    private static Caller completed(Caller caller, CallOrigin origin) {
        Caller known = caller;
        String session = origin.session();
        if (known.session() == null && session != null && !session.isEmpty()) {
            known = known.withSession(session);
        }
        String client = origin.client();
        return known.client() == null && client != null ? known.withClient(client) : known;
    }
}
