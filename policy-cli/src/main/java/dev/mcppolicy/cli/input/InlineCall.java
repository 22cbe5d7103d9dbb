package dev.mcppolicy.cli.input;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is typed: {@code name=value} gives an argument, where a value that JSON has for a number, a boolean or null
 * is that and everything else is text; {@code name:=value} gives one as JSON whatever it is, text in quotes included.
 */
public final class InlineCall {
    private static final List<String> WORDS = List.of("true", "false", "null");
    private static final int LONGEST_QUOTE = 80;

    private InlineCall() {}

    /**
     * The arguments.
     *
     * @throws BadInputException if one is not {@code name=value} or {@code name:=value}, is not JSON where it is said to
     *     be, or is given twice
     */
    public static Map<String, @Nullable Object> arguments(List<String> words) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        for (String word : words) {
            int sign = word.indexOf('=');
            boolean isJson = sign > 0 && word.charAt(sign - 1) == ':';
            String name = sign < 0 ? "" : word.substring(0, isJson ? sign - 1 : sign);
            if (name.isEmpty()) {
                throw new BadInputException(
                        "`" + shown(word) + "` is no argument: write `name=value`, or `name:=` and JSON");
            }
            if (arguments.containsKey(name)) {
                throw new BadInputException("the argument `" + shown(name) + "` is given twice");
            }
            String value = word.substring(sign + 1);
            arguments.put(name, isJson || isPlainJson(value) ? json(name, value) : value);
        }
        return arguments;
    }

    /**
     * A caller of parts such as {@code grant=support}.
     *
     * @throws BadInputException if a part is none that a caller has, has no value, or is given twice
     */
    public static Caller caller(List<String> parts) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String part : parts) {
            int sign = part.indexOf('=');
            String name = sign < 0 ? part : part.substring(0, sign);
            if (!CallReader.CALLER_PARTS.contains(name)) {
                throw new BadInputException("--as: a caller has no `" + shown(name) + "`"
                        + NearestName.help(name, CallReader.CALLER_PARTS));
            }
            if (sign < 0 || sign == part.length() - 1) {
                throw new BadInputException("--as: `" + name + "` needs a value, as in `" + name + "=support`");
            }
            if (names.put(name, part.substring(sign + 1)) != null) {
                throw new BadInputException("--as: `" + name + "` is given twice");
            }
        }
        Caller caller = Caller.anonymous();
        for (Map.Entry<String, String> name : names.entrySet()) {
            caller = CallReader.with(caller, name.getKey(), name.getValue());
        }
        return caller;
    }

    private static @Nullable Object json(String name, String value) {
        return JsonReader.parse(value, new JsonReader.Place("argument `" + name + "`", 1));
    }

    private static boolean isPlainJson(String text) {
        return WORDS.contains(text) || isNumber(text);
    }

    /** Whether a text is a number as JSON writes one. */
    private static boolean isNumber(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int whole = digits(text, at);
        boolean hasLeadingZero = whole > at + 1 && text.charAt(at) == '0';
        if (whole == at || hasLeadingZero) {
            return false;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 2 : 1;
            int exponent = digits(text, at + sign);
            return exponent > at + sign && exponent == text.length();
        }
        return at == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static String shown(String text) {
        return VisibleText.of(text, LONGEST_QUOTE);
    }
}
