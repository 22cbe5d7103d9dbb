package dev.mcppolicy.format.document;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What to write instead of a scalar that is not read alike everywhere. */
final class PlainScalarHelp {
    private PlainScalarHelp() {}

    static String of(String scalar) {
        String clear = clear(scalar.toLowerCase(Locale.ROOT));
        String quoted = "`\"" + Quoted.of(scalar) + "\"`";
        return clear == null
                ? "write " + quoted + " if it is text"
                : "write `" + clear + "`, or " + quoted + " if it is text";
    }

    /** The JSON form of what the scalar may mean, or null if there is none to guess. */
    private static @Nullable String clear(String scalar) {
        return switch (scalar) {
            case "~", "null" -> "null";
            case "true", "yes", "on" -> "true";
            case "false", "no", "off" -> "false";
            default -> null;
        };
    }
}
