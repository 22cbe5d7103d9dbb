package dev.mcppolicy.testkit.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What stands in the page besides its text: how it looks, and what its buttons and keys do. */
enum PageResource {
    STYLE("style", "page.css", LineIndent.rules()),
    SCRIPT("script", "page.js", "");

    private final String element;
    private final String text;

    PageResource(String element, String file, String more) {
        this.element = element;
        this.text = read(file) + more;
    }

    String element() {
        return element;
    }

    String text() {
        return text;
    }

    /** What a Content Security Policy calls this very text. */
    String source() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Reads a file of this package; a browser takes every line end for a line feed before it looks at the hash. */
    private static String read(String file) {
        try (InputStream in = PageResource.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("`" + file + "` is missing beside the classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
