package dev.mcppolicy.testkit.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a valid pattern, taken apart as far as its small changes need: where its dots are, what its alternatives
 * are, and where it is held to the beginning and the end of a text.
 */
public final class PatternText {
    private final String pattern;
    /** Dots between two letters or digits, which are likely to be meant for dots. */
    private final List<Integer> dots = new ArrayList<>();
    /** Dots that are escaped, by the place of the backslash. */
    private final List<Integer> escapedDots = new ArrayList<>();
    /** The alternatives of one group each, or of the whole pattern, as ends of ranges. */
    private final List<List<Integer>> bars = new ArrayList<>();

    private final List<Integer> beginnings = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    private PatternText(String pattern) {
        this.pattern = pattern;
    }

    public static PatternText of(String pattern) {
        PatternText text = new PatternText(pattern);
        text.alternatives(0);
        return text;
    }

    /** Where an unescaped dot stands between two letters or digits. */
    public List<Integer> dots() {
        return List.copyOf(dots);
    }

    /** The pattern with the dot at a place escaped. */
    public String withEscaped(int dot) {
        return pattern.substring(0, dot) + "\\" + pattern.substring(dot);
    }

    /** The pattern with every dot escaped that is likely to be meant for one, but for the one at a place. */
    public String withEscapedBut(int dot) {
        String escaped = pattern;
        for (int i = dots.size() - 1; i >= 0; i--) {
            int at = dots.get(i);
            if (at != dot) {
                escaped = escaped.substring(0, at) + "\\" + escaped.substring(at);
            }
        }
        return escaped;
    }

    /** The pattern with each of its escaped dots unescaped, one at a time. */
    public List<String> withAnyCharacterForADot() {
        return escapedDots.stream()
                .map(at -> pattern.substring(0, at) + pattern.substring(at + 1))
                .toList();
    }

    /** The pattern without each of its alternatives, one at a time. */
    public List<String> withoutAnAlternative() {
        List<String> fewer = new ArrayList<>();
        for (List<Integer> group : bars) {
            for (int i = 0; i + 1 < group.size(); i++) {
                boolean isFirst = i == 0;
                int from = isFirst ? group.get(i) + 1 : group.get(i);
                int to = isFirst ? group.get(i + 1) + 1 : group.get(i + 1);
                fewer.add(pattern.substring(0, from) + pattern.substring(Math.min(to, pattern.length())));
            }
        }
        return fewer;
    }

    /** The pattern without each hold to the beginning of a text, one at a time. */
    public List<String> withoutABeginning() {
        return without(beginnings);
    }

    /** The pattern without each hold to the end of a text, one at a time. */
    public List<String> withoutAnEnd() {
        return without(ends);
    }

    private List<String> without(List<Integer> places) {
        return places.stream()
                .map(at -> pattern.substring(0, at) + pattern.substring(at + (pattern.charAt(at) == '\\' ? 2 : 1)))
                .toList();
    }

    /** Reads from a place, which is the pattern's beginning or the first of a group, to the end of that; says where. */
    private int alternatives(int from) {
        List<Integer> ranges = new ArrayList<>(List.of(from - 1));
        int at = from;
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            char c = pattern.charAt(at);
            if (c == '|') {
                ranges.add(at);
            } else if (c == '(') {
                at = alternatives(afterFlags(at + 1));
            } else if (c == '[') {
                at = endOfClass(at);
            } else if (c == '\\') {
                at = escape(at);
            } else if (c == '^') {
                beginnings.add(at);
            } else if (c == '$') {
                ends.add(at);
            } else if (c == '.' && isBetweenWords(at)) {
                dots.add(at);
            }
            at++;
        }
        ranges.add(at);
        if (ranges.size() > 2) {
            bars.add(ranges);
        }
        return at;
    }

    /** Where the inside of a group begins, after its flags or its name; at its end where it holds flags alone. */
    private int afterFlags(int inside) {
        if (inside >= pattern.length() || pattern.charAt(inside) != '?') {
            return inside;
        }
        for (int at = inside; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == ':' || c == '>') {
                return at + 1;
            }
            if (c == ')') {
                return at;
            }
        }
        return pattern.length();
    }

    private int endOfClass(int open) {
        int at = open + 1;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        for (int first = at; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '[' && at + 1 < pattern.length() && pattern.charAt(at + 1) == ':') {
                int named = pattern.indexOf(":]", at + 2);
                at = named < 0 ? at : named + 1;
            } else if (c == ']' && at > first) {
                return at;
            }
        }
        return at;
    }

    private int escape(int backslash) {
        char c = backslash + 1 < pattern.length() ? pattern.charAt(backslash + 1) : ' ';
        switch (c) {
            case '.' -> escapedDots.add(backslash);
            case 'A' -> beginnings.add(backslash);
            case 'z' -> ends.add(backslash);
            case 'Q' -> {
                int end = pattern.indexOf("\\E", backslash + 2);
                return end < 0 ? pattern.length() : end + 1;
            }
            default -> {}
        }
        return backslash + 1;
    }

    private boolean isBetweenWords(int dot) {
        return dot > 0
                && dot + 1 < pattern.length()
                && isWord(pattern.charAt(dot - 1))
                && !isEscape(dot - 1)
                && isWord(pattern.charAt(dot + 1));
    }

    /** Whether a letter is that of an escape, as in {@code \d}. */
    private boolean isEscape(int letter) {
        int backslashes = 0;
        for (int i = letter - 1; i >= 0 && pattern.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
