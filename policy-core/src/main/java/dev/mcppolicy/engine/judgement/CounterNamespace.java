package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.model.Policy;
import org.jspecify.annotations.Nullable;

/**
 * What sets an engine's counters apart in its store: the namespace that was given, else the name of the first policy that
 * the engine judges by, be it there from the start or later. Once settled it stays.
 */
public final class CounterNamespace {
    /** What the namespaces of all shadow counters begin with, and no other namespace may. */
    public static final String SHADOW = "(shadow";

    private @Nullable String settled;

    /**
     * The namespace given, or one to be settled yet.
     *
     * @throws IllegalArgumentException if it is kept for counters in shadow mode
     */
    public CounterNamespace(@Nullable String given) {
        this.settled = given == null ? null : checked(given);
    }

    /**
     * The namespace, settled by a policy in force if it was not before.
     *
     * @throws IllegalArgumentException if the policy's name is kept for counters in shadow mode
     */
    public synchronized String settledBy(Policy inForce) {
        String known = settled;
        if (known == null) {
            known = checked(inForce.name());
            settled = known;
        }
        return known;
    }

    /** The namespace as far as it is settled; else the empty one. */
    public synchronized String soFar() {
        return settled == null ? "" : settled;
    }

    private static String checked(String namespace) {
        if (namespace.startsWith(SHADOW)) {
            throw new IllegalArgumentException("the namespace `" + namespace + "` is kept for counters in shadow mode");
        }
        return namespace;
    }
}
