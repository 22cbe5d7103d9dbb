package dev.mcppolicy.mcp;

import java.util.HexFormat;

/** Untrusted text made safe to show to a human: one line, in which every character shows. */
final class VisibleText {
    private VisibleText() {}

    /** The text with every character that does not show, or changes how others show, as an escape. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED -> {
                    for (char part : Character.toChars(c)) {
                        shown.append("\\u").append(HexFormat.of().toHexDigits(part));
                    }
                }
                default -> shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
