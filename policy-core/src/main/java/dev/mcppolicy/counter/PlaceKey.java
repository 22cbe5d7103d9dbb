package dev.mcppolicy.counter;

import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.LimitKey;
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
 * @param key what of a call there are places for each value of, or null for the same places in all
 * @param identity the grant or principal, or null for all or the anonymous ones
 * @param session the session, or null
 * @param value the value of the key, or null where there is no key
 */
public record PlaceKey(
        String namespace,
        String server,
        RulePlace place,
        Scope scope,
        @Nullable LimitKey key,
        @Nullable String identity,
        @Nullable String session,
        @Nullable KeyValue value)
        implements Comparable<PlaceKey> {
    /**
     * Checks that a key and its value come together.
     *
     * @throws IllegalArgumentException if there is a value and no key for it, or the other way round
     */
    public PlaceKey {
        if ((key == null) != (value == null)) {
            throw new IllegalArgumentException("places have a value of their key where their rule has a key");
        }
    }

    /**
     * The places of a rule without key.
     *
     * @param namespace the policy's namespace
     * @param server the server that the policy guards; may be empty where a store serves only one
     * @param place where the rule stands
     * @param scope whose calls share the places
     * @param identity the grant or principal, or null for all or the anonymous ones
     * @param session the session, or null
     */
    public PlaceKey(
            String namespace,
            String server,
            RulePlace place,
            Scope scope,
            @Nullable String identity,
            @Nullable String session) {
        this(namespace, server, place, scope, null, identity, session, null);
    }

    /**
     * Whether callers can have as many of these as they like, as they can open sessions and choose the values of a key.
     *
     * @return true if such places count toward the bound of the caller who takes them
     */
    public boolean isOpenedAtWill() {
        return scope == Scope.SESSION || key != null;
    }

    /**
     * The key as one text, for stores that need one: different keys have different texts, and none has that of a counter.
     * Of the value of a rule's key it has the digest alone.
     *
     * @return the text
     */
    public String encoded() {
        KeyText text = new KeyText("place")
                .part(namespace)
                .part(server)
                .part(place)
                .part(scope.id())
                .part(identity)
                .part(session);
        if (value != null) {
            text.part(String.valueOf(key)).part(value.digest());
        }
        return text.toString();
    }

    @Override
    public int compareTo(PlaceKey other) {
        return encoded().compareTo(other.encoded());
    }
}
