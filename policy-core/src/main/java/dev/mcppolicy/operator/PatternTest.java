package dev.mcppolicy.operator;

import dev.mcppolicy.internal.re2j.Pattern;
import dev.mcppolicy.internal.re2j.PatternSyntaxException;
import dev.mcppolicy.json.Truth;
import org.jspecify.annotations.Nullable;

/**
 * An RE2 pattern that is to be found anywhere in a string. A pattern that is a literal between optional anchors needs no
 * matcher.
 */
abstract class PatternTest implements ValueTest {
    private static final String META = "\\.+*?()|[]{}^$";

    static ValueTest of(String operator, Object operand) {
        if (!(operand instanceof String pattern)) {
            throw new IllegalArgumentException(
                    "`" + operator + "` takes a pattern as a string, not " + Operator.kind(operand));
        }
        if (pattern.length() > PatternSize.MAX) {
            throw tooLarge();
        }
        // RE2 takes every pattern that is a literal, so there is nothing to learn from compiling it.
        ValueTest literal = literalTest(pattern);
        return literal == null ? matcher(pattern) : literal;
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("the pattern is too large: written out, it comes to more than "
                + PatternSize.MAX + " steps, 200 nested groups or too many classes");
    }

    private static @Nullable ValueTest literalTest(String pattern) {
        boolean atStart = pattern.startsWith("^");
        boolean atEnd = pattern.endsWith("$") && !pattern.endsWith("\\$");
        String literal = literal(pattern.substring(atStart ? 1 : 0, pattern.length() - (atEnd ? 1 : 0)));
        if (literal == null) {
            return null;
        }
        return atStart || atEnd ? new AnchoredTest(literal, atStart, atEnd) : new LiteralTest(literal);
    }

    @Override
    public final Truth test(Object value) {
        return value instanceof String text ? Truth.of(find(text)) : Truth.CANNOT_TELL;
    }

    abstract boolean find(String text);

    @Override
    public boolean isMetered() {
        return true;
    }

    @Override
    public final long cost(Object value) {
        return value instanceof String text ? cost(text) : 0;
    }

    abstract long cost(String text);

    private static ValueTest matcher(String pattern) {
        int steps = PatternSize.of(pattern);
        if (steps == PatternSize.TOO_LARGE) {
            throw tooLarge();
        }
        Pattern compiled = compile(pattern);
        long size = compiled.programSize();
        return new PatternTest() {
            @Override
            boolean find(String text) {
                return compiled.matcher(text).find();
            }

            @Override
            long cost(String text) {
                return size * (text.length() + 1);
            }

            @Override
            public int steps() {
                return steps;
            }
        };
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("`" + pattern + "` is no RE2 pattern: " + e.getDescription(), e);
        } catch (StackOverflowError e) {
            // The compiler factors alternatives by recursion, once for each leading part that they share.
            throw tooLarge();
        }
    }

    /** The text that the pattern stands for, or null when it stands for more than one. */
    private static @Nullable String literal(String pattern) {
        if (!hasMeta(pattern)) {
            return Substring.hasLooseEnd(pattern) ? null : pattern;
        }
        StringBuilder text = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length() && META.indexOf(pattern.charAt(i + 1)) >= 0) {
                text.append(pattern.charAt(++i));
            } else if (META.indexOf(c) >= 0) {
                return null;
            } else {
                text.append(c);
            }
        }
        // A lone surrogate at an end could be found in the middle of a code point.
        return Substring.hasLooseEnd(text.toString()) ? null : text.toString();
    }

    private static boolean hasMeta(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (META.indexOf(pattern.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** A literal at the start of a text, at its end or both. It costs no more than what has been read with the policy. */
    private static final class AnchoredTest extends PatternTest {
        private final String literal;
        private final boolean atStart;
        private final boolean atEnd;

        AnchoredTest(String literal, boolean atStart, boolean atEnd) {
            this.literal = literal;
            this.atStart = atStart;
            this.atEnd = atEnd;
        }

        @Override
        public boolean isMetered() {
            return false;
        }

        @Override
        long cost(String text) {
            return 0;
        }

        @Override
        boolean find(String text) {
            if (atStart) {
                return atEnd ? text.equals(literal) : text.startsWith(literal);
            }
            return text.endsWith(literal);
        }
    }

    /** A literal anywhere in a text. */
    private static final class LiteralTest extends PatternTest {
        private final Substring literal;

        LiteralTest(String literal) {
            this.literal = new Substring(literal);
        }

        @Override
        long cost(String text) {
            return literal.cost(text);
        }

        @Override
        boolean find(String text) {
            return literal.isIn(text);
        }
    }
}
