package dev.mcppolicy.testkit.internal;

import java.time.DateTimeException;
import java.time.Instant;

/** Instants as tests write them. */
public final class InstantText {
    private InstantText() {}

    /**
     * The instant that a text says.
     *
     * @throws IllegalArgumentException if it says none
     */
    public static Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("`" + text + "` is no instant such as `2026-01-15T22:00:00Z`", e);
        }
    }
}
