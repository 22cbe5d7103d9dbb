package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.condition.CallerPath;
import java.util.Optional;

/** What is known of callers in the making, and in words. */
public final class KnownCaller {
    private KnownCaller() {}

    /** The caller with a value put where a path leads; as it was where another value of an attribute stands in the way. */
    public static Caller with(Caller caller, CallerPath place, Object value) {
        String name = String.valueOf(value);
        return switch (place.part()) {
            case PRINCIPAL -> caller.withPrincipal(name);
            case GRANT -> caller.withGrant(name);
            case SESSION -> caller.withSession(name);
            case CLIENT -> caller.withClient(name);
            case ATTRIBUTES ->
                caller.withAttributes(Arguments.withIfPossible(
                        caller.attributes(), place, value == CandidateValues.NULL ? null : value));
        };
    }

    /** The attributes of a caller in words, where there are some. */
    public static Optional<String> attributes(Caller caller) {
        return caller.attributes().isEmpty()
                ? Optional.empty()
                : Optional.of("attributes " + CanonicalJson.write(caller.attributes()));
    }
}
