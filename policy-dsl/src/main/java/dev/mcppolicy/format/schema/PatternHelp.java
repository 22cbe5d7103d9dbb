package dev.mcppolicy.format.schema;

import dev.mcppolicy.internal.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/** What to write for a pattern that RE2 refuses and other engines take. */
public final class PatternHelp {
    private static final Pattern LOOK_AROUND = Pattern.compile("\\(\\?<?[=!]");
    private static final Pattern BACK_REFERENCE = Pattern.compile("(?:^|[^\\\\])(?:\\\\\\\\)*\\\\(?:[1-9]|k[<{'])");
    private static final Pattern LONG_REPEAT = Pattern.compile("\\{[0-9]*,?[0-9]{4,}}|\\{[0-9]{4,},?[0-9]*}");
    private static final Pattern POSSESSIVE = Pattern.compile("\\(\\?>|[*+?}]\\+");
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u[0-9A-Fa-f]{4}");
    private static final int LONGEST = 10_000;

    private PatternHelp() {}

    public static @Nullable String of(String pattern) {
        if (pattern.length() > LONGEST) {
            return null;
        }
        if (LOOK_AROUND.matcher(pattern).find()) {
            return "RE2 has no look-around: write what must not be found with `not_regex`";
        }
        if (BACK_REFERENCE.matcher(pattern).find()) {
            return "RE2 has no back-references: write the alternatives out";
        }
        if (LONG_REPEAT.matcher(pattern).find()) {
            return "a repeat counts to 1000 at most: for a length write a `schema` with `maxLength`";
        }
        if (POSSESSIVE.matcher(pattern).find()) {
            return "RE2 never tries twice: write the group or repeat without `?>` and `+`";
        }
        if (UNICODE_ESCAPE.matcher(pattern).find()) {
            return "write `\\x{…}` for the character of a code";
        }
        if (pattern.startsWith("*") || pattern.startsWith("+") || pattern.startsWith("?")) {
            return "write `.*` for any characters";
        }
        return null;
    }
}
