package dev.mcppolicy.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for names of tools, in which {@code *} stands for any run of characters, none included, and every other
 * character for itself. A text without {@code *} matches itself alone.
 *
 * <p>Matching goes through the name once, and costs at most the name's length times the pattern's. Immutable and safe
 * for use by any thread.
 */
public final class NamePattern {
    private static final char STAR = '*';

    private final String text;
    /** What stands before, between and after the stars; one part where there is none. */
    private final List<String> parts;

    private NamePattern(String text) {
        this.text = text;
        this.parts = parts(text);
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int star = text.indexOf('*'); star >= 0; star = text.indexOf('*', from)) {
            parts.add(text.substring(from, star));
            from = star + 1;
        }
        parts.add(text.substring(from));
        return List.copyOf(parts);
    }

    /**
     * The pattern that a text is.
     *
     * @param text the pattern, which may be without {@code *}
     * @return the pattern
     */
    public static NamePattern of(String text) {
        return new NamePattern(text);
    }

    /**
     * Whether a text is a pattern rather than a name.
     *
     * @param text a name or a pattern
     * @return true if there is a {@code *} in it
     */
    public static boolean isPattern(String text) {
        return text.indexOf(STAR) >= 0;
    }

    /**
     * Whether a text is nothing but stars, so that it matches every name.
     *
     * @param text a name or a pattern
     * @return false for the empty text
     */
    public static boolean isAll(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c == STAR);
    }

    /**
     * Whether the whole of a name matches.
     *
     * @param name the name
     * @return true if it does
     */
    public boolean matches(String name) {
        String first = parts.get(0);
        if (parts.size() == 1) {
            return name.equals(first);
        }
        String last = parts.get(parts.size() - 1);
        int end = name.length() - last.length();
        if (end < first.length() || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = name.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NamePattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /**
     * The pattern as it was written.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return text;
    }
}
