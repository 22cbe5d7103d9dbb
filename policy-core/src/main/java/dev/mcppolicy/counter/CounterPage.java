package dev.mcppolicy.counter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a listing of counters.
 *
 * @param counters what the listing has here, in the order of {@link CounterKey#encoded}
 * @param next what to ask for the next page by, or null if there is none
 */
public record CounterPage(
        List<CounterUsage> counters, @Nullable String next) {
    /** Copies the list. */
    public CounterPage {
        counters = List.copyOf(counters);
    }
}
