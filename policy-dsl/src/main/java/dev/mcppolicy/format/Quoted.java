package dev.mcppolicy.format;

import dev.mcppolicy.json.InvisibleCharacters;
import java.util.HexFormat;

/** Text of a document, made fit for a message: short, on one line, and with nothing that a reader cannot see. */
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    /** The text, shortened and visible. */
    static String of(String text) {
        if (text.length() <= LONGEST) {
            return visible(text);
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return visible(text.substring(0, end)) + "…";
    }

    /** The text with every control, format, separator and lone surrogate character as an escape. */
    static String visible(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (InvisibleCharacters.contains(c)) {
                escape(c, out);
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    static String escape(int c) {
        StringBuilder out = new StringBuilder();
        escape(c, out);
        return out.toString();
    }

    private static void escape(int c, StringBuilder out) {
        if (c <= 0xFFFF) {
            out.append("\\u").append(HexFormat.of().withUpperCase().toHexDigits((char) c));
        } else {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }
}
