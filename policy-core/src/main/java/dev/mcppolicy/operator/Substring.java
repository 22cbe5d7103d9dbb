package dev.mcppolicy.operator;

/** Substrings by code point: half of a surrogate pair is no substring of the pair. */
final class Substring {
    private Substring() {}

    static boolean find(String text, String part) {
        int at = text.indexOf(part);
        if (at < 0 || !hasLooseEnd(part)) {
            return at >= 0;
        }
        while (at >= 0) {
            if (!splitsPair(text, at) && !splitsPair(text, at + part.length())) {
                return true;
            }
            at = text.indexOf(part, at + 1);
        }
        return false;
    }

    /** Whether the text begins or ends with a lone surrogate, which could be half of a pair elsewhere. */
    static boolean hasLooseEnd(String text) {
        return !text.isEmpty()
                && (Character.isLowSurrogate(text.charAt(0))
                        || Character.isHighSurrogate(text.charAt(text.length() - 1)));
    }

    private static boolean splitsPair(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}
