package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.format.writing.InterceptForm;
import dev.mcppolicy.format.writing.YamlLayout;
import dev.mcppolicy.model.Policy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The text of a drafted policy: block style, a comment before each tool, and a mark after each decision. Every name and
 * value is as {@link YamlLayout} has it, so that none becomes structure.
 */
final class PolicyText {
    private static final String MARK = " # draft";

    /** What a rule decides by, which is where its mark stands. */
    private static final Set<String> DECIDING =
            Set.of("conditions", "action", "rate_limit", "state", "spend", "concurrent", "schema");

    private final StringBuilder out = new StringBuilder();
    private final Map<String, List<String>> toolWords;
    private final AnswerGroups groups;

    private PolicyText(Map<String, List<String>> toolWords, AnswerGroups groups) {
        this.toolWords = toolWords;
        this.groups = groups;
    }

    /**
     * The text.
     *
     * @param head comments to begin with
     * @param toolWords comments before a tool, by its name
     * @param groups the groups of the policy
     * @throws InvalidDraftException if the format cannot say the policy
     */
    static String of(Policy policy, List<String> head, Map<String, List<String>> toolWords, AnswerGroups groups) {
        InterceptForm form = new InterceptForm(false);
        Map<String, Object> document = form.of(policy);
        if (!form.unwritable().isEmpty()) {
            throw new InvalidDraftException(form.unwritable().stream()
                    .map(rule -> "the draft cannot be written: " + rule)
                    .toList());
        }
        PolicyText text = new PolicyText(toolWords, groups);
        head.forEach(line -> text.comment("", line));
        document.forEach(text::part);
        return text.out.toString();
    }

    private void part(String name, Object value) {
        if (value instanceof Map<?, ?> members && !members.isEmpty()) {
            out.append('\n').append(name).append(":\n");
            boolean isFirst = true;
            for (Map.Entry<?, ?> member : members.entrySet()) {
                out.append(isFirst ? "" : "\n");
                isFirst = false;
                String key = String.valueOf(member.getKey());
                if (name.equals("groups")) {
                    comment("  ", groups.words().getOrDefault(key, ""));
                } else {
                    toolWords.getOrDefault(key, List.of()).forEach(line -> comment("  ", line));
                }
                member(key, (Map<?, ?>) member.getValue());
            }
        } else if (value instanceof List<?> names) {
            out.append('\n').append(name).append(":\n");
            for (Object each : names) {
                toolWords.getOrDefault(String.valueOf(each), List.of()).forEach(line -> comment("  ", line));
                out.append("  - ").append(YamlLayout.line(each)).append(MARK).append('\n');
            }
        } else {
            out.append(name).append(": ").append(YamlLayout.line(value)).append('\n');
        }
    }

    private void comment(String indentation, String line) {
        out.append(indentation).append("# ").append(line).append('\n');
    }

    /** A tool or a group. */
    private void member(String name, Map<?, ?> parts) {
        out.append("  ").append(YamlLayout.line(name)).append(':');
        if (parts.isEmpty()) {
            out.append(" {}").append(MARK).append('\n');
            return;
        }
        out.append('\n');
        parts.forEach((part, value) -> {
            out.append("    ").append(part).append(":\n");
            for (Object each : (List<?>) value) {
                if (each instanceof Map<?, ?> rule) {
                    out.append(rule(rule, "      ", !groups.decided().contains(name)));
                } else {
                    out.append("      - ").append(YamlLayout.line(each)).append('\n');
                }
            }
        });
    }

    /** A rule as an element of a list, its parts below each other. */
    private static String rule(Map<?, ?> rule, String indentation, boolean marked) {
        StringBuilder out = new StringBuilder();
        String start = indentation + "- ";
        for (Map.Entry<?, ?> part : rule.entrySet()) {
            String mark = marked && DECIDING.contains(String.valueOf(part.getKey())) ? MARK : "";
            out.append(start).append(part.getKey()).append(':');
            if (part.getKey().equals("conditions") && part.getValue() instanceof List<?> list && list.size() > 1) {
                out.append('\n');
                for (Object condition : list) {
                    out.append(indentation)
                            .append("    - ")
                            .append(YamlLayout.line(condition))
                            .append(mark)
                            .append('\n');
                }
            } else {
                out.append(' ')
                        .append(YamlLayout.line(part.getValue()))
                        .append(mark)
                        .append('\n');
            }
            start = indentation + "  ";
        }
        return out.toString();
    }
}
