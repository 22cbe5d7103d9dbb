package dev.mcppolicy.tool;

/**
 * What is left of the work that one check may be. Schemas are strangers' documents, and a policy may have thousands of
 * rules for thousands of tools.
 */
final class CheckWork {
    /** Parts of schemas that are looked at in one check. */
    private static final long MOST_PARTS = 10_000_000;

    /** Rules that are held against a tool in one check, each counted for each tool. */
    private static final int MOST_PAIRS = 200_000;

    private long parts = MOST_PARTS;
    private int pairs = MOST_PAIRS;

    /** Takes the work of looking at some parts of a schema. */
    void takeParts(int count) {
        parts -= count;
    }

    /** Takes the work of holding a rule against a tool; false where there is none left. */
    boolean takesPair() {
        return parts > 0 && pairs-- > 0;
    }
}
