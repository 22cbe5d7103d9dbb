package dev.mcppolicy.counter;

import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What the places of one concurrency rule have in common: at most so many calls hold one at once. Two keys are equal
 * exactly when all their parts are.
 *
 * @param namespace the policy's namespace
 * @param server the server that the policy guards; may be empty where a store serves only one
 * @param place where the rule stands
 * @param scope whose calls share the places
 * @param identity the grant or principal, or null for all or the anonymous ones
 * @param session the session, or null
 */
public record PlaceKey(
        String namespace,
        String server,
        RulePlace place,
        Scope scope,
        @Nullable String identity,
        @Nullable String session)
        implements Comparable<PlaceKey> {
    /**
     * The key as one text, for stores that need one: different keys have different texts, and none has that of a counter.
     *
     * @return the text
     */
    public String encoded() {
        return new KeyText("place")
                .part(namespace)
                .part(server)
                .part(place)
                .part(scope.id())
                .part(identity)
                .part(session)
                .toString();
    }

    @Override
    public int compareTo(PlaceKey other) {
        return encoded().compareTo(other.encoded());
    }
}
