package dev.mcppolicy.model;

import org.jspecify.annotations.Nullable;

/**
 * A counter that a condition reads: {@code state.<tool>.<counter>}, or {@code state._global.<counter>} for a counter of
 * the every-tool rules. A counter that is missing or expired reads as zero.
 *
 * @param tool the tool whose rules declare the counter, or null for the every-tool rules
 * @param counter the counter's name, not empty
 */
public record CounterPath(@Nullable String tool, String counter) implements ValuePath, Comparable<CounterPath> {
    /** The word that stands for the every-tool rules in place of a tool's name. */
    public static final String EVERY_TOOL = "_global";

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public CounterPath {
        if (counter.isEmpty() || (tool != null && tool.isEmpty())) {
            throw new IllegalArgumentException("a counter path needs a tool and a counter");
        }
    }

    /** Orders paths by tool and counter; a table of paths whose hashes are alike searches by it. */
    @Override
    public int compareTo(CounterPath other) {
        if (tool == null || other.tool == null) {
            return tool == null && other.tool == null ? counter.compareTo(other.counter) : tool == null ? -1 : 1;
        }
        int order = tool.compareTo(other.tool);
        return order == 0 ? counter.compareTo(other.counter) : order;
    }

    @Override
    public String toString() {
        return "state." + (tool == null ? EVERY_TOOL : tool) + "." + counter;
    }
}
