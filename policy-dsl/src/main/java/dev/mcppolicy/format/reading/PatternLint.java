package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.internal.re2j.Matcher;
import dev.mcppolicy.internal.re2j.Pattern;

/** Warns of patterns, and of text to compare with, that load but can hardly be meant. */
final class PatternLint {
    /** {@code /text/i} of other languages; a path of folders has slashes between, too. */
    private static final Pattern SLASHED = Pattern.compile("/([^/]|\\\\/)+/[gimsuy]{1,6}");

    private static final Pattern SCHEME = Pattern.compile("^\\^?(?:\\(\\?i\\))?https?\\??:(?:/|\\\\/){2}");
    /** How long a pattern may be to be looked at. */
    private static final int LONGEST = 10_000;

    private final Problems problems;

    PatternLint(Problems problems) {
        this.problems = problems;
    }

    /** Looks at a pattern as a whole. */
    void pattern(String pattern, Node node) {
        if (pattern.length() > LONGEST) {
            return;
        }
        if (pattern.isEmpty()) {
            problems.report(Diagnostic.EMPTY_PATTERN, node, "to ask that the argument is there, write `exists`");
        } else if (SLASHED.matcher(pattern).matches()) {
            problems.report(
                    Diagnostic.SLASHED_PATTERN,
                    node,
                    "write the pattern without slashes, and `(?i)` at its beginning for any case",
                    Quoted.of(pattern));
        } else if (dotBetweenLetters(pattern) >= 0) {
            problems.report(Diagnostic.UNESCAPED_DOT, node, "write `\\.` for a dot", Quoted.of(near(pattern)));
        }
        checkUrl(pattern, node);
        text(pattern, node);
    }

    /** Looks at text that a value is compared with. */
    void text(String text, Node node) {
        if (text.isEmpty()) {
            return;
        }
        int last = text.codePointBefore(text.length());
        boolean isEscaped = text.length() > 1 && text.charAt(text.length() - 2) == '\\';
        boolean isSpace = Character.isWhitespace(last) || Character.isSpaceChar(last);
        if (isSpace && !isEscaped && !text.isBlank()) {
            problems.report(
                    Diagnostic.TRAILING_SPACE,
                    node,
                    last == '\n' ? "write it on one line, or with `|-` in place of `|`" : "take it out",
                    Quoted.of(text));
        }
    }

    /** A host that nothing ends: neither a slash, nor the end of the text, nor a colon and what follows. */
    private void checkUrl(String pattern, Node node) {
        Matcher scheme = SCHEME.matcher(pattern);
        if (!scheme.find()) {
            return;
        }
        String host = pattern.substring(scheme.end());
        boolean isPlain = !host.isEmpty() && host.chars().noneMatch(c -> "|()[]{}".indexOf(c) >= 0);
        boolean isEnded =
                host.indexOf('/') >= 0 || host.endsWith("$") || host.indexOf(':') >= 0 || host.endsWith("\\z");
        boolean isWild = host.endsWith("*") || host.endsWith("+");
        if (isPlain && !isEnded && !isWild) {
            problems.report(
                    Diagnostic.OPEN_URL,
                    node,
                    "end the host with `/` or `(/|$)`",
                    Quoted.of(pattern),
                    Quoted.of(host.replace("\\", "") + ".evil.example"));
        }
    }

    /** Where an unescaped dot stands between two letters, outside a class, with nothing after it that repeats; or -1. */
    private static int dotBetweenLetters(String pattern) {
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            } else if (c == '.'
                    && !inClass
                    && i > 0
                    && i + 1 < pattern.length()
                    && isLetter(pattern.charAt(i - 1))
                    && !isEscape(pattern, i - 1)
                    && isLetter(pattern.charAt(i + 1))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a letter is that of an escape, as in {@code \d}. */
    private static boolean isEscape(String pattern, int letter) {
        int backslashes = 0;
        for (int i = letter - 1; i >= 0 && pattern.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The word around the dot. */
    private static String near(String pattern) {
        int dot = dotBetweenLetters(pattern);
        int start = dot;
        while (start > 0 && isLetter(pattern.charAt(start - 1))) {
            start--;
        }
        int end = dot + 1;
        while (end < pattern.length() && isLetter(pattern.charAt(end))) {
            end++;
        }
        return pattern.substring(start, end);
    }
}
