package dev.mcppolicy.counter;

import java.util.Locale;

/**
 * Which store of counters or approvals to use, and where it is: {@code memory:}, {@code sqlite:counters.db}, {@code redis://host:6379}. What
 * comes after the scheme may hold a password, so that {@link #toString} shows neither who logs in nor a query.
 */
public final class StoreUrl {
    private final String scheme;
    private final String rest;

    private StoreUrl(String scheme, String rest) {
        this.scheme = scheme;
        this.rest = rest;
    }

    /**
     * Reads a URL.
     *
     * @param text a scheme, a colon, and what the store of that scheme reads
     * @return the URL
     * @throws IllegalArgumentException if the text has no scheme; the message shows nothing of it
     */
    public static StoreUrl parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || !isLetter(text.charAt(0)) || !text.chars().limit(colon).allMatch(StoreUrl::isOfScheme)) {
            throw new IllegalArgumentException("a store is named by a URL, such as `memory:`");
        }
        return new StoreUrl(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1));
    }

    private static boolean isOfScheme(int character) {
        return isLetter(character)
                || (character >= '0' && character <= '9')
                || character == '+'
                || character == '-'
                || character == '.';
    }

    private static boolean isLetter(int character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    /**
     * The kind of store.
     *
     * @return the scheme in lower case, without the colon
     */
    public String scheme() {
        return scheme;
    }

    /**
     * What the store reads.
     *
     * @return all after the colon; perhaps with a password, so not to be shown
     */
    public String rest() {
        return rest;
    }

    /** The URL, fit to be shown to those who may see where a store is. */
    @Override
    public String toString() {
        int cut = 0;
        while (cut < rest.length() && rest.charAt(cut) != '?' && rest.charAt(cut) != '#') {
            cut++;
        }
        String place = rest.substring(0, cut);
        String after = rest.substring(cut);
        if (after.contains("@")) {
            // Perhaps it is a password that has a question mark in it.
            return scheme + ":...";
        }
        int login = place.lastIndexOf('@');
        return scheme + ":" + (login < 0 ? place : "//..." + place.substring(login)) + (after.isEmpty() ? "" : "?...");
    }
}
