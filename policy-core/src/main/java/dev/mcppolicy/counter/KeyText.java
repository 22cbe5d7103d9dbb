package dev.mcppolicy.counter;

import dev.mcppolicy.model.condition.RulePlace;
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

    /** A tool is its name, a group has a letter before it, and every tool has none, so that none is taken for another. */
    KeyText part(RulePlace place) {
        if (place instanceof RulePlace.Group) {
            text.append('g');
        }
        return part(place instanceof RulePlace.EveryTool ? null : place.name());
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
