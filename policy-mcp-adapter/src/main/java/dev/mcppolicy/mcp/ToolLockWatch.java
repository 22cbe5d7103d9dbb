package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.PolicySource.Subscription;
import dev.mcppolicy.mcp.transport.LoggerName;
import dev.mcppolicy.tool.LockSource;
import dev.mcppolicy.tool.ToolDefinition;
import dev.mcppolicy.tool.ToolLock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock in force, and those who want to know when it is another, or when a tool comes to light that it does not accept.
 * Both are found at the next call or listing.
 *
 * <p>This class is threadsafe.
 */
final class ToolLockWatch implements LockSource {
    private static final Logger LOG = LoggerFactory.getLogger(LoggerName.ENFORCER);

    /** So many tools that are not accepted are remembered as told; with more, some are told again. */
    private static final int MOST_KNOWN = 10_000;

    private final LockSource source;
    private final AtomicReference<@Nullable ToolLock> known = new AtomicReference<>();
    private final Set<ToolDefinition> drifted = ConcurrentHashMap.newKeySet();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    ToolLockWatch(LockSource source) {
        this.source = source;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a source says the same lock by the same object
    public ToolLock current() {
        ToolLock now = source.current();
        ToolLock before = known.get();
        if (now != before && known.compareAndSet(before, now) && before != null) {
            drifted.clear();
            tell();
        }
        return now;
    }

    /** A tool that a server offers, of which those hear who do not know yet that it is not accepted. */
    ToolDefinition seen(ToolDefinition definition) {
        if (!current().accepts(definition)) {
            if (drifted.size() >= MOST_KNOWN) {
                drifted.clear();
            }
            if (drifted.add(definition)) {
                tell();
            }
        }
        return definition;
    }

    Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("what is accepted of a server's tools could not be looked at", e);
            }
        }
    }
}
