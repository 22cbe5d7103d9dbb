package dev.mcppolicy.store.sqlite;

/** Sums of instants and spans in milliseconds that stay at the ends of 64 bits. */
final class Millis {
    private Millis() {}

    /** An instant so much later; the span is not negative. */
    static long later(long instant, long span) {
        long sum = instant + span;
        return sum < instant ? Long.MAX_VALUE : sum;
    }

    /** An instant so much earlier; the span is not negative. */
    static long earlier(long instant, long span) {
        long difference = instant - span;
        return difference > instant ? Long.MIN_VALUE : difference;
    }
}
