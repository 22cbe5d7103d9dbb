package dev.mcppolicy.approval;

import dev.mcppolicy.json.InvisibleCharacters;
import java.util.HexFormat;

/** Untrusted text made safe to show to a human: one line, in which every character shows. */
final class VisibleText {
    private VisibleText() {}

    /** The text with every character that does not show, or changes how others show, as an escape. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (!InvisibleCharacters.contains(c)) {
                shown.appendCodePoint(c);
                return;
            }
            for (char part : Character.toChars(c)) {
                shown.append("\\u").append(HexFormat.of().toHexDigits(part));
            }
        });
        return shown.toString();
    }
}
