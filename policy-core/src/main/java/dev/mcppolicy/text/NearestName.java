package dev.mcppolicy.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the name that a mistyped one was most likely meant to be. The distance is the number of letters left out, put in,
 * exchanged, or swapped with their neighbour; letter case, spaces, {@code _} and {@code -} count for nothing.
 *
 * <p>The work of one question is bounded, whatever the names: long ones are passed over, and after
 * {@value #MOST_STEPS} steps the best so far is the answer. All methods are pure and safe for use by any thread.
 */
public final class NearestName {
    /** Nobody mistypes longer names, and a comparison costs the square of the length. */
    private static final int LONGEST = 100;

    private static final int MOST_STEPS = 4_000_000;
    private static final int LONGEST_SHOWN = 80;
    private static final int MOST_LISTED = 50;

    private NearestName() {}

    /**
     * The name that takes the fewest edits, if they are few enough to be a slip: one, or a third of the letters.
     *
     * @param given what was written
     * @param names the names there are, in an order that stays: the first of equally near ones is the answer
     * @return the nearest name, if one is near
     */
    public static Optional<String> to(String given, Collection<String> names) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = plain(given);
        String nearest = null;
        int farthest = Math.max(1, wanted.length() / 3);
        int steps = MOST_STEPS;
        for (String name : names) {
            steps--;
            boolean mayBeNear = name.length() <= Math.min(LONGEST, 2 * (wanted.length() + farthest))
                    && name.length() >= wanted.length() - farthest;
            if (mayBeNear) {
                String other = plain(name);
                steps -= name.length();
                if (Math.abs(other.length() - wanted.length()) <= farthest) {
                    steps -= wanted.length() * other.length();
                    int distance = distance(wanted, other);
                    if (distance <= farthest) {
                        nearest = name;
                        farthest = distance - 1;
                    }
                }
            }
            if (farthest < 0 || steps < 0) {
                break;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /**
     * The question that helps whoever mistyped a name.
     *
     * @param name the name that was meant
     * @return {@code did you mean `name`?}
     */
    public static String didYouMean(String name) {
        return "did you mean `" + VisibleText.of(name, LONGEST_SHOWN) + "`?";
    }

    /**
     * The end of a message about an unknown name.
     *
     * @param given what was written
     * @param names the names there are
     * @return in brackets after a space: the question of {@link #didYouMean}, or else the names there are, the first
     *     {@value #MOST_LISTED} in the order of their letters
     */
    public static String help(String given, Collection<String> names) {
        List<String> sorted = names.stream().sorted().toList();
        return to(given, sorted).map(name -> " (" + didYouMean(name) + ")").orElseGet(() -> list(sorted));
    }

    private static String list(List<String> names) {
        if (names.isEmpty()) {
            return " (there is none)";
        }
        String listed = names.stream()
                .limit(MOST_LISTED)
                .map(name -> "`" + VisibleText.of(name, LONGEST_SHOWN) + "`")
                .collect(Collectors.joining(", "));
        int others = names.size() - MOST_LISTED;
        return " (there are " + listed + (others > 0 ? " and " + others + " more" : "") + ")";
    }

    /**
     * A name as it counts here.
     *
     * @param name any name
     * @return the name in small letters, without spaces, {@code _} and {@code -}
     */
    public static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT)
                .chars()
                .filter(c -> c != '_' && c != '-' && c != ' ')
                .forEach(c -> plain.append((char) c));
        return plain.toString();
    }

    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
