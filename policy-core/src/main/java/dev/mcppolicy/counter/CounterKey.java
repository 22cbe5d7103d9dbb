package dev.mcppolicy.counter;

import org.jspecify.annotations.Nullable;

/**
 * The key of one counter: what it counts, and whose calls. Immutable; two keys are equal exactly when all their parts
 * are.
 */
public final class CounterKey implements Comparable<CounterKey> {
    private final CounterDefinition definition;
    private final @Nullable String identity;
    private final @Nullable String session;
    private final int hash;

    private CounterKey(
            CounterDefinition definition, int definitionHash, @Nullable String identity, @Nullable String session) {
        this.definition = definition;
        this.identity = identity;
        this.session = session;
        int mixed = definitionHash;
        mixed = 31 * mixed + (identity == null ? 0 : identity.hashCode());
        mixed = 31 * mixed + (session == null ? 0 : session.hashCode());
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
        return new CounterKey(definition, definition.hashCode(), identity, session);
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
            this.shared = new CounterKey(definition, definitionHash, null, null);
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
                    : new CounterKey(definition, definitionHash, identity, session);
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
     * The key as one text, for stores that need one: different keys have different texts, whatever their parts hold.
     *
     * @return the text
     */
    public String encoded() {
        return new KeyText("counter")
                .part(definition.namespace())
                .part(definition.server())
                .part(definition.place())
                .part(definition.counter())
                .part(definition.window().id())
                .part(definition.scope().id())
                .part(definition.scale().name())
                .part(identity)
                .part(session)
                .toString();
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
        order = order == 0 ? definition.place().compareTo(other.definition.place()) : order;
        order = order == 0 ? compare(definition.counter(), other.definition.counter()) : order;
        return order != 0 || equals(other) ? order : encoded().compareTo(other.encoded());
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
