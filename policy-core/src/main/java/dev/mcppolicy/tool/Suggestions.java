package dev.mcppolicy.tool;

import dev.mcppolicy.text.NearestName;
import java.util.Collection;
import java.util.Optional;

/** The names that were most likely meant, for the first of many wrong ones: enough to learn from, and at no great cost. */
final class Suggestions {
    private static final int MOST = 100;

    private int left = MOST;

    Optional<String> nearest(String given, Collection<String> names) {
        return left-- > 0 ? NearestName.to(given, names) : Optional.empty();
    }
}
