package dev.mcppolicy.model.condition;

import java.util.List;

/** A path to a value of the call itself: of its arguments, or of who calls. */
public sealed interface CallPath extends ValuePath permits ArgumentPath, CallerPath {
    /**
     * Whether the path has a {@code [*]}, and so can lead to several places.
     *
     * @return true with a wildcard
     */
    boolean hasWildcard();

    /**
     * The way inwards from the arguments, or from the part of the caller.
     *
     * @return unmodifiable steps; none where a part of the caller is the value itself
     */
    List<ArgumentPath.Step> steps();

    /**
     * Reads a path of either kind.
     *
     * @param text the path, beginning with {@code args} or {@code caller}
     * @return the path
     * @throws IllegalArgumentException if the text is no path; the message says what is wrong with it
     */
    static CallPath parse(String text) {
        return CallerPath.isCallers(text) ? CallerPath.parse(text) : ArgumentPath.parse(text);
    }
}
