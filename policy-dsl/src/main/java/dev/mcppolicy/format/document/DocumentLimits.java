package dev.mcppolicy.format.document;

import dev.mcppolicy.json.JsonLimits;

/**
 * How large a document may be.
 *
 * @param maxLength the longest text, in bytes of a file or UTF-16 units of a string
 * @param maxDepth the most levels of nesting
 * @param maxValues the most values of any kind
 * @param maxPointers the longest that the JSON Pointers of all values may be together: the names of a document's objects
 *     stand in those of all that is in them
 */
public record DocumentLimits(int maxLength, int maxDepth, int maxValues, long maxPointers) {
    private static final int MEBIBYTE = 1 << 20;

    /** For policies, and what people write beside them. */
    public static final DocumentLimits POLICY = new DocumentLimits(5 * MEBIBYTE, 64, 100_000, 64L * MEBIBYTE);

    /** For what servers write: the tools of one, with their schemas. */
    public static final DocumentLimits TOOLS = new DocumentLimits(64 * MEBIBYTE, 72, 2_000_000, 1024L * MEBIBYTE);

    /** For the definition of one tool. */
    public static final JsonLimits DEFINITION = new JsonLimits(64, 100_000, MEBIBYTE);

    long maxLengthInMebibytes() {
        return maxLength / MEBIBYTE;
    }

    long maxPointersInMebibytes() {
        return maxPointers / MEBIBYTE;
    }
}
