package dev.mcppolicy.engine;

import dev.mcppolicy.model.Policy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source whose policy a program replaces.
 *
 * <p>This class is threadsafe. Replacements come into force one after the other.
 */
public final class ReplaceablePolicy implements PolicySource {
    private final List<Consumer<? super Policy>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Policy policy;

    /**
     * A source.
     *
     * @param policy the first policy, or null for none yet
     */
    public ReplaceablePolicy(@Nullable Policy policy) {
        this.policy = policy;
    }

    /**
     * Puts another policy in force. When this returns, every engine of this source judges by it.
     *
     * @param next the policy
     */
    public synchronized void replace(Policy next) {
        policy = Objects.requireNonNull(next, "policy");
        listeners.forEach(listener -> listener.accept(next));
    }

    @Override
    public @Nullable Policy current() {
        return policy;
    }

    @Override
    public Subscription subscribe(Consumer<? super Policy> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
