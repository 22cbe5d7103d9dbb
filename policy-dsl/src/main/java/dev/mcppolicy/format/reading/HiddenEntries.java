package dev.mcppolicy.format.reading;

import dev.mcppolicy.model.NamePattern;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names and patterns under {@code hide}, and which of them hides what. */
final class HiddenEntries {
    /** Beyond this many, looking for what hides twice would take as long as nobody waits. */
    private static final int MOST_COMPARED = 100;

    private final Set<String> entries;
    private final List<NamePattern> patterns;

    HiddenEntries(Collection<String> entries) {
        this.entries = new LinkedHashSet<>(entries);
        this.patterns = entries.stream()
                .filter(NamePattern::isPattern)
                .limit(MOST_COMPARED)
                .map(NamePattern::of)
                .toList();
    }

    /** The entry that hides a tool, or null: its name, or a pattern. */
    @Nullable
    String hiding(String tool) {
        if (entries.contains(tool)) {
            return tool;
        }
        for (NamePattern pattern : patterns) {
            if (pattern.matches(tool)) {
                return pattern.toString();
            }
        }
        return null;
    }

    /**
     * Another entry that hides all that an entry hides, or null. What a pattern is asked of another's text is the same as
     * of every name that the other matches, since its stars can stand for stars. Of two that hide the same, it is the first.
     */
    @Nullable
    String coveringOther(String entry) {
        boolean isBefore = true;
        for (NamePattern pattern : patterns) {
            String other = pattern.toString();
            if (other.equals(entry)) {
                isBefore = false;
            } else if (pattern.matches(entry)
                    && (isBefore || !NamePattern.of(entry).matches(other))) {
                return other;
            }
        }
        return null;
    }
}
