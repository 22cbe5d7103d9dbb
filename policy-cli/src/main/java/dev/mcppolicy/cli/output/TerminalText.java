package dev.mcppolicy.cli.output;

import dev.mcppolicy.internal.re2j.Matcher;
import dev.mcppolicy.internal.re2j.Pattern;
import dev.mcppolicy.text.VisibleText;

/**
 * What may be written to a terminal: lines of characters that show, and colours where they are wanted. Whoever builds a
 * text escapes what came from outside; here it is escaped again, should one place forget it.
 */
public final class TerminalText {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]{0,8}m");

    private TerminalText() {}

    public static String of(String text, boolean coloured) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        Matcher colours = COLOUR.matcher(text);
        int from = 0;
        while (coloured && colours.find()) {
            appendLines(text.substring(from, colours.start()), out);
            out.append(colours.group());
            from = colours.end();
        }
        appendLines(text.substring(from), out);
        return out.toString();
    }

    private static void appendLines(String text, StringBuilder out) {
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            out.append(VisibleText.of(text.substring(from, end))).append('\n');
            from = end + 1;
        }
        out.append(VisibleText.of(text.substring(from)));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && (c < ' ' || c >= 0x7F)) {
                return false;
            }
        }
        return true;
    }
}
