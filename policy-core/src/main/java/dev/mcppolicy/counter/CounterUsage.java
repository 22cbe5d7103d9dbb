package dev.mcppolicy.counter;

/**
 * What one counter holds.
 *
 * @param key the counter
 * @param units what is used, in units of the counter's scale
 * @param startMillis from when it counts, in milliseconds since the epoch
 * @param endMillis until when, exclusive; for a window that slides, just after the store's instant
 */
public record CounterUsage(CounterKey key, long units, long startMillis, long endMillis) {}
