package dev.mcppolicy.format;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random parts of policies and of calls, from few enough values that the two often meet. */
final class RandomValues {
    /** Texts that some reader of YAML or JSON takes for something else, or stumbles over. */
    static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "yes",
            "No",
            "on",
            "null",
            "Null",
            "~",
            "true",
            "TRUE",
            "010",
            "1_000",
            "0x1F",
            "0o7",
            "1",
            "1.0",
            ".5",
            "+1",
            "1e3",
            "-",
            "--- a",
            "...",
            "2026-01-01",
            "1:30",
            ".inf",
            "NaN",
            "Infinity",
            "a: b",
            "a:",
            ": a",
            "- a",
            "# c",
            "a # c",
            "a#c",
            "'",
            "\"",
            "\\",
            "\\n",
            "a\nb",
            "\n",
            "\t",
            "a\tb",
            "\r\n",
            "\u0000",
            "\u0007",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\u00a0",
            "\u200b",
            "\u00e9",
            "\ud83d\ude00",
            "\udb40\udc41",
            "!t",
            "&a",
            "*a",
            "%d",
            "@x",
            "`x`",
            "{a}",
            "[a]",
            "{",
            "}",
            "[",
            "]",
            ",",
            "a, b",
            "?",
            "? a",
            "|",
            ">",
            "<<",
            "=",
            "y",
            "a b",
            "a  b",
            "x ",
            " x",
            "\ufffd",
            "\u007f",
            "//",
            "/*",
            "$ref",
            "args.a",
            "state.t.c0");

    static final List<String> TOOLS = List.of(
            "t",
            "u.v",
            "yes",
            "null",
            "123",
            "a: b",
            "# c",
            " lead",
            "a/b~c",
            "\"q\"",
            "\ud83d\ude00",
            "a?",
            "_global",
            "with\nbreak",
            "x".repeat(1_100));

    static final List<String> PATTERNS = List.of("^x", "x$", "^1$", "[a-z]+", "a\\.b", "\\d", ".", "^$", "a|: |#");

    private static final List<Object> NUMBERS = List.of(
            0,
            1,
            2,
            -1,
            1.5,
            0.1,
            5L,
            1e21,
            new BigDecimal("1E+30"),
            new BigDecimal("0.1"),
            new BigDecimal("1.0"),
            Long.MAX_VALUE,
            new BigDecimal("-12345678901234567890.5"),
            1.0f);

    private RandomValues() {}

    static <T> T of(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    static String text(Random random) {
        return random.nextBoolean() ? of(TEXTS, random) : of(TEXTS, random) + of(TEXTS, random);
    }

    static Object number(Random random) {
        return of(NUMBERS, random);
    }

    /** Any value but null. */
    static Object value(Random random) {
        return value(random, 0);
    }

    /** Two scalars, two lists or two objects. */
    static List<Object> alike(Random random) {
        Object first = value(random);
        Object second = value(random);
        while (first instanceof List != second instanceof List || first instanceof Map != second instanceof Map) {
            second = value(random);
        }
        return List.of(first, second);
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 5 : 8)) {
            case 0, 1 -> number(random);
            case 2 -> random.nextBoolean();
            case 3 -> "x";
            case 4 -> text(random);
            case 5 -> new ArrayList<>();
            case 6 -> new ArrayList<>(Arrays.asList(orNull(random, depth), orNull(random, depth)));
            default -> object(random, depth);
        };
    }

    private static @Nullable Object orNull(Random random, int depth) {
        return random.nextInt(8) == 0 ? null : value(random, depth + 1);
    }

    private static Map<String, @Nullable Object> object(Random random, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            object.put(random.nextBoolean() ? "a" : text(random), orNull(random, depth));
        }
        return object;
    }

    static Map<String, @Nullable Object> arguments(Random random) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c.d", "o", "l", "\"")) {
            if (random.nextInt(4) != 0) {
                arguments.put(name, random.nextBoolean() ? number(random) : value(random));
            }
        }
        if (random.nextBoolean()) {
            arguments.put("o", object(random, 0));
        }
        if (random.nextBoolean()) {
            arguments.put("l", Arrays.asList(orNull(random, 0), object(random, 0)));
        }
        return arguments;
    }
}
