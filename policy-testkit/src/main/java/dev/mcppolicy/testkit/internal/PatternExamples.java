package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts that a pattern is found in. The pattern is walked once for each of several ways to choose among its branches and
 * repetitions; what the walk makes counts only if the pattern really is found in it, so that a construct which the walk
 * does not know costs an example and nothing else. So does one that would be long: nested repetitions multiply.
 */
public final class PatternExamples {
    private static final int WAYS = 6;
    private static final int LONGEST = 10_000;
    /** The most characters that one walk makes, with those of branches that it does not take. */
    private static final int MOST_MADE = 10 * LONGEST;
    /** The most pattern steps to find out whether the pattern is found in one example. */
    private static final long MOST_STEPS = 5_000_000;

    private static final String OUTSIDERS = "aA0 -_.@/\n";

    private final String pattern;
    private final int way;
    private int at;
    private int made;

    private PatternExamples(String pattern, int way) {
        this.pattern = pattern;
        this.way = way;
    }

    /** Different texts that a valid pattern is found in, perhaps none. */
    public static List<String> of(String pattern) {
        ValueTest test = Operator.REGEX.test(pattern);
        Set<String> examples = new LinkedHashSet<>();
        for (int way = 0; way < WAYS; way++) {
            String example = walk(pattern, way);
            if (example.length() <= LONGEST && test.cost(example) <= MOST_STEPS && test.test(example) == Truth.TRUE) {
                examples.add(example);
            }
        }
        return List.copyOf(examples);
    }

    private static String walk(String pattern, int way) {
        try {
            return new PatternExamples(pattern, way).alternatives();
        } catch (IndexOutOfBoundsException | NumberFormatException | TooLongException e) {
            return "";
        }
    }

    private String alternatives() {
        List<String> branches = new ArrayList<>();
        branches.add(sequence());
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            branches.add(sequence());
        }
        return branches.get(way % branches.size());
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            text.append(repeated(atom()));
            make(text.length());
        }
        return text.toString();
    }

    private String repeated(String atom) {
        if (at == pattern.length() || "*+?{".indexOf(pattern.charAt(at)) < 0) {
            return atom;
        }
        int least;
        int most = Integer.MAX_VALUE;
        char quantifier = pattern.charAt(at++);
        if (quantifier == '{') {
            String counts = until('}');
            int comma = counts.indexOf(',');
            least = Integer.parseInt(comma < 0 ? counts : counts.substring(0, comma));
            boolean open = comma == counts.length() - 1;
            most = comma < 0 ? least : open ? most : Integer.parseInt(counts.substring(comma + 1));
        } else {
            least = quantifier == '+' ? 1 : 0;
            most = quantifier == '?' ? 1 : most;
        }
        if (at < pattern.length() && pattern.charAt(at) == '?') {
            at++;
        }
        int times = way == WAYS - 1 && most <= 100 ? most : Math.min(most, least + way % 3);
        make((long) atom.length() * times);
        return atom.repeat(times);
    }

    /** Counts characters before they are made. */
    private void make(long characters) {
        if (characters > MOST_MADE - made) {
            throw new TooLongException();
        }
        made += (int) characters;
    }

    /** Ends a walk that makes too much. */
    private static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLongException() {
            super(null, null, false, false);
        }
    }

    private String atom() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '^', '$' -> "";
            case '.' -> "a";
            case '(' -> group();
            case '[' -> oneOf();
            case '\\' -> escaped();
            default -> String.valueOf(c);
        };
    }

    private String group() {
        if (pattern.charAt(at) == '?') {
            at++;
            if (pattern.charAt(at) == 'P' || pattern.charAt(at) == '<') {
                until('>');
            } else {
                while (pattern.charAt(at) != ':' && pattern.charAt(at) != ')') {
                    at++;
                }
                if (pattern.charAt(at++) == ')') {
                    return "";
                }
            }
        }
        String inner = alternatives();
        at++;
        return inner;
    }

    private String escaped() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case 'd' -> way % 2 == 0 ? "0" : "7";
            case 'w', 'D', 'S' -> "a";
            case 's' -> " ";
            case 'W' -> "-";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'A', 'b', 'B', 'z' -> "";
            case 'Q' -> quoted();
            default -> String.valueOf(c);
        };
    }

    private String quoted() {
        int end = pattern.indexOf("\\E", at);
        String text = pattern.substring(at, end < 0 ? pattern.length() : end);
        at = end < 0 ? pattern.length() : end + 2;
        return text;
    }

    /** A character of a class; of one that excludes, a character that is none of those named. */
    private String oneOf() {
        boolean excludes = pattern.charAt(at) == '^';
        if (excludes) {
            at++;
        }
        List<int[]> ranges = new ArrayList<>();
        int begin = at;
        while (pattern.charAt(at) != ']' || at == begin) {
            int low = classCharacter();
            int high = low;
            if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                at++;
                high = classCharacter();
            }
            ranges.add(new int[] {low, high});
        }
        at++;
        if (!excludes) {
            int[] range = ranges.get(way % ranges.size());
            return Character.toString(way % 2 == 0 ? range[0] : range[1]);
        }
        return OUTSIDERS
                .chars()
                .filter(c -> ranges.stream().noneMatch(range -> range[0] <= c && c <= range[1]))
                .mapToObj(Character::toString)
                .findFirst()
                .orElse("");
    }

    private int classCharacter() {
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        return c == '\\' ? escaped().codePointAt(0) : c;
    }

    private String until(char end) {
        int close = pattern.indexOf(end, at);
        String text = pattern.substring(at, close);
        at = close + 1;
        return text;
    }
}
