package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.mcp.transport.AdapterLog;
import java.util.Optional;

/** Asks the resolver, and adds what the SDK knows besides. */
final class CallerIdentification {
    private static final String UNIDENTIFIED = "a request proves no identity: its caller sees no tool, and is denied"
            + " (does the transport have `RequestContext.extractor`?)";

    private final CallerResolver resolver;
    private final AdapterLog log;

    CallerIdentification(CallerResolver resolver, AdapterLog log) {
        this.resolver = resolver;
        this.log = log;
    }

    /** The caller, or empty if the request proves no identity or the resolver fails. */
    Optional<Caller> of(CallOrigin origin) {
        try {
            Optional<Caller> caller = resolver.resolve(origin)
                    .filter(CallerIdentification::isIdentified)
                    .map(known -> completed(known, origin));
            if (caller.isEmpty()) {
                log.warning(UNIDENTIFIED);
            }
            return caller;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            log.error("the caller could not be resolved, and counts as unidentified", e);
            return Optional.empty();
        }
    }

    /** A session, a client's name and attributes are nobody's identity. */
    private static boolean isIdentified(Caller caller) {
        return caller.isAnonymous() || caller.identity() != null;
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
