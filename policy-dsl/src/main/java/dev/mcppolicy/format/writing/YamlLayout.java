package dev.mcppolicy.format.writing;

import dev.mcppolicy.format.document.PlainScalar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The YAML syntax: blocks down to the rules, and within a rule what fits on one line in braces. A string stands without
 * quotes only where every reader of YAML takes it for the same text.
 */
public final class YamlLayout extends DocumentLayout {
    /** Document, tools, a tool, its list of rules, and each rule stand on lines of their own. */
    private static final int DEEPEST_BLOCK = 4;

    /** The longest name that stands before its colon; YAML sets the end at 1 024 characters. Too long for one line. */
    private static final int LONGEST_SIMPLE_NAME = 500;

    /**
     * A value on one line, in braces and brackets where it has parts, to stand within another document.
     *
     * @throws IllegalArgumentException if it is none, or a name in it is too long for one line
     */
    public static String line(@Nullable Object value) {
        requireShortNames(value);
        StringBuilder line = new StringBuilder();
        new YamlLayout().inline(value, line);
        return line.toString();
    }

    private static void requireShortNames(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> {
                if (((String) name).length() > LONGEST_SIMPLE_NAME) {
                    throw new IllegalArgumentException("a name is too long for one line");
                }
                requireShortNames(inner);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(YamlLayout::requireShortNames);
        }
    }

    @Override
    void write(@Nullable Object value, int indentation, int depth) {
        String line = onThisLine(value, depth);
        if (line != null) {
            out.append(line);
        } else if (value instanceof Map<?, ?> map) {
            writeMembers(map, indentation, depth);
        } else {
            writeElements((List<?>) value, indentation, depth);
        }
    }

    /** The first member stands where the text has come to, the others on lines of their own. */
    private void writeMembers(Map<?, ?> map, int indentation, int depth) {
        boolean first = true;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!first) {
                newLine(indentation);
            }
            first = false;
            String name = (String) member.getKey();
            if (name.length() > LONGEST_SIMPLE_NAME) {
                out.append("? ");
                text(name, out);
                newLine(indentation);
                out.append(": ");
            } else {
                name(name, out);
            }
            writeNested(member.getValue(), indentation, depth + 1);
        }
    }

    private void writeElements(@Nullable List<?> list, int indentation, int depth) {
        boolean first = true;
        for (Object element : list == null ? List.of() : list) {
            if (!first) {
                newLine(indentation);
            }
            first = false;
            out.append("- ");
            write(element, indentation + INDENT, depth + 1);
        }
    }

    /** A value after its name: on the same line, or on lines of its own, further in. */
    private void writeNested(@Nullable Object value, int indentation, int depth) {
        if (onThisLine(value, depth) == null) {
            out.setLength(out.length() - 1);
            newLine(indentation + INDENT);
        }
        write(value, indentation + INDENT, depth);
    }

    @Override
    void text(String text, StringBuilder line) {
        if (isPlain(text) || isRate(text)) {
            line.append(text);
        } else {
            quote(text, line);
        }
    }

    @Override
    void name(String name, StringBuilder line) {
        text(name, line);
        line.append(": ");
    }

    @Override
    boolean mayStandOnOneLine(@Nullable Object value, int depth) {
        return value instanceof List<?> list
                ? depth > DEEPEST_BLOCK + 1 || list.stream().noneMatch(DocumentLayout::hasParts)
                : depth > DEEPEST_BLOCK;
    }

    /** Begins with a letter, has only characters that mean nothing to YAML, and is no word that means a value. */
    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && isLetter(text.charAt(0))
                && text.charAt(text.length() - 1) != ' '
                && text.chars().allMatch(YamlLayout::isPlain)
                && PlainScalar.read(text) == PlainScalar.Reading.TEXT;
    }

    /** {@code 5/hour}, which is a number to no reader of YAML. */
    private static boolean isRate(String text) {
        int slash = text.indexOf('/');
        return slash > 0
                && slash < text.length() - 1
                && text.chars().limit(slash).allMatch(c -> c >= '0' && c <= '9')
                && text.chars().skip(slash + 1L).allMatch(YamlLayout::isLetter);
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isPlain(int c) {
        return isLetter(c) || (c >= '0' && c <= '9') || " .-/$()+%;=".indexOf(c) >= 0;
    }
}
