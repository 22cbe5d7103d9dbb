package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Caller;
import java.util.List;

/** Who calls, in searches and generated calls, and what no policy names. */
public final class TypicalCallers {
    public static final String UNLISTED = "a tool that no policy names";
    public static final List<Caller> CALLERS = List.of(
            Caller.anonymous(),
            Caller.ofGrant("grant-1"),
            Caller.ofGrant("grant-2").withSession("session-1"),
            Caller.ofPrincipal("principal-1").withGrant("grant-1").withSession("session-2"),
            Caller.unidentified());

    private TypicalCallers() {}
}
