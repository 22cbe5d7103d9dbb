package dev.mcppolicy.testkit;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped name was most likely meant to be. */
final class Nearest {
    private Nearest() {}

    /** The known name that takes the fewest edits, if they are few enough to be a slip; letter case counts for nothing. */
    static Optional<String> to(String given, Collection<String> known) {
        String wanted = given.toLowerCase(Locale.ROOT);
        int farthest = Math.max(1, given.length() / 3);
        return known.stream()
                .filter(name -> edits(wanted, name.toLowerCase(Locale.ROOT)) <= farthest)
                .min(Comparator.<String>comparingInt(name -> edits(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The end of a message about an unknown name: the likely one, else all there are. */
    static String help(String given, Collection<String> known) {
        return to(given, known)
                .map(name -> " (did you mean `" + name + "`?)")
                .orElseGet(() -> known.isEmpty()
                        ? " (there is none)"
                        : " (there are `"
                                + String.join("`, `", known.stream().sorted().toList()) + "`)");
    }

    private static int edits(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[row.length - 1];
    }
}
