package dev.mcppolicy.cli.output;

import dev.mcppolicy.catalog.risk.ToolClass;
import dev.mcppolicy.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How the classes of tools are told. */
public enum ClassReport {
    /** For people. */
    TEXT {
        @Override
        public String write(List<ClassifiedTool> tools, String words) {
            StringBuilder text = new StringBuilder();
            for (ClassifiedTool tool : tools) {
                text.append(String.format(
                                Locale.ROOT,
                                "%-8s  %-11s  %s",
                                level(tool),
                                tool.risk().toolClass().id(),
                                VisibleText.of(tool.name())))
                        .append(tool.flags().isEmpty() ? "" : "  (" + String.join(", ", tool.flags()) + ")")
                        .append("\n    ")
                        .append(String.join("; ", tool.risk().reasons()))
                        .append('\n');
            }
            return text.append(summary(tools)).append('\n').toString();
        }
    },
    /** For programs. */
    JSON {
        @Override
        public String write(List<ClassifiedTool> tools, String words) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("words", words);
            report.put("tools", tools.stream().map(ClassReport::members).toList());
            return JsonLayout.indented(report) + "\n";
        }
    },
    /** For a review, as a table. */
    MARKDOWN {
        @Override
        public String write(List<ClassifiedTool> tools, String words) {
            StringBuilder table = new StringBuilder("| tool | class | level | flags | why |\n|---|---|---|---|---|\n");
            for (ClassifiedTool tool : tools) {
                table.append("| ")
                        .append(escaped(tool.name()))
                        .append(" | ")
                        .append(tool.risk().toolClass().id())
                        .append(" | ")
                        .append(level(tool))
                        .append(" | ")
                        .append(escaped(String.join(", ", tool.flags())))
                        .append(" | ")
                        .append(escaped(String.join("; ", tool.risk().reasons())))
                        .append(" |\n");
            }
            return table.append('\n').append(summary(tools)).append('\n').toString();
        }
    };

    /**
     * What calls of the tools can do.
     *
     * @param tools the tools in the order in which they are told
     * @param words the version of the words that the classes were told by
     */
    public abstract String write(List<ClassifiedTool> tools, String words);

    private static String level(ClassifiedTool tool) {
        return tool.risk().toolClass().level().name().toLowerCase(Locale.ROOT);
    }

    private static String summary(List<ClassifiedTool> tools) {
        Map<ToolClass, Long> counts = new LinkedHashMap<>();
        tools.forEach(tool -> counts.merge(tool.risk().toolClass(), 1L, Long::sum));
        String each = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().id())
                .collect(Collectors.joining(", "));
        return CountedNoun.of(tools.size(), "tool") + (each.isEmpty() ? "" : ": " + each);
    }

    private static Map<String, Object> members(ClassifiedTool tool) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("tool", tool.name());
        members.put("class", tool.risk().toolClass().id());
        members.put("level", level(tool));
        members.put("flags", tool.flags());
        members.put("reasons", tool.risk().reasons());
        members.put("corrected", tool.risk().corrected());
        return members;
    }

    /** Text that is itself in Markdown, and neither ends a cell nor makes a link, a picture or a tag. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        VisibleText.of(text).chars().forEach(c -> {
            boolean plain = c >= 0x80 || c == ' ' || c == '-' || c == '.' || c == ',' || Character.isLetterOrDigit(c);
            out.append(plain ? "" : "\\").append((char) c);
        });
        return out.toString();
    }
}
