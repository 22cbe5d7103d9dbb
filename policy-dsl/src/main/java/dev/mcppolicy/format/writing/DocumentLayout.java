package dev.mcppolicy.format.writing;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a document into lines for people to read: objects and lists that fit stand on one line, all others on several.
 * Members keep their order.
 */
public abstract sealed class DocumentLayout permits JsonLayout, YamlLayout {
    static final int INDENT = 2;
    private static final int WIDTH = 110;

    final StringBuilder out = new StringBuilder();

    /** The text of a document, which ends with a line break. */
    public final String of(Map<String, Object> document) {
        write(document, 0, 0);
        if (out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
        return out.toString();
    }

    /** Writes a value at the end of the text; its further lines begin with the indentation. */
    abstract void write(@Nullable Object value, int indentation, int depth);

    /** Writes a string. */
    abstract void text(String text, StringBuilder line);

    /** Writes the name of a member, with what stands between it and its value on one line. */
    abstract void name(String name, StringBuilder line);

    /** A value on one line. */
    final void inline(@Nullable Object value, StringBuilder line) {
        if (value instanceof Map<?, ?> map) {
            inline(map, line);
        } else if (value instanceof List<?> list) {
            inline(list, line);
        } else if (value instanceof String string) {
            text(string, line);
        } else {
            line.append(CanonicalJson.write(value));
        }
    }

    private void inline(Map<?, ?> map, StringBuilder line) {
        String separator = "{ ";
        for (Map.Entry<?, ?> member : map.entrySet()) {
            line.append(separator);
            name((String) member.getKey(), line);
            inline(member.getValue(), line);
            separator = ", ";
        }
        line.append(map.isEmpty() ? "{}" : " }");
    }

    private void inline(List<?> list, StringBuilder line) {
        boolean nested = list.stream().anyMatch(DocumentLayout::hasParts);
        String separator = nested ? "[ " : "[";
        for (Object element : list) {
            line.append(separator);
            inline(element, line);
            separator = ", ";
        }
        line.append(list.isEmpty() ? "[]" : nested ? " ]" : "]");
    }

    /** The value on one line, if it is to stand on the line that the text has come to and fits there. */
    final @Nullable String onThisLine(@Nullable Object value, int depth) {
        if (hasParts(value) && !mayStandOnOneLine(value, depth)) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        inline(value, line);
        int start = out.lastIndexOf("\n") + 1;
        return hasParts(value) && out.length() - start + line.length() > WIDTH ? null : line.toString();
    }

    /** Whether an object or list that has parts may stand on one line. */
    abstract boolean mayStandOnOneLine(@Nullable Object value, int depth);

    static boolean hasParts(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? !map.isEmpty() : value instanceof Collection<?> list && !list.isEmpty();
    }

    /** A string between double quotes, as JSON and YAML both read it, in which every character shows. */
    static void quote(String text, StringBuilder line) {
        line.append(VisibleText.inJson(CanonicalJson.write(text)));
    }

    final void newLine(int indentation) {
        out.append('\n').append(" ".repeat(indentation));
    }
}
