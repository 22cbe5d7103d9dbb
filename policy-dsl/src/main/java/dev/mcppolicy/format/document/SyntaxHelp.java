package dev.mcppolicy.format.document;

import dev.mcppolicy.internal.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do where a document cannot be read on, told from the text around. */
final class SyntaxHelp {
    private static final String NO_COMMENTS =
            "JSON has no comments: take them out, or write YAML, where `#` begins one";
    private static final Pattern SLASHED_COMMENT = Pattern.compile("(?:^|[{\\[,\\n])[ \\t\\r\\n]*(?://|/\\*)");
    private static final int MOST_SEARCHED = 100_000;

    private SyntaxHelp() {}

    /** The help for an error at an offset, or null. */
    static @Nullable String of(String text, int offset, String reason) {
        String line = line(text, Math.min(offset, text.length()));
        if (isFence(line) || isFence(text)) {
            return "take the lines with the Markdown fence out";
        }
        if (line.contains("{{") || line.contains("{%")) {
            return "fill the template in before the policy is read";
        }
        String begin = text.substring(0, Math.min(text.length(), MOST_SEARCHED)).stripLeading();
        boolean isBraced = begin.startsWith("{") || begin.startsWith("/") || begin.startsWith("[");
        if (isBraced && SLASHED_COMMENT.matcher(begin).find()) {
            return NO_COMMENTS;
        }
        boolean isHash = offset < text.length() && text.charAt(offset) == '#' && begin.startsWith("{");
        if (isHash) {
            return NO_COMMENTS;
        }
        if (reason.contains("escape character") || reason.contains("character escape")) {
            return begin.startsWith("{")
                    ? "write `\\\\` for a backslash"
                    : "write the text in single quotes, where `\\` is only itself";
        }
        if (reason.contains("end of stream")) {
            return "close the quote that opens in the lines above";
        }
        if (isAfterComma(text, offset)) {
            return "take the comma before it out";
        }
        return null;
    }

    private static boolean isFence(String text) {
        String begin = text.stripLeading();
        return begin.startsWith("```") || begin.startsWith("~~~");
    }

    /**
     * The offset of a quote that opens on one line and is closed on another, if the scalar of a token begins with one; or
     * -1. What comes after it in the text is then rarely what is wrong.
     */
    static int openQuote(String text, int token, int error) {
        if (token < 0 || token >= text.length() || (text.charAt(token) != '"' && text.charAt(token) != '\'')) {
            return -1;
        }
        char quote = text.charAt(token);
        int at = token + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
        }
        int lineEnd = text.indexOf('\n', token);
        return lineEnd >= 0 && lineEnd < Math.min(at, text.length()) && error > lineEnd ? token : -1;
    }

    private static boolean isAfterComma(String text, int offset) {
        if (offset >= text.length() || (text.charAt(offset) != '}' && text.charAt(offset) != ']')) {
            return false;
        }
        int at = offset - 1;
        while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        return at >= 0 && text.charAt(at) == ',';
    }

    private static String line(String text, int offset) {
        int start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
        int end = text.indexOf('\n', offset);
        return start > (end < 0 ? text.length() : end) ? "" : text.substring(start, end < 0 ? text.length() : end);
    }
}
