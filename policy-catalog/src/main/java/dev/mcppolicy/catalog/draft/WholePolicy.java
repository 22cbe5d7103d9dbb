package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolCheck;
import dev.mcppolicy.tool.ToolFinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The making of one draft. The policy is built as values, written, read back and compared. Used once. */
final class WholePolicy {
    private static final String NAME = "policy.yaml";
    private static final int MOST_QUESTIONS = 10;
    /** A rule that is left out changes the numbers of those after it, so what is unfit is told in rounds. */
    private static final int MOST_ROUNDS = 10;

    private final OfferedTools tools;
    private final DraftProfile profile;
    private final DraftAnswers answers;
    private final List<DraftQuestion> questions;
    /** The arguments of tools that no rule is made for, as it would not fit the schema. */
    private final Map<String, Set<String>> unfit = new HashMap<>();

    WholePolicy(OfferedTools tools, DraftProfile profile, DraftAnswers answers, List<DraftQuestion> questions) {
        this.tools = tools;
        this.profile = profile;
        this.answers = answers;
        this.questions = questions;
    }

    DraftedPolicy draft() {
        ServerTools named = ServerTools.of(
                tools.tools().stream().map(OfferedTool::definition).toList());
        AnswerGroups groups = groups();
        Policy meant = policy(groups);
        for (int round = 0; round < MOST_ROUNDS && leaveOut(meant, ToolCheck.findings(meant, named)); round++) {
            groups = groups();
            meant = policy(groups);
        }
        String text = PolicyText.of(meant, head(), words(), groups);
        CheckedPolicy read = PolicyReader.check(text, NAME);
        Policy policy = read.policy();
        if (policy == null) {
            throw new InvalidDraftException(errors(read));
        }
        if (!policy.judgesAs(meant)) {
            throw new InvalidDraftException(
                    List.of("the draft would not say what is meant, so none is made; report it with the tools"));
        }
        CheckedPolicy fitted = read.against(named);
        if (fitted.policy() == null) {
            throw new InvalidDraftException(errors(fitted));
        }
        Policy made = meant;
        CheckedPolicy tested = read.against(ServerTools.of(tools.tools().stream()
                .map(tool -> LooseDefinition.of(tool, made.rulesAt(RulePlace.tool(tool.name()))))
                .toList()));
        return new DraftedPolicy(fitted, tested.policy() == null ? fitted : tested, tools.leftOut());
    }

    private static List<String> errors(CheckedPolicy read) {
        return read.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(problem -> "no draft can be made: " + text(problem))
                .toList();
    }

    private static String text(PolicyProblem problem) {
        return problem.help() == null ? problem.message() : problem.message() + " (" + problem.help() + ")";
    }

    private List<OfferedTool> open() {
        return tools.tools().stream()
                .filter(tool -> !profile.hides(tool.toolClass()) && !profile.denies(tool.toolClass()))
                .toList();
    }

    private AnswerGroups groups() {
        return AnswerGroups.of(answers, open(), tools.names(), unfitByArgument());
    }

    private Policy policy(AnswerGroups groups) {
        Set<String> hidden = new LinkedHashSet<>();
        Map<String, ToolPolicy> listed = new LinkedHashMap<>();
        for (OfferedTool tool : tools.tools()) {
            if (profile.hides(tool.toolClass())) {
                hidden.add(tool.name());
            } else {
                listed.put(tool.name(), new ToolPolicy(rules(tool)));
            }
        }
        boolean hasRules = !groups.groups().isEmpty()
                || listed.values().stream().anyMatch(tool -> !tool.rules().isEmpty());
        // Without any rule a document is in either format, and is read in the one that demands its default.
        PolicyFormat format = hasRules ? PolicyFormat.INTERCEPT : PolicyFormat.POLICYLAYER;
        return new PolicyParts("", format, DefaultAction.DENY)
                .hidden(hidden)
                .tools(listed)
                .groups(groups.groups())
                .policy();
    }

    private List<Rule> rules(OfferedTool tool) {
        List<Rule> rules = new ArrayList<>();
        if (!profile.denies(tool.toolClass())) {
            Set<String> left = unfit.getOrDefault(tool.name(), Set.of());
            rules.addAll(ArgumentRules.of(
                    tool.name(),
                    tool.arguments().stream()
                            .filter(argument -> !left.contains(argument.name()))
                            .toList()));
        }
        rules.addAll(profile.rules(tool.toolClass(), tool.name(), rules.size()));
        return rules;
    }

    /** Notes the arguments whose rules do not fit, and says whether there is one more. */
    private boolean leaveOut(Policy meant, List<ToolFinding> findings) {
        Map<String, Rule> byPointer = new HashMap<>();
        meant.rules().forEach(placed -> byPointer.put(placed.rule().id().value(), placed.rule()));
        boolean isMore = false;
        for (ToolFinding finding : findings) {
            String pointer = finding.pointer();
            if (pointer == null || finding.kind().severity() == ToolFinding.Severity.NOTE) {
                continue;
            }
            Rule rule = byPointer.get(ruleOf(pointer));
            if (rule != null) {
                for (var comparison : rule.comparisons()) {
                    String argument = comparison.path().toString();
                    isMore |= unfit.computeIfAbsent(finding.tool(), none -> new HashSet<>())
                            .addAll(named(finding.tool(), argument));
                }
            }
        }
        return isMore;
    }

    private Set<String> named(String tool, String path) {
        Set<String> names = new HashSet<>();
        for (OfferedTool each : tools.tools()) {
            if (each.name().equals(tool)) {
                each.arguments().stream()
                        .map(ArgumentSchema::name)
                        .filter(name -> ArgumentRules.path(name).toString().equals(path))
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** The rule that a place in it belongs to: the first four steps of its pointer. */
    private static String ruleOf(String pointer) {
        int end = 0;
        for (int i = 0; i < 4; i++) {
            end = pointer.indexOf('/', end + 1);
            if (end < 0) {
                return pointer;
            }
        }
        return pointer.substring(0, end);
    }

    private Map<String, Set<String>> unfitByArgument() {
        Map<String, Set<String>> byArgument = new HashMap<>();
        unfit.forEach((tool, arguments) -> arguments.forEach(argument ->
                byArgument.computeIfAbsent(argument, none -> new HashSet<>()).add(tool)));
        return byArgument;
    }

    private List<String> head() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Drafted from what a server says of its tools. Read it from the top, mend what is wrong, and take away");
        lines.add("each mark that you agree with; `mcp-policy validate` warns while one is left.");
        for (DraftQuestion question : questions.subList(0, Math.min(MOST_QUESTIONS, questions.size()))) {
            lines.add("draft: " + question.words() + "?");
        }
        tools.leftOut().forEach(line -> lines.add("draft: " + line));
        return lines;
    }

    private Map<String, List<String>> words() {
        Map<String, List<String>> words = new HashMap<>();
        for (OfferedTool tool : tools.tools()) {
            List<String> lines = new ArrayList<>(ToolWords.of(tool));
            if (unfit.containsKey(tool.name())) {
                lines.add("draft: a rule is left out that would not fit what the schema says of "
                        + ToolWords.line(String.join(", ", unfit.getOrDefault(tool.name(), Set.of()))));
            }
            words.put(tool.name(), lines);
        }
        return words;
    }
}
