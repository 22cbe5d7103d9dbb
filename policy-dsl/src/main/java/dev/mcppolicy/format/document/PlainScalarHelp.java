package dev.mcppolicy.format.document;

import dev.mcppolicy.internal.re2j.Pattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What to write instead of a scalar that is not read alike everywhere. */
final class PlainScalarHelp {
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private PlainScalarHelp() {}

    static String of(String scalar) {
        String clear = clear(scalar.toLowerCase(Locale.ROOT));
        String quoted = "`\"" + Quoted.of(scalar) + "\"`";
        if (DATE.matches(scalar)) {
            return "write `\"" + scalar + "T00:00:00Z\"` if it is an instant, or " + quoted + " if it is text";
        }
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
