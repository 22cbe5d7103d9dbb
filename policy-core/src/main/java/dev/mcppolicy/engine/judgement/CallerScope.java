package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.model.limit.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What of its caller a call is counted by.
 *
 * @param scope whose calls are counted together
 * @param strict whether a caller without the identity is not counted with the others who have none
 */
record CallerScope(Scope scope, boolean strict) {
    /** The grant or principal, or null where the scope has none or the caller lacks it. */
    @Nullable
    String identity(Caller caller) {
        return switch (scope) {
            case GLOBAL -> null;
            case GRANT -> caller.grant();
            case PRINCIPAL -> caller.principal();
            case SESSION -> caller.identity();
        };
    }

    /** The session, or null where the scope has none or the caller lacks it. */
    @Nullable
    String session(Caller caller) {
        return scope == Scope.SESSION ? caller.session() : null;
    }

    /** Whether a caller has the identity by which the scope counts, or is one of those who share a count without it. */
    boolean knows(Caller caller) {
        return knows(caller, identity(caller), session(caller));
    }

    /** As {@link #knows(Caller)}, with what was found. */
    boolean knows(Caller caller, @Nullable String identity, @Nullable String session) {
        return identity != null || session != null || scope == Scope.GLOBAL || (caller.isAnonymous() && !strict);
    }
}
