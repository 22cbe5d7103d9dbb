package dev.mcppolicy.operator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A name of a host as it may stand in an address: labels of ASCII letters, digits and hyphens with dots between them.
 * What ends in a label that some reader takes for a number, and so for an IP address, is none.
 */
final class HostName {
    private HostName() {}

    /** Where the name that begins at a place of a text ends: at the first character that can be of none. */
    static int end(String text, int from) {
        int at = from;
        while (at < text.length() && (isOfLabel(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return at;
    }

    /** A part of a text as a name in lower case, or null if it is none. A final dot makes it none. */
    static @Nullable String of(String text, int from, int to) {
        int label = from;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if (c == '.') {
                if (at == label) {
                    return null;
                }
                label = at + 1;
            } else if (!isOfLabel(c)) {
                return null;
            }
        }
        if (label >= to || isNumber(text, label, to)) {
            return null;
        }
        return text.substring(from, to).toLowerCase(Locale.ROOT);
    }

    /** Whether a name has at least two labels. */
    static boolean isDotted(String name) {
        return name.indexOf('.') >= 0;
    }

    private static boolean isNumber(String text, int from, int to) {
        if (text.regionMatches(true, from, "0x", 0, 2)) {
            return true;
        }
        for (int at = from; at < to; at++) {
            if (!isDigit(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfLabel(char c) {
        return isLetter(c) || isDigit(c) || c == '-';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
