package dev.mcppolicy.cli.output;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON with members in the order given: on one line for programs, indented for people. What a reader does not see,
 * or a terminal obeys, is an escape.
 */
public final class JsonLayout {
    private final boolean indented;
    private final StringBuilder out = new StringBuilder();

    private JsonLayout(boolean indented) {
        this.indented = indented;
    }

    public static String line(Object value) {
        return new JsonLayout(false).write(value, 0);
    }

    public static String indented(Object value) {
        return new JsonLayout(true).write(value, 0);
    }

    private String write(Object value, int depth) {
        append(value, depth);
        return out.toString();
    }

    private void append(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> object && !object.isEmpty()) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> member : object.entrySet()) {
                out.append(separator);
                breakLine(depth + 1);
                out.append(text(member.getKey())).append(indented ? ": " : ":");
                append(member.getValue(), depth + 1);
                separator = ",";
            }
            breakLine(depth);
            out.append('}');
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            out.append('[');
            String separator = "";
            for (Object element : list) {
                out.append(separator);
                breakLine(depth + 1);
                append(element, depth + 1);
                separator = ",";
            }
            breakLine(depth);
            out.append(']');
        } else {
            out.append(text(value));
        }
    }

    private static String text(@Nullable Object value) {
        return VisibleText.inJson(CanonicalJson.write(value));
    }

    private void breakLine(int depth) {
        if (indented) {
            out.append('\n').append("  ".repeat(depth));
        }
    }
}
