package dev.mcppolicy.store.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What the server does in one step: a file of Lua, after those that all have in common. */
enum Script {
    RESERVE("plain", "reserve"),
    SETTLE("settle"),
    FIND("find"),
    RENEW("renew"),
    READ("read"),
    PLACES_HELD("places-held"),
    LIST("list"),
    RESET("reset"),
    RESET_CLOCK("reset-clock");

    /** Gives a namespace a new mark, and wants nothing of the others. */
    static final byte[] REOPEN = source("reopen");

    private final String source;
    private final String digest;

    Script(String file) {
        this("", file);
    }

    /** One that has a shorter way for most calls, which comes before what that can do without. */
    Script(String shorter, String file) {
        this.source = composed(shorter, file);
        this.digest = digest(source());
    }

    byte[] source() {
        return source.getBytes(StandardCharsets.UTF_8);
    }

    String digest() {
        return digest;
    }

    private static String composed(String shorter, String file) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (String part :
                List.of("ledger", shorter, "numbers", "log", "counters", "places", "corrections", "held", file)) {
            text.writeBytes(part.isEmpty() ? new byte[0] : source(part));
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static byte[] source(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("the script `" + file + "` is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-1", e);
        }
    }
}
