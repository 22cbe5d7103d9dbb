package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.catalog.draft.DraftAnswers.Answer;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolGroup;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The groups that answers become: one of the tools that demand the argument, and one of those that may go without it,
 * which a call without it passes.
 */
final class AnswerGroups {
    private static final int LONGEST_NAME = 60;
    private static final int MOST_SAID = 5;
    private static final int LONGEST_SAID = 60;

    private final Set<String> taken;
    private final Map<String, ToolGroup> groups = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Set<String> decided = new HashSet<>();

    private AnswerGroups(Set<String> tools) {
        this.taken = new HashSet<>(tools);
    }

    /**
     * The groups of some tools.
     *
     * @param tools the tools that are neither hidden nor denied
     * @param names the names of all tools, which no group may bear
     * @param unfit which tools are in no group for an argument, by the argument
     */
    static AnswerGroups of(
            DraftAnswers answers, List<OfferedTool> tools, Set<String> names, Map<String, Set<String>> unfit) {
        AnswerGroups made = new AnswerGroups(names);
        for (String argument : answers.arguments()) {
            answers.of(argument)
                    .ifPresent(answer -> made.add(argument, answer, tools, unfit.getOrDefault(argument, Set.of())));
        }
        return made;
    }

    private void add(String argument, Answer answer, List<OfferedTool> tools, Set<String> unfit) {
        List<String> demanding = new ArrayList<>();
        List<String> sparing = new ArrayList<>();
        for (OfferedTool tool : tools) {
            for (ArgumentSchema each : tool.arguments()) {
                if (each.name().equals(argument) && RecurringArguments.isAsked(each) && !unfit.contains(tool.name())) {
                    (each.mayBeMissing() ? sparing : demanding).add(tool.name());
                }
            }
        }
        String shown = VisibleText.of(argument, LONGEST_NAME);
        add("known_" + plain(argument), argument, answer, demanding, false, "an answer: `" + shown + "`");
        add(
                "known_" + plain(argument) + "_if_given",
                argument,
                answer,
                sparing,
                true,
                "the same where a call may leave `" + shown + "` out: one that does passes");
    }

    private void add(
            String wanted, String argument, Answer answer, List<String> tools, boolean mayBeMissing, String why) {
        if (tools.isEmpty()) {
            return;
        }
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        Condition condition = ArgumentRules.condition(argument, answer.operator(), answer.values(), mayBeMissing);
        RuleHead head = new RuleHead(
                RuleId.pointer("groups", name, "rules", 0), null, message(argument, answer), Mode.ENFORCE, List.of());
        groups.put(name, new ToolGroup(tools, false, List.of(new Require(head, List.of(condition)))));
        words.put(name, why);
        if (!mayBeMissing) {
            decided.add(name);
        }
    }

    private static String message(String argument, Answer answer) {
        String verb =
                switch (answer.operator()) {
                    case WITHIN -> " must lie in ";
                    case HOST_IN -> " must lead to ";
                    case EMAIL_IN -> " must be of ";
                    default -> " must be ";
                };
        String said = answer.values().stream()
                .map(value -> VisibleText.of(String.valueOf(value)))
                .collect(Collectors.joining(" or "));
        boolean isShort = answer.values().size() <= MOST_SAID && said.length() <= LONGEST_SAID;
        return ArgumentRules.shown(argument) + verb + (isShort ? said : "what the policy names") + ".";
    }

    private static String plain(String argument) {
        StringBuilder plain = new StringBuilder();
        argument.codePoints().limit(LONGEST_NAME).forEach(each -> plain.appendCodePoint(isPlain(each) ? each : '_'));
        return plain.toString();
    }

    private static boolean isPlain(int each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || each == '_'
                || each == '-';
    }

    Map<String, ToolGroup> groups() {
        return groups;
    }

    /** The groups of which nothing is left to decide; what a call can leave out is. */
    Set<String> decided() {
        return decided;
    }

    /** Why a group is there, by its name. */
    Map<String, String> words() {
        return words;
    }
}
