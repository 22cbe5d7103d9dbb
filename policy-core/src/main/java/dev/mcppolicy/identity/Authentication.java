package dev.mcppolicy.identity;

import dev.mcppolicy.decision.Caller;
import java.util.Objects;
import java.util.Optional;

/** What came of identifying who makes a request: a caller, or the challenge that an HTTP server answers with. Immutable. */
public sealed interface Authentication permits Authentication.Identified, Challenge {
    /**
     * The caller.
     *
     * @return the caller, or empty if the request proves no identity
     */
    Optional<Caller> caller();

    /**
     * A request whose caller is known.
     *
     * @param identity the caller
     */
    record Identified(Caller identity) implements Authentication {
        /** Checks what must be there. */
        public Identified {
            Objects.requireNonNull(identity, "identity");
        }

        @Override
        public Optional<Caller> caller() {
            return Optional.of(identity);
        }
    }
}
