package dev.mcppolicy.model.condition;

/**
 * A counter that a condition reads: {@code state.<tool>.<counter>}, {@code state.<group>.<counter>}, or
 * {@code state._global.<counter>} for a counter of the every-tool rules. A counter that is missing or expired reads as
 * zero.
 *
 * @param place where the rule stands that declares the counter
 * @param counter the counter's name, not empty
 */
public record CounterPath(RulePlace place, String counter) implements ValuePath, Comparable<CounterPath> {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public CounterPath {
        if (counter.isEmpty()) {
            throw new IllegalArgumentException("a counter path needs a counter");
        }
    }

    /** Orders paths by place and counter; a table of paths whose hashes are alike searches by it. */
    @Override
    public int compareTo(CounterPath other) {
        int order = place.compareTo(other.place);
        return order == 0 ? counter.compareTo(other.counter) : order;
    }

    @Override
    public String toString() {
        return "state." + place.name() + "." + counter;
    }
}
