package dev.mcppolicy.cli;

import dev.mcppolicy.json.InvisibleCharacters;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Text from a policy or a call, made fit for a terminal: nothing in it moves the cursor or hides. */
final class VisibleText {
    private VisibleText() {}

    /** The text with every character that a terminal obeys, or does not show, as an escape. */
    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (!InvisibleCharacters.contains(c)) {
                out.appendCodePoint(c);
            } else if (c <= Character.MAX_VALUE) {
                out.append("\\u").append(HexFormat.of().withUpperCase().toHexDigits((char) c));
            } else {
                out.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return out.toString();
    }

    /** Several lines, each as {@link #of}; without the end of the last. */
    static String lines(String text) {
        return text.lines().map(VisibleText::of).collect(Collectors.joining("\n"));
    }

    /** The text as {@link #of}, cut to a length. */
    static String of(String text, int longest) {
        if (text.length() <= longest) {
            return of(text);
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return of(text.substring(0, end)) + "…";
    }
}
