package dev.mcppolicy.catalog;

import dev.mcppolicy.text.VisibleText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the notation of a source means. */
sealed interface SourceAddress {
    String STDIO = "stdio:";
    int LONGEST_SHOWN = 200;

    /** A file of tools. */
    record File(Path path) implements SourceAddress {
        @Override
        public String shown() {
            return VisibleText.of(path.toString(), LONGEST_SHOWN);
        }
    }

    /** A server that a command starts; at least one word. */
    record Command(List<String> words) implements SourceAddress {
        /** Arguments can be secrets. */
        @Override
        public String shown() {
            return STDIO + VisibleText.of(words.get(0), LONGEST_SHOWN) + (words.size() > 1 ? " …" : "");
        }
    }

    /** A server that listens. */
    record Url(URI url) implements SourceAddress {
        /** A query can be a secret. */
        @Override
        public String shown() {
            String path = url.getRawPath() == null ? "" : url.getRawPath();
            return VisibleText.of(
                    url.getScheme() + "://" + url.getRawAuthority() + path + (url.getRawQuery() == null ? "" : "?…"),
                    LONGEST_SHOWN);
        }
    }

    /** The source without what may be secret, fit to be shown. */
    String shown();

    static SourceAddress of(String notation) {
        if (notation.isBlank()) {
            throw new IllegalArgumentException("the source of tools must not be empty");
        }
        if (notation.startsWith(STDIO)) {
            return new Command(CommandWords.of(notation.substring(STDIO.length())));
        }
        int scheme = notation.indexOf("://");
        return scheme < 0
                ? file(notation)
                : url(notation, notation.substring(0, scheme).toLowerCase(Locale.ROOT));
    }

    private static File file(String notation) {
        try {
            return new File(Path.of(notation));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "`" + VisibleText.of(notation, LONGEST_SHOWN) + "` is no path of a file", e);
        }
    }

    private static Url url(String notation, String scheme) {
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "a server is asked by `http` or `https`, not by `" + VisibleText.of(scheme, LONGEST_SHOWN) + "`");
        }
        try {
            URI url = new URI(notation);
            if (url.getHost() == null || url.getRawFragment() != null) {
                throw new IllegalArgumentException("a server's URL has a host and no fragment");
            }
            if (url.getRawUserInfo() != null) {
                throw new IllegalArgumentException("a server's URL names no user; send credentials as a header");
            }
            return new Url(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the source of tools is no URL that can be read", e);
        }
    }
}
