package dev.mcppolicy.format.writing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON syntax. */
public final class JsonLayout extends DocumentLayout {
    /** The document, its map of tools, and each tool stand on lines of their own. */
    private static final int DEEPEST_BLOCK = 2;

    @Override
    void write(@Nullable Object value, int indentation, int depth) {
        String line = onThisLine(value, depth);
        if (line != null) {
            out.append(line);
        } else if (value instanceof Map<?, ?> map) {
            writeObject(map, indentation + INDENT, depth);
        } else {
            writeList((List<?>) value, indentation + INDENT, depth);
        }
    }

    private void writeObject(Map<?, ?> map, int indentation, int depth) {
        String separator = "{";
        for (Map.Entry<?, ?> member : map.entrySet()) {
            out.append(separator);
            newLine(indentation);
            name((String) member.getKey(), out);
            write(member.getValue(), indentation, depth + 1);
            separator = ",";
        }
        newLine(indentation - INDENT);
        out.append('}');
    }

    private void writeList(@Nullable List<?> list, int indentation, int depth) {
        String separator = "[";
        for (Object element : list == null ? List.of() : list) {
            out.append(separator);
            newLine(indentation);
            write(element, indentation, depth + 1);
            separator = ",";
        }
        newLine(indentation - INDENT);
        out.append(']');
    }

    @Override
    void text(String text, StringBuilder line) {
        quote(text, line);
    }

    @Override
    void name(String name, StringBuilder line) {
        quote(name, line);
        line.append(": ");
    }

    @Override
    boolean mayStandOnOneLine(@Nullable Object value, int depth) {
        return value instanceof List<?> list
                ? list.size() == 1 || list.stream().noneMatch(DocumentLayout::hasParts)
                : depth > DEEPEST_BLOCK;
    }
}
