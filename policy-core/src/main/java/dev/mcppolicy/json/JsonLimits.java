package dev.mcppolicy.json;

/**
 * How large a JSON value may be before it is refused unread.
 *
 * @param maxDepth the most levels of nesting, the outermost value counted; 1 to 1 000
 * @param maxNodes the most values of any kind, containers counted; at least 1
 * @param maxText the most characters (UTF-16 units) in all strings and member names together, the digits of integers
 *     beyond 64 bits counted; at least 0
 */
public record JsonLimits(int maxDepth, int maxNodes, int maxText) {
    /** Depth 64, 10 000 values, 1 MiB of text. */
    public static final JsonLimits DEFAULT = new JsonLimits(64, 10_000, 1 << 20);

    private static final int DEEPEST = 1_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is out of its range
     */
    public JsonLimits {
        if (maxDepth < 1 || maxDepth > DEEPEST) {
            throw new IllegalArgumentException("depth must be 1 to " + DEEPEST + ", not " + maxDepth);
        }
        if (maxNodes < 1) {
            throw new IllegalArgumentException("the number of values must be at least 1, not " + maxNodes);
        }
        if (maxText < 0) {
            throw new IllegalArgumentException("the amount of text must not be negative, not " + maxText);
        }
    }
}
