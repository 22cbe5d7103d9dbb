package dev.mcppolicy.model.limit;

import dev.mcppolicy.model.condition.CallPath;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of a call a limit keeps a counter for each value of, beside its scope: five a day for each customer. A call in
 * which it is missing or no value to count by is denied.
 */
public sealed interface LimitKey {
    /** The word for all arguments in policy documents. */
    String ALL = "args";

    /**
     * The key as a policy document writes it.
     *
     * @return {@code args}, or the paths with a comma and a space between them; different keys have different texts
     */
    @Override
    String toString();

    /**
     * All arguments as they are judged. It stops the repetition of a call and nobody who means harm: any other argument
     * begins another count.
     */
    record AllArguments() implements LimitKey {
        @Override
        public String toString() {
            return ALL;
        }
    }

    /**
     * The values at some paths: strings, numbers or booleans.
     *
     * @param paths one to {@value #MOST} paths without wildcard, each once
     */
    record Paths(List<CallPath> paths) implements LimitKey {
        /** The most paths that one key has. */
        public static final int MOST = 3;

        /**
         * Checks and copies the paths.
         *
         * @throws IllegalArgumentException if there is none, too many, one twice, or one with a wildcard
         */
        public Paths {
            paths = List.copyOf(paths);
            if (paths.isEmpty() || paths.size() > MOST || new HashSet<>(paths).size() < paths.size()) {
                throw new IllegalArgumentException("a key has one to " + MOST + " paths, each once");
            }
            for (CallPath path : paths) {
                if (path.hasWildcard()) {
                    throw new IllegalArgumentException(
                            "a key takes one value, so `[*]` has no place in `" + path + "`");
                }
            }
        }

        @Override
        public String toString() {
            return paths.stream().map(CallPath::toString).collect(Collectors.joining(", "));
        }
    }
}
