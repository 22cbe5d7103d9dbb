package dev.mcppolicy.model.condition;

/** What a comparison looks at: an argument of the call, who makes it, or a counter. */
public sealed interface ValuePath permits CallPath, CounterPath {
    /**
     * The path as a policy document writes it.
     *
     * @return the text, beginning with {@code args}, {@code caller} or {@code state}
     */
    @Override
    String toString();
}
