package dev.mcppolicy.dsl;

import dev.mcppolicy.model.Mode;
import org.jspecify.annotations.Nullable;

/** Refuses what is set twice, and texts that say nothing. */
final class Once {
    private Once() {}

    static void check(String what, @Nullable String before) {
        if (before != null) {
            throw new IllegalArgumentException("the " + what + " was already set to `" + before + "`");
        }
    }

    static void check(String what, @Nullable String before, String text) {
        check(what, before);
        if (text.isBlank()) {
            throw new IllegalArgumentException("the " + what + " must not be blank");
        }
    }

    /** The mode after audit mode is asked for, which can be done once. */
    static Mode audited(Mode before) {
        check("mode", before == Mode.AUDIT ? "audit" : null);
        return Mode.AUDIT;
    }
}
