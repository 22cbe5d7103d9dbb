package dev.mcppolicy.catalog;

/** How much one listing may read of a server in all. For one thread at a time. */
final class ReadBudget {
    /** The longest message, in bytes. */
    static final int LONGEST_MESSAGE = 16 << 20;

    private static final long WHOLE = 64L << 20;

    private long left = WHOLE;

    /**
     * Notes what was read.
     *
     * @throws ListingFailure if it was too much
     */
    void take(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw new ListingFailure("the server sent more than 64 MiB");
        }
    }
}
