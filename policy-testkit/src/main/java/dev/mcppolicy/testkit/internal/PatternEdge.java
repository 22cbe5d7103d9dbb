package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.operator.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a text parts from a pattern: before what matches, after it, or at a dot for which any character may stand. Those
 * at which no text was found are none.
 *
 * @param side which of these
 * @param isOpen whether the pattern is found in such a text all the same
 * @param example such a text
 */
public record PatternEdge(Side side, boolean isOpen, String example, TextTest test) {
    private static final int LONGEST = 1_000;
    private static final List<String> ADDITIONS = List.of("x", "-x", ".x", "0", "X", " x", "/x", ";", "\n", "\u00e9");
    private static final List<String> ADDITIONS_TO_URLS = List.of(".evil.example", "-evil.example");

    /** Which way a text parts from a pattern. */
    public enum Side {
        BEFORE,
        AFTER,
        OTHER_CHARACTER
    }

    /** Whether a text parts so. */
    @FunctionalInterface
    public interface TextTest {
        boolean isShownBy(String text);
    }

    /** Whether a text parts from the pattern so. */
    public boolean isShownBy(String text) {
        return text.length() <= LONGEST && test.isShownBy(text);
    }

    /** The edges of a valid pattern. One that is found in an empty text has none. */
    public static List<PatternEdge> of(String pattern) {
        List<PatternEdge> edges = new ArrayList<>();
        try {
            ValueTest found = Operator.REGEX.test(pattern);
            if (found.test("") != Truth.TRUE) {
                PatternText parts = PatternText.of(pattern);
                List<String> plain = PatternExamples.of(parts.withEscapedBut(-1));
                ValueTest held = Operator.REGEX.test("^(?:" + pattern + ")");
                edge(pattern, plain, Side.BEFORE, found, text -> partsBefore(text, found, held))
                        .ifPresent(edges::add);
                ValueTest ended = Operator.REGEX.test("(?:" + pattern + ")$");
                edge(pattern, plain, Side.AFTER, found, text -> partsAfter(text, found, ended))
                        .ifPresent(edges::add);
                for (int dot : parts.dots()) {
                    ValueTest escaped = Operator.REGEX.test(parts.withEscaped(dot));
                    List<String> others = PatternExamples.of(parts.withEscapedBut(dot));
                    edge(
                                    pattern,
                                    others,
                                    Side.OTHER_CHARACTER,
                                    found,
                                    text -> holds(found, text) && !holds(escaped, text))
                            .ifPresent(edges::add);
                }
            }
        } catch (IllegalArgumentException e) {
            // A pattern that grows too large has no edges that could be looked at.
        }
        return edges;
    }

    private static Optional<PatternEdge> edge(
            String pattern, List<String> examples, Side side, ValueTest found, TextTest test) {
        return examples.stream()
                .flatMap(example -> candidates(pattern, side, example).stream())
                .filter(text -> text.length() <= LONGEST && test.isShownBy(text))
                .findFirst()
                .map(text -> new PatternEdge(side, holds(found, text), text, test));
    }

    private static List<String> candidates(String pattern, Side side, String example) {
        if (side == Side.OTHER_CHARACTER) {
            return List.of(example);
        }
        List<String> additions = new ArrayList<>(ADDITIONS);
        if (pattern.contains("://") && side == Side.AFTER) {
            additions.addAll(0, ADDITIONS_TO_URLS);
        }
        return additions.stream()
                .map(each -> side == Side.AFTER
                        ? example + each
                        : new StringBuilder(each).reverse().append(example).toString())
                .toList();
    }

    /** Whether a text goes on where the longest match that it begins with ends: in one word, if it matches as a whole. */
    private static boolean partsAfter(String text, ValueTest found, ValueTest ended) {
        if (holds(ended, text)) {
            return false;
        }
        for (int end = text.length() - 1; end > 0; end--) {
            if (holds(ended, text.substring(0, end))) {
                return !holds(found, text) || goesOn(text.charAt(end - 1), text.charAt(end));
            }
        }
        return false;
    }

    private static boolean partsBefore(String text, ValueTest found, ValueTest held) {
        if (holds(held, text)) {
            return false;
        }
        for (int start = 1; start < text.length(); start++) {
            if (holds(held, text.substring(start))) {
                return !holds(found, text) || goesOn(text.charAt(start), text.charAt(start - 1));
            }
        }
        return false;
    }

    /** Whether what is beside the match belongs to the same word or name; beside what is no word, anything does. */
    private static boolean goesOn(char matched, char beside) {
        return !isOfName(matched) || isOfName(beside);
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
    }

    private static boolean holds(ValueTest test, String text) {
        return test.test(text) == Truth.TRUE;
    }
}
