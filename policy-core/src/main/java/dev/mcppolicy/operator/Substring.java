package dev.mcppolicy.operator;

/**
 * A text to be found in others, by code point: half of a surrogate pair is no part of the pair. Finding it costs no more
 * than a constant times the characters of both, whatever they are. Immutable.
 */
final class Substring {
    /** Up to so many characters of the part, or comparisons of a character, the platform's own search is the faster one. */
    private static final int SHORT = 16;

    private static final long FEW_COMPARISONS = 1 << 16;

    private final String part;
    private final boolean hasLooseEnd;
    /** By length less one, of each beginning of the part: the longest shorter beginning with which it also ends. */
    private final int[] borders;

    Substring(String part) {
        this.part = part;
        this.hasLooseEnd = hasLooseEnd(part);
        this.borders = part.length() <= SHORT ? new int[0] : borders(part);
    }

    private static int[] borders(String part) {
        int[] borders = new int[part.length()];
        int matched = 0;
        for (int i = 1; i < borders.length; i++) {
            while (matched > 0 && part.charAt(i) != part.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (part.charAt(i) == part.charAt(matched)) {
                matched++;
            }
            borders[i] = matched;
        }
        return borders;
    }

    boolean isIn(String text) {
        boolean quick = part.length() <= SHORT || (long) part.length() * text.length() <= FEW_COMPARISONS;
        return quick ? isFound(text) : isFoundInLinearTime(text);
    }

    /** As many steps as finding the text in another takes. */
    long cost(String text) {
        return (long) part.length() + text.length();
    }

    private boolean isFound(String text) {
        int at = text.indexOf(part);
        while (at >= 0 && splitsPair(text, at)) {
            at = text.indexOf(part, at + 1);
        }
        return at >= 0;
    }

    /** By Knuth, Morris and Pratt: what has matched says how far to go back in the part, and never in the text. */
    private boolean isFoundInLinearTime(String text) {
        int matched = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            while (matched > 0 && part.charAt(matched) != c) {
                matched = borders[matched - 1];
            }
            if (part.charAt(matched) == c) {
                matched++;
            }
            if (matched == part.length()) {
                if (!splitsPair(text, i - matched + 1)) {
                    return true;
                }
                matched = borders[matched - 1];
            }
        }
        return false;
    }

    private boolean splitsPair(String text, int at) {
        return hasLooseEnd && (isWithinPair(text, at) || isWithinPair(text, at + part.length()));
    }

    /** Whether the text begins or ends with a lone surrogate, which could be half of a pair elsewhere. */
    static boolean hasLooseEnd(String text) {
        return !text.isEmpty()
                && (Character.isLowSurrogate(text.charAt(0))
                        || Character.isHighSurrogate(text.charAt(text.length() - 1)));
    }

    private static boolean isWithinPair(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}
