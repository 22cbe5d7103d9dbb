package dev.mcppolicy.counter;

import dev.mcppolicy.model.RulePlace;
import dev.mcppolicy.model.Scale;
import dev.mcppolicy.model.Scope;
import dev.mcppolicy.model.Window;

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
 */
public record CounterDefinition(
        String namespace, String server, RulePlace place, String counter, Window window, Scope scope, Scale scale) {
    /**
     * The counter's name with that of what declares it.
     *
     * @return {@code tool/counter} or {@code group/counter}, with {@code _global} for the every-tool rules
     */
    public String qualifiedName() {
        return place.name() + "/" + counter;
    }

    /**
     * Whether callers can open as many of these counters as they like, as they can open sessions.
     *
     * @return true if such counters count toward the bound of the caller who opens them
     */
    public boolean isOpenedAtWill() {
        return scope == Scope.SESSION;
    }
}
