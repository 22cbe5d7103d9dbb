package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.format.writing.YamlLayout;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The text of a file of drafted tests. Every name and value stands between quotes where YAML could take it for anything
 * but text, and what stands in a comment has no line break, so that nothing of a policy or a server becomes structure.
 */
final class DraftText {
    private static final int WIDTH = 110;

    private final StringBuilder out = new StringBuilder();

    private DraftText() {}

    /** Tests without comments and without the policy that they are about. */
    static String of(List<Map<String, Object>> tests) {
        DraftText text = new DraftText();
        text.out.append("tests:\n");
        tests.forEach(text::add);
        return text.out.toString();
    }

    /** A whole file: what it begins with, and the tests with a comment before each. */
    static String of(
            List<String> introduction,
            Map<String, Object> top,
            List<Map<String, Object>> tests,
            Function<Integer, List<String>> comments) {
        DraftText text = new DraftText();
        introduction.forEach(line -> text.comment("", line));
        top.forEach((name, value) -> text.out
                .append(name)
                .append(": ")
                .append(YamlLayout.line(value))
                .append('\n'));
        text.out.append("tests:\n");
        for (int i = 0; i < tests.size(); i++) {
            text.out.append(i == 0 ? "" : "\n");
            comments.apply(i).forEach(line -> text.comment("  ", line));
            text.add(tests.get(i));
        }
        return text.out.toString();
    }

    private void comment(String indentation, String line) {
        out.append(indentation).append("# ").append(VisibleText.of(line)).append('\n');
    }

    private void add(Map<String, Object> test) {
        out.append("  - name: ")
                .append(YamlLayout.line(test.get("name")))
                .append("\n    at: ")
                .append(YamlLayout.line(test.get("at")))
                .append("\n    steps:\n");
        for (Object step : (List<?>) Objects.requireNonNull(test.get("steps"))) {
            addStep((Map<?, ?>) step);
        }
    }

    /** A step on one line where it fits, or else with a line for each of its parts. */
    private void addStep(Map<?, ?> step) {
        String line = step.size() == 1 && !step.containsKey("fills_up") ? member(step) : YamlLayout.line(step);
        if (line.length() <= WIDTH && !step.containsKey("each")) {
            out.append("      - ").append(line).append('\n');
            return;
        }
        String indentation = "      - ";
        for (Map.Entry<?, ?> part : step.entrySet()) {
            out.append(indentation);
            if (part.getKey().equals("fills_up")) {
                out.append("fills_up:\n");
                ((Map<?, ?>) part.getValue()).forEach((name, value) -> add("          ", name, value));
            } else {
                out.setLength(out.length() - indentation.length());
                add(indentation, part.getKey(), part.getValue());
            }
            indentation = "        ";
        }
    }

    private void add(String indentation, Object name, Object value) {
        String line = YamlLayout.line(value);
        out.append(indentation).append(name).append(':');
        boolean isTable = value instanceof List<?> rows && rows.size() > 1 && rows.get(0) instanceof Map;
        if (isTable && line.length() > WIDTH - 20) {
            out.append('\n');
            for (Object row : (List<?>) value) {
                out.append(" ".repeat(indentation.length()))
                        .append("  - ")
                        .append(YamlLayout.line(row))
                        .append('\n');
            }
        } else {
            out.append(' ').append(line).append('\n');
        }
    }

    private static String member(Map<?, ?> single) {
        Map.Entry<?, ?> only = single.entrySet().iterator().next();
        return only.getKey() + ": " + YamlLayout.line(only.getValue());
    }
}
