package dev.mcppolicy.identity;

import org.jspecify.annotations.Nullable;

/** How a bearer token stands in an {@code Authorization} header, by RFC 6750 and RFC 9110; all of it is ASCII. */
final class TokenSyntax {
    /** The most characters of a token. */
    static final int LONGEST = 4096;

    private static final String SCHEME = "bearer";
    private static final String MARKS = "-._~+/";

    private TokenSyntax() {}

    /** Whether a header is of the scheme {@code Bearer}, in any case, whatever comes after it. */
    static boolean isBearer(String header) {
        if (header.length() < SCHEME.length()) {
            return false;
        }
        for (int i = 0; i < SCHEME.length(); i++) {
            char c = header.charAt(i);
            if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != SCHEME.charAt(i)) {
                return false;
            }
        }
        return header.length() == SCHEME.length() || !isLetterOrDigit(header.charAt(SCHEME.length()));
    }

    /** The token of a header of the scheme {@code Bearer}, or null if what follows the scheme is no single token. */
    static @Nullable String token(String header) {
        int from = SCHEME.length();
        while (from < header.length() && header.charAt(from) == ' ') {
            from++;
        }
        String token = header.substring(from);
        return from > SCHEME.length() && token.length() <= LONGEST && isToken(token) ? token : null;
    }

    /** Whether a text is a token68 of RFC 9110. */
    static boolean isToken(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
