package dev.mcppolicy.mcp;

import dev.mcppolicy.tool.ToolDefinition;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tools that an enforcer guards, told apart by identity: a server shows its tools but not their handlers, so every
 * wrapped handler gets a {@code Tool} object of its own, and one put in its place later is another. Holds no tool alive.
 *
 * <p>This class is threadsafe.
 */
final class GuardedTools {
    private final Map<Identity, ToolDefinition> tools = new ConcurrentHashMap<>();
    private final ReferenceQueue<Tool> collected = new ReferenceQueue<>();

    void add(Tool tool, ToolDefinition definition) {
        for (Reference<? extends Tool> gone = collected.poll(); gone != null; gone = collected.poll()) {
            tools.remove((Identity) gone);
        }
        tools.put(new Identity(tool, collected), definition);
    }

    boolean contains(Tool tool) {
        return definition(tool) != null;
    }

    /** The definition of a tool that is guarded; null for any other. */
    @Nullable
    ToolDefinition definition(Tool tool) {
        return tools.get(new Identity(tool, null));
    }

    private static final class Identity extends WeakReference<Tool> {
        private final int hash;

        Identity(Tool tool, @Nullable ReferenceQueue<Tool> queue) {
            super(tool, queue);
            this.hash = System.identityHashCode(tool);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // identity is the point
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Tool tool = get();
            return tool != null && other instanceof Identity that && that.get() == tool;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
