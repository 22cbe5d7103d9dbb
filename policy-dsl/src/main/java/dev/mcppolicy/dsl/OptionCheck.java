package dev.mcppolicy.dsl;

import dev.mcppolicy.model.Mode;
import dev.mcppolicy.text.SetOnce;
import dev.mcppolicy.text.VisibleText;
import org.jspecify.annotations.Nullable;

/** Refuses texts that say nothing, and options that are set twice. */
final class OptionCheck {
    private OptionCheck() {}

    static void check(String what, @Nullable String before, String text) {
        SetOnce.check(what, before);
        if (VisibleText.isBlank(text)) {
            throw new IllegalArgumentException("the " + what + " must not be blank");
        }
    }

    /** The mode after shadow mode is asked for, which can be done once. */
    static Mode shadow(Mode before) {
        SetOnce.check("mode", before == Mode.SHADOW ? "shadow" : null);
        return Mode.SHADOW;
    }
}
