package dev.mcppolicy.format;

import dev.mcppolicy.json.InvisibleCharacters;
import java.util.HexFormat;

/** Strings between double quotes, as JSON and YAML both read them. What a reader cannot see is escaped. */
final class QuotedText {
    private QuotedText() {}

    static void append(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                appendPair(c, text.charAt(++i), out);
            } else {
                appendCharacter(c, out);
            }
        }
        out.append('"');
    }

    private static void appendPair(char high, char low, StringBuilder out) {
        if (InvisibleCharacters.contains(Character.toCodePoint(high, low))) {
            appendEscape(high, out);
            appendEscape(low, out);
        } else {
            out.append(high).append(low);
        }
    }

    private static void appendCharacter(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (InvisibleCharacters.contains(c)) {
                    appendEscape(c, out);
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static void appendEscape(char c, StringBuilder out) {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
}
