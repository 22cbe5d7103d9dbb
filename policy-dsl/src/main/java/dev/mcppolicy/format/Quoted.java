package dev.mcppolicy.format;

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
            if (isInvisible(c)) {
                escape(c, out);
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Whether a reader cannot see the character, or cannot tell it from a space. */
    static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> isBlank(c);
        };
    }

    /** Letters and marks that have no shape: fillers and variation selectors. */
    private static boolean isBlank(int c) {
        return c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x2800
                || c == 0x034F
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF);
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
