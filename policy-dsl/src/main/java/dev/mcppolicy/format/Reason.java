package dev.mcppolicy.format;

import org.jspecify.annotations.Nullable;

/** A parser's own words for what is wrong, brought to the manner of our messages. */
final class Reason {
    private static final int LONGEST = 200;

    private Reason() {}

    static String of(@Nullable String words) {
        if (words == null || words.isBlank()) {
            return "the text cannot be read from here on";
        }
        int line = words.indexOf('\n');
        String first = (line < 0 ? words : words.substring(0, line)).strip();
        String end = first.endsWith(".") || first.endsWith("!") ? first.substring(0, first.length() - 1) : first;
        String text = Quoted.visible(end.length() > LONGEST ? end.substring(0, LONGEST) + "…" : end);
        boolean isWord = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return isWord ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
