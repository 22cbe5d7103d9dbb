package dev.mcppolicy.model.condition;

/** A path to a value of the call itself: of its arguments. */
public sealed interface CallPath extends ValuePath permits ArgumentPath {
    /**
     * Whether the path has a {@code [*]}, and so can lead to several places.
     *
     * @return true with a wildcard
     */
    boolean hasWildcard();
}
