package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a draft says of a tool in comments: each line is one, escaped and cut. What the server says stands between quotes
 * or after words of our own, so that none of it can be a mark of a draft.
 */
final class ToolWords {
    private static final String SPACE = " \t\n\u000B\f\r";
    private static final int LONGEST = 110;
    private static final int LONGEST_PART = 60;
    private static final int MOST_ARGUMENTS = 30;
    private static final int MOST_VALUES = 6;

    private ToolWords() {}

    static List<String> of(OfferedTool tool) {
        List<String> lines = new ArrayList<>();
        if (tool.definition().members().get("description") instanceof String description
                && !VisibleText.isBlank(description)) {
            lines.add(line("\"" + onOneLine(description) + "\""));
        }
        List<ArgumentSchema> arguments = tool.arguments();
        for (ArgumentSchema argument : arguments.subList(0, Math.min(MOST_ARGUMENTS, arguments.size()))) {
            lines.add(line("  " + argument(argument)));
        }
        if (arguments.size() > MOST_ARGUMENTS) {
            lines.add("  and " + (arguments.size() - MOST_ARGUMENTS) + " arguments more");
        } else if (arguments.isEmpty()) {
            lines.add("  no arguments that its schema names");
        }
        lines.add(line("class " + tool.toolClass().id() + ": "
                + String.join("; ", tool.risk().reasons())));
        return lines;
    }

    /** A line of a comment: visible, and cut. */
    static String line(String text) {
        return VisibleText.of(text, LONGEST);
    }

    /** A text of several lines as one, its white space as single spaces. */
    static String onOneLine(String text) {
        // Beyond what is shown nothing is looked at, however long it is.
        String begin = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < begin.length(); i++) {
            char each = begin.charAt(i);
            if (SPACE.indexOf(each) < 0) {
                line.append(each);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return line.toString().strip();
    }

    private static String argument(ArgumentSchema argument) {
        StringBuilder words = new StringBuilder("`" + VisibleText.of(argument.name(), LONGEST_PART) + "`: ");
        words.append(
                argument.types().isEmpty()
                        ? "any"
                        : VisibleText.of(String.join(" or ", argument.types()), LONGEST_PART));
        words.append(argument.isRequired() ? ", required" : ", optional");
        if (argument.hasDefault()) {
            words.append(", by default ").append(value(argument.keywords().get("default")));
        }
        List<Object> values = argument.values();
        if (!values.isEmpty()) {
            words.append(", one of ");
            for (int i = 0; i < Math.min(MOST_VALUES, values.size()); i++) {
                words.append(i == 0 ? "" : ", ").append(value(values.get(i)));
            }
            if (values.size() > MOST_VALUES) {
                words.append(" and ").append(values.size() - MOST_VALUES).append(" more");
            }
        }
        addBound(argument, "minimum", "at least", words);
        addBound(argument, "maximum", "at most", words);
        addBound(argument, "maxLength", "length at most", words);
        return words.toString();
    }

    private static void addBound(ArgumentSchema argument, String keyword, String word, StringBuilder words) {
        Number bound = argument.number(keyword);
        if (bound != null) {
            words.append(", ").append(word).append(' ').append(value(bound));
        }
    }

    private static String value(@Nullable Object value) {
        return VisibleText.of(CanonicalJson.write(value), LONGEST_PART);
    }
}
