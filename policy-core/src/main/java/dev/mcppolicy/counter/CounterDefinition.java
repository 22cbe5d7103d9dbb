package dev.mcppolicy.counter;

import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import org.jspecify.annotations.Nullable;

/**
 * What the counters of one limit have in common; with a caller it makes a {@link CounterKey}. Policies whose limits
 * agree in all of this count together.
 *
 * @param namespace the policy's namespace
 * @param server the server that the policy guards; may be empty where a store serves only one
 * @param place where the limit stands
 * @param counter the counter's name
 * @param window the span in which it counts
 * @param scope whose calls share it
 * @param scale the units in which it counts
 * @param key what of a call there is a counter for each value of, or null for one counter in all
 */
public record CounterDefinition(
        String namespace,
        String server,
        RulePlace place,
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
     * @param place where the limit stands
     * @param counter the counter's name
     * @param window the span in which it counts
     * @param scope whose calls share it
     * @param scale the units in which it counts
     */
    public CounterDefinition(
            String namespace, String server, RulePlace place, String counter, Window window, Scope scope, Scale scale) {
        this(namespace, server, place, counter, window, scope, scale, null);
    }

    /**
     * The counter's name with that of what declares it.
     *
     * @return {@code tool/counter} or {@code group/counter}, with {@code _global} for the every-tool rules
     */
    public String qualifiedName() {
        return place.name() + "/" + counter;
    }

    /**
     * Whether callers can open as many of these counters as they like, as they can open sessions and choose the values of a
     * key.
     *
     * @return true if such counters count toward the bound of the caller who opens them
     */
    public boolean isOpenedAtWill() {
        return scope == Scope.SESSION || key != null;
    }
}
