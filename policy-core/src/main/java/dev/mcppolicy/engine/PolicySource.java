package dev.mcppolicy.engine;

import dev.mcppolicy.model.Policy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where an engine gets the policy in force, and hears of the next. Implementations are safe for use by any thread. */
public interface PolicySource {
    /**
     * The policy in force.
     *
     * @return the policy, or null while there is none; every call is denied meanwhile
     */
    @Nullable
    Policy current();

    /**
     * Asks to be told of every later policy, in the order in which they come into force. A listener must not throw.
     *
     * @param listener called with the new policy, once {@link #current} returns it
     * @return ends the telling; does nothing the second time
     */
    Subscription subscribe(Consumer<? super Policy> listener);

    /**
     * Asks to be told of every later change that was refused, so that the policy in force stays. A listener must not
     * throw. A source that refuses nothing need not override this.
     *
     * @param listener called with the first thing that is wrong, in words that may quote what was refused
     * @return ends the telling; does nothing the second time
     */
    default Subscription subscribeRefusals(Consumer<? super String> listener) {
        return () -> {};
    }

    /**
     * Where the policy comes from, for those who read about it.
     *
     * @return such as the path of a file; null where there is nothing to say
     */
    default @Nullable String origin() {
        return null;
    }

    /**
     * A policy that never changes.
     *
     * @param policy the policy
     * @return its source
     */
    static PolicySource of(Policy policy) {
        return new PolicySource() {
            @Override
            public Policy current() {
                return policy;
            }

            @Override
            public Subscription subscribe(Consumer<? super Policy> listener) {
                return () -> {};
            }
        };
    }

    /** The right to be told. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
