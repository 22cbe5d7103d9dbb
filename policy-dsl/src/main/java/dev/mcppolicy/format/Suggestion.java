package dev.mcppolicy.format;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the word that an author most likely meant. */
final class Suggestion {
    private static final int MOST_CANDIDATES = 1_000;
    private static final int LONGEST = 100;

    /** What other languages call our operators; without case and separators. */
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("=", "eq"),
            Map.entry("==", "eq"),
            Map.entry("===", "eq"),
            Map.entry("equal", "eq"),
            Map.entry("equals", "eq"),
            Map.entry("is", "eq"),
            Map.entry("!=", "neq"),
            Map.entry("ne", "neq"),
            Map.entry("isnot", "neq"),
            Map.entry("notequal", "neq"),
            Map.entry("notequals", "neq"),
            Map.entry("<", "lt"),
            Map.entry("less", "lt"),
            Map.entry("lessthan", "lt"),
            Map.entry("below", "lt"),
            Map.entry("<=", "lte"),
            Map.entry("le", "lte"),
            Map.entry("max", "lte"),
            Map.entry("atmost", "lte"),
            Map.entry("lessthanorequal", "lte"),
            Map.entry(">", "gt"),
            Map.entry("greater", "gt"),
            Map.entry("greaterthan", "gt"),
            Map.entry("above", "gt"),
            Map.entry(">=", "gte"),
            Map.entry("ge", "gte"),
            Map.entry("min", "gte"),
            Map.entry("atleast", "gte"),
            Map.entry("greaterthanorequal", "gte"),
            Map.entry("oneof", "in"),
            Map.entry("anyof", "in"),
            Map.entry("nin", "not_in"),
            Map.entry("noneof", "not_in"),
            Map.entry("match", "regex"),
            Map.entry("matches", "regex"),
            Map.entry("pattern", "regex"),
            Map.entry("like", "regex"),
            Map.entry("has", "contains"),
            Map.entry("includes", "contains"),
            Map.entry("excludes", "not_contains"),
            Map.entry("present", "exists"),
            Map.entry("required", "exists"),
            Map.entry("notexists", "exists"));

    /** What other languages call our windows. */
    private static final Map<String, String> WINDOWS = Map.of(
            "m", "minute",
            "min", "minute",
            "mins", "minute",
            "1m", "minute",
            "h", "hour",
            "hr", "hour",
            "1h", "hour",
            "d", "day",
            "1d", "day",
            "daily", "day");

    private Suggestion() {}

    /** The nearest operator as a help text, or null if none is near. */
    static @Nullable String ofOperator(String word, Collection<String> operators) {
        String known = OPERATORS.get(normal(word));
        return known != null ? didYouMean(known) : of(word, operators);
    }

    /** The nearest window as a help text, or null if none is near. */
    static @Nullable String ofWindow(String word, Collection<String> windows) {
        String known = WINDOWS.get(normal(word));
        return known != null ? didYouMean(known) : of(word, windows);
    }

    /** The nearest candidate as a help text, or null if none is near. */
    static @Nullable String of(String word, Collection<String> candidates) {
        String normal = normal(word);
        if (normal.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int best = Math.max(1, normal.length() / 3) + 1;
        int left = MOST_CANDIDATES;
        for (String candidate : candidates) {
            if (left-- == 0) {
                break;
            }
            String other = normal(candidate);
            if (Math.abs(other.length() - normal.length()) < best) {
                int distance = distance(normal, other);
                if (distance < best) {
                    best = distance;
                    nearest = candidate;
                }
            }
        }
        return nearest == null ? null : didYouMean(nearest);
    }

    static String didYouMean(String word) {
        return "did you mean `" + Quoted.of(word) + "`?";
    }

    private static String normal(String word) {
        StringBuilder normal = new StringBuilder(word.length());
        word.toLowerCase(Locale.ROOT)
                .chars()
                .filter(c -> c != '_' && c != '-' && c != ' ')
                .forEach(c -> normal.append((char) c));
        return normal.toString();
    }

    /** The edits between two words; two letters that changed places count as one. */
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
