package dev.mcppolicy.mcp;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that a wrong one may stand for. */
final class NearestName {
    private static final int FARTHEST = 3;

    private NearestName() {}

    /** The nearest of the names by edit distance, case ignored; empty when none is near. */
    static String to(String wrong, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(wrong, name) <= Math.min(FARTHEST, wrong.length() / 2))
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .orElse("");
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
                int replaced = previous[j - 1] + (same ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
