package dev.mcppolicy.counter;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key of one counter: what it counts, and whose calls. Immutable; two keys are equal exactly when all their parts
 * are.
 */
public final class CounterKey implements Comparable<CounterKey> {
    private final CounterDefinition definition;
    private final @Nullable String identity;
    private final @Nullable String session;
    private final @Nullable KeyValue value;
    private final int hash;

    private CounterKey(
            CounterDefinition definition,
            int definitionHash,
            @Nullable String identity,
            @Nullable String session,
            @Nullable KeyValue value) {
        this.definition = definition;
        this.identity = identity;
        this.session = session;
        this.value = value;
        int mixed = definitionHash;
        mixed = 31 * mixed + (identity == null ? 0 : identity.hashCode());
        mixed = 31 * mixed + (session == null ? 0 : session.hashCode());
        mixed = value == null ? mixed : 31 * mixed + value.digest().hashCode();
        this.hash = mixed ^ (mixed >>> 16);
    }

    /**
     * A key.
     *
     * @param definition what is counted
     * @param identity the grant or principal whose calls are counted, or null for all or the anonymous ones
     * @param session the session whose calls are counted, or null
     * @return the key
     */
    public static CounterKey of(CounterDefinition definition, @Nullable String identity, @Nullable String session) {
        return of(definition, identity, session, null);
    }

    /**
     * A key of a limit that keeps a counter for each value of something.
     *
     * @param definition what is counted
     * @param identity the grant or principal whose calls are counted, or null for all or the anonymous ones
     * @param session the session whose calls are counted, or null
     * @param value the value that the counter is for, or null where the definition has no key
     * @return the key
     * @throws IllegalArgumentException if there is a value and no key for it, or the other way round
     */
    public static CounterKey of(
            CounterDefinition definition,
            @Nullable String identity,
            @Nullable String session,
            @Nullable KeyValue value) {
        if ((definition.key() == null) != (value == null)) {
            throw new IllegalArgumentException("a counter has a value of its key where its limit has a key");
        }
        return new CounterKey(definition, definition.hashCode(), identity, session, value);
    }

    /** Makes the keys of one definition, whose hash is taken once. */
    public static final class Factory {
        private final CounterDefinition definition;
        private final int definitionHash;
        private final CounterKey shared;

        /**
         * A factory.
         *
         * @param definition what is counted
         */
        public Factory(CounterDefinition definition) {
            this.definition = definition;
            this.definitionHash = definition.hashCode();
            this.shared = new CounterKey(definition, definitionHash, null, null, null);
        }

        /**
         * What the keys count.
         *
         * @return the definition
         */
        public CounterDefinition definition() {
            return definition;
        }

        /**
         * A key of this definition.
         *
         * @param identity the grant or principal, or null
         * @param session the session, or null
         * @return the key
         */
        public CounterKey key(@Nullable String identity, @Nullable String session) {
            return identity == null && session == null
                    ? shared
                    : new CounterKey(definition, definitionHash, identity, session, null);
        }

        /**
         * A key of this definition, which has one for each value of something.
         *
         * @param identity the grant or principal, or null
         * @param session the session, or null
         * @param value the value
         * @return the key
         */
        public CounterKey key(@Nullable String identity, @Nullable String session, KeyValue value) {
            return new CounterKey(definition, definitionHash, identity, session, value);
        }
    }

    /**
     * What the counter counts.
     *
     * @return the definition
     */
    public CounterDefinition definition() {
        return definition;
    }

    /**
     * Whose calls are counted.
     *
     * @return the grant or principal, or null for all or the anonymous ones
     */
    public @Nullable String identity() {
        return identity;
    }

    /**
     * Which session's calls are counted.
     *
     * @return the session, or null
     */
    public @Nullable String session() {
        return session;
    }

    /**
     * Which value of the limit's key is counted.
     *
     * @return the value, or null where the limit has no key
     */
    public @Nullable KeyValue value() {
        return value;
    }

    /**
     * The key as one text, for stores that need one: different keys have different texts, whatever their parts hold. Of
     * the value of a limit's key it has the digest alone.
     *
     * @return the text
     */
    public String encoded() {
        KeyText text = new KeyText("counter")
                .part(definition.namespace())
                .part(definition.server())
                .part(definition.place())
                .part(definition.counter())
                .part(definition.window().id())
                .part(definition.scope().id())
                .part(definition.scale().name())
                .part(identity)
                .part(session);
        if (value != null) {
            text.part(String.valueOf(definition.key())).part(value.digest());
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof CounterKey that
                && hash == that.hash
                && equal(identity, that.identity)
                && equal(session, that.session)
                && Objects.equals(value, that.value)
                && definition.equals(that.definition);
    }

    private static boolean equal(@Nullable String left, @Nullable String right) {
        return left == null ? right == null : left.equals(right);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /**
     * Orders keys in a way that means nothing but is one for all. A table of keys whose hashes are alike, which whoever
     * names callers or tools can bring about, searches by it.
     */
    @Override
    public int compareTo(CounterKey other) {
        int order = Integer.compare(hash, other.hash);
        order = order == 0 ? compare(identity, other.identity) : order;
        order = order == 0 ? compare(session, other.session) : order;
        order = order == 0 ? compare(digest(), other.digest()) : order;
        order = order == 0 ? definition.place().compareTo(other.definition.place()) : order;
        order = order == 0 ? compare(definition.counter(), other.definition.counter()) : order;
        return order != 0 || equals(other) ? order : encoded().compareTo(other.encoded());
    }

    private @Nullable String digest() {
        return value == null ? null : value.digest();
    }

    private static int compare(@Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            return left == null && right == null ? 0 : left == null ? -1 : 1;
        }
        return left.compareTo(right);
    }

    @Override
    public String toString() {
        return encoded();
    }
}
