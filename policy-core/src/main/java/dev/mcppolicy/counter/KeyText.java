package dev.mcppolicy.counter;

import org.jspecify.annotations.Nullable;

/**
 * A key as one text. Every part is preceded by its length, so that different keys have different texts whatever their
 * parts hold.
 */
final class KeyText {
    private final StringBuilder text;

    KeyText(String kind) {
        this.text = new StringBuilder(kind).append(' ');
    }

    KeyText part(@Nullable String part) {
        if (part == null) {
            text.append('-');
        } else {
            text.append(part.length()).append(':').append(part);
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
