package dev.mcppolicy.operator;

import dev.mcppolicy.json.Truth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A URL of one of some hosts. The text is parsed and not matched: what has not the one form that every reader of URLs
 * takes for the same scheme, host and port cannot be told.
 */
final class HostTest implements ValueTest {
    /** What it costs to compare with one of the list, in steps of a pattern. */
    private static final long ENTRY = 16;

    private static final String FORM =
            "hosts such as `shop.example.com`, `*.example.com` or `http://shop.example.com:8080`";
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final int NO_PORT = -1;

    private final List<Entry> entries;

    private HostTest(List<Entry> entries) {
        this.entries = entries;
    }

    /** What a policy lists: a scheme, a host and a port. */
    private record Entry(boolean secure, HostPattern host, int port) {}

    static ValueTest of(Object operand) {
        return new HostTest(Operands.parsed("host_in", operand, FORM, HostTest::entry));
    }

    /** An entry, or null. What each scheme has by itself is left out in it, so that a host is written in one way. */
    private static @Nullable Entry entry(String text) {
        boolean secure = !text.startsWith(HTTP);
        int start = secure ? 0 : HTTP.length();
        int colon = text.indexOf(':', start);
        int ownPort = secure ? HTTPS_PORT : HTTP_PORT;
        int port = colon < 0 ? ownPort : port(text, colon + 1, text.length());
        HostPattern host = HostPattern.of(text.substring(start, colon < 0 ? text.length() : colon));
        if (host == null || port == NO_PORT || (colon >= 0 && (port == ownPort || text.charAt(colon + 1) == '0'))) {
            return null;
        }
        return new Entry(secure, host, port);
    }

    private static int port(String text, int from, int to) {
        if (from == to || to - from > MAX_PORT_DIGITS) {
            return NO_PORT;
        }
        int port = 0;
        for (int at = from; at < to; at++) {
            if (!HostName.isDigit(text.charAt(at))) {
                return NO_PORT;
            }
            port = 10 * port + text.charAt(at) - '0';
        }
        return port == 0 || port > MAX_PORT ? NO_PORT : port;
    }

    @Override
    public long cost(Object value) {
        return value instanceof String text ? text.length() + ENTRY * entries.size() : 0;
    }

    @Override
    public boolean isMetered() {
        return true;
    }

    @Override
    public Truth test(Object value) {
        if (!(value instanceof String url) || hasForeignCharacter(url)) {
            return Truth.CANNOT_TELL;
        }
        boolean secure = begins(url, HTTPS);
        if (!secure && !begins(url, HTTP)) {
            return Truth.CANNOT_TELL;
        }
        int start = secure ? HTTPS.length() : HTTP.length();
        int end = HostName.end(url, start);
        boolean rooted = end > start && url.charAt(end - 1) == '.';
        String host = HostName.of(url, start, rooted ? end - 1 : end);
        int rest = restAfterPort(url, end);
        int port = end == rest ? secure ? HTTPS_PORT : HTTP_PORT : port(url, end + 1, rest);
        if (host == null || port == NO_PORT || !isEndOfAuthority(url, rest) || hasLaterUser(url, rest)) {
            return Truth.CANNOT_TELL;
        }
        return Truth.of(isListed(secure, host, port));
    }

    /** Letters are folded as ASCII's alone: by Unicode's rules a long s would be an s. */
    private static boolean begins(String url, String scheme) {
        if (url.length() < scheme.length()) {
            return false;
        }
        for (int i = 0; i < scheme.length(); i++) {
            char c = url.charAt(i);
            if ((HostName.isLetter(c) ? c | 0x20 : c) != scheme.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isListed(boolean secure, String host, int port) {
        for (Entry entry : entries) {
            if (entry.secure == secure && entry.port == port && entry.host.matches(host)) {
                return true;
            }
        }
        return false;
    }

    /** Where a port ends that begins with a colon at a place, or that place if there is no colon. */
    private static int restAfterPort(String url, int colon) {
        if (colon >= url.length() || url.charAt(colon) != ':') {
            return colon;
        }
        int at = colon + 1;
        while (at < url.length() && HostName.isDigit(url.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isEndOfAuthority(String url, int at) {
        return at == url.length() || "/?#".indexOf(url.charAt(at)) >= 0;
    }

    /** Whether a reader that ends the authority at the first slash alone would find a user in it, and another host. */
    private static boolean hasLaterUser(String url, int from) {
        int slash = url.indexOf('/', from);
        int at = url.indexOf('@', from);
        return at >= 0 && (slash < 0 || at < slash);
    }

    /** White space, control characters and backslashes, which readers of URLs drop or take for something else. */
    private static boolean hasForeignCharacter(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '\\' || c <= ' ' || (c >= 0x7f && (Character.isISOControl(c) || Character.isSpaceChar(c)))) {
                return true;
            }
        }
        return false;
    }
}
