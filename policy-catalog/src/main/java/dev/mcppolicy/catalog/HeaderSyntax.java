package dev.mcppolicy.catalog;

import dev.mcppolicy.text.VisibleText;
import java.util.Locale;
import java.util.Set;

/** Which headers a user may add to requests. */
final class HeaderSyntax {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final int LONGEST_SHOWN = 80;

    /** What the HTTP client or the protocol says itself. */
    private static final Set<String> TAKEN = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "date",
            "expect",
            "host",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "mcp-session-id",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "warning");

    private HeaderSyntax() {}

    /**
     * Checks one header. The message never shows the value.
     *
     * @throws IllegalArgumentException if the name or the value is none, or the name is taken
     */
    static void check(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(HeaderSyntax::isTokenCharacter)) {
            throw new IllegalArgumentException("`" + VisibleText.of(name, LONGEST_SHOWN) + "` is no name of a header");
        }
        if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header `" + name + "` is the protocol's own");
        }
        if (value.isBlank() || !isVisibleAscii(value)) {
            throw new IllegalArgumentException(
                    "the value of the header `" + name + "` must be visible ASCII characters and spaces");
        }
    }

    /** Whether a text consists of ASCII characters that show, and spaces. */
    static boolean isVisibleAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
