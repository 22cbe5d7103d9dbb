package dev.mcppolicy.counter;

import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.LimitKey;
import dev.mcppolicy.model.Scale;
import dev.mcppolicy.model.Scope;
import dev.mcppolicy.model.Window;
import org.jspecify.annotations.Nullable;

/**
 * What the counters of one limit have in common; with a caller it makes a {@link CounterKey}. Policies whose limits
 * agree in all of this count together.
 *
 * @param namespace the policy's namespace
 * @param server the server that the policy guards; may be empty where a store serves only one
 * @param tool the tool, or null for a counter of the every-tool rules
 * @param counter the counter's name
 * @param window the span in which it counts
 * @param scope whose calls share it
 * @param scale the units in which it counts
 * @param key what of a call there is a counter for each value of, or null for one counter in all
 */
public record CounterDefinition(
        String namespace,
        String server,
        @Nullable String tool,
        String counter,
        Window window,
        Scope scope,
        Scale scale,
        @Nullable LimitKey key) {
    /**
     * What the counters of a limit without key have in common.
     *
     * @param namespace the policy's namespace
     * @param server the server that the policy guards; may be empty where a store serves only one
     * @param tool the tool, or null for a counter of the every-tool rules
     * @param counter the counter's name
     * @param window the span in which it counts
     * @param scope whose calls share it
     * @param scale the units in which it counts
     */
    public CounterDefinition(
            String namespace,
            String server,
            @Nullable String tool,
            String counter,
            Window window,
            Scope scope,
            Scale scale) {
        this(namespace, server, tool, counter, window, scope, scale, null);
    }

    /**
     * The counter's name with that of what declares it.
     *
     * @return {@code tool/counter}, with {@code _global} for the every-tool rules
     */
    public String qualifiedName() {
        return (tool == null ? CounterPath.EVERY_TOOL : tool) + "/" + counter;
    }
}
