package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** What no test was found for, each with the reason that the search can give. */
final class Shortfalls {
    private Shortfalls() {}

    static List<String> of(DraftedPolicy drafted, List<CoverageGoal> missed, Missing missing, List<ToolDraft> tools) {
        List<String> lines = new ArrayList<>();
        for (CoverageGoal goal : missed) {
            lines.add(
                    line("`" + goal.label() + "`: " + goal.words(), goal.rule().value(), drafted, tools));
        }
        for (int number : missing.changes()) {
            Mutant mutant = missing.mutant(number);
            lines.add(line("`" + mutant.label() + "`: " + mutant.change(), mutant.pointer(), drafted, tools));
        }
        return lines;
    }

    private static String line(String what, String pointer, DraftedPolicy drafted, List<ToolDraft> tools) {
        String reason = tools.stream()
                .filter(tool -> isAbout(pointer, tool.tool(), drafted))
                .findFirst()
                .map(ToolDraft::reason)
                .orElse("no tool was found whose calls show it");
        return VisibleText.of(pointer + ": " + what + ": " + reason);
    }

    private static boolean isAbout(String pointer, String tool, DraftedPolicy drafted) {
        String own = RuleId.pointer("tools", tool).value();
        return pointer.equals(own)
                || pointer.startsWith(own + "/")
                || drafted.policy().groups().entrySet().stream()
                        .anyMatch(group -> group.getValue().has(tool)
                                && (pointer + "/")
                                        .startsWith(RuleId.pointer("groups", group.getKey())
                                                        .value() + "/"))
                || drafted.policy().everyTool().stream()
                        .anyMatch(rule -> (pointer + "/").startsWith(rule.id().value() + "/"));
    }
}
