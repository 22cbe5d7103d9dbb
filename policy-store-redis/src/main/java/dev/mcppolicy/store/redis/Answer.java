package dev.mcppolicy.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a script has answered: how it ended, the store's instant, the namespace's mark, and the rest. */
final class Answer {
    private static final int STATUS = 0;
    private static final int INSTANT = 1;
    private static final int MARK = 2;
    private static final int REST = 3;

    private final List<?> parts;

    Answer(List<?> parts) {
        this.parts = parts;
    }

    String status() {
        return textOf(parts.get(STATUS));
    }

    boolean is(String status) {
        return status().equals(status);
    }

    long nowMillis() {
        return Long.parseLong(textOf(parts.get(INSTANT)));
    }

    String mark() {
        return textOf(parts.get(MARK));
    }

    /** How many parts there are besides. */
    int size() {
        return parts.size() - REST;
    }

    byte[] bytes(int index) {
        return (byte[]) parts.get(REST + index);
    }

    String text(int index) {
        return textOf(parts.get(REST + index));
    }

    long number(int index) {
        return Long.parseLong(text(index));
    }

    /** A part that is a list. */
    List<?> rows() {
        return (List<?>) parts.get(REST);
    }

    static String textOf(Object part) {
        return new String((byte[]) part, StandardCharsets.US_ASCII);
    }
}
