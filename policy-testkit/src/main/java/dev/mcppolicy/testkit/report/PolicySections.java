package dev.mcppolicy.testkit.report;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.MutationReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts each goal, and each change that no test notices, beside the line of the policy that it is about. */
final class PolicySections {
    private final CoverageReport coverage;
    private final List<Finding> findings;

    PolicySections(TestedPolicy tested) {
        this.coverage = tested.coverage();
        this.findings = findings(tested);
    }

    /** A goal, or a change that no test notices, and where it belongs; one of the two is null. */
    private record Finding(
            String pointer,
            Optional<Location> at,
            String label,
            @Nullable CoverageGoal goal,
            @Nullable Mutant survivor) {
        Rule rule() {
            return new Rule(PolicyPart.of(pointer).title(), label);
        }
    }

    /** What findings are told together. */
    private record Rule(String place, String label) {}

    /** By the lines of the policy's text, or by tool and group where there is none. */
    List<Section> all() {
        return coverage.document().map(this::byLine).orElseGet(this::byPart);
    }

    private static List<Finding> findings(TestedPolicy tested) {
        List<Finding> findings = new ArrayList<>();
        CoverageReport coverage = tested.coverage();
        for (CoverageGoal goal : coverage.goals()) {
            Optional<Location> at = coverage.location(goal);
            findings.add(new Finding(goal.pointer(), at, goal.label(), goal, null));
        }
        MutationReport changes = tested.changes();
        if (changes != null) {
            for (Mutant mutant : changes.survivors()) {
                Optional<Location> at = changes.location(mutant);
                findings.add(new Finding(mutant.pointer(), at, mutant.label(), null, mutant));
            }
        }
        return findings;
    }

    private List<Section> byLine(PolicyDocument document) {
        List<String> lines = lines(document);
        TreeMap<Integer, List<Finding>> byLine = new TreeMap<>();
        List<Finding> unplaced = new ArrayList<>();
        for (Finding each : findings) {
            each.at()
                    .map(Location::line)
                    .filter(line -> line <= lines.size())
                    .map(line -> byLine.computeIfAbsent(line, same -> new ArrayList<>()))
                    .orElse(unplaced)
                    .add(each);
        }
        List<Section> sections = new ArrayList<>();
        if (!unplaced.isEmpty()) {
            Passage passage = new Passage(0, List.of(), byRule(unplaced));
            sections.add(new Section(PolicyPart.REST.title(), List.of(passage)));
        }
        for (SectionLines each : SectionLines.of(lines, document, parts())) {
            sections.add(new Section(each.title(), passages(lines, each, byLine)));
        }
        return sections;
    }

    /**
     * A passage begins at each line of which something is found, and where the rule before it ends: with its last line that
     * is set in as far as it is. What is found within a rule does not end it.
     */
    private List<Passage> passages(List<String> lines, SectionLines section, TreeMap<Integer, List<Finding>> byLine) {
        List<Passage> passages = new ArrayList<>();
        int ruleIndent = 0;
        int first = section.first();
        while (first <= section.last()) {
            List<Finding> found = byLine.getOrDefault(first, List.of());
            boolean isWithin = ruleIndent > 0 && indent(lines.get(first - 1)) >= ruleIndent;
            boolean isRule = found.stream().anyMatch(each -> each.goal() != null);
            if (isRule || !isWithin) {
                ruleIndent = found.stream()
                        .flatMap(each -> each.at().stream())
                        .mapToInt(at -> at.column() - 1)
                        .min()
                        .orElse(0);
            }
            int last = first;
            while (last < section.last() && !byLine.containsKey(last + 1) && isSetIn(lines.get(last), ruleIndent)) {
                last++;
            }
            passages.add(new Passage(first, lines.subList(first - 1, last), byRule(found)));
            first = last + 1;
        }
        return passages;
    }

    private static boolean isSetIn(String line, int indent) {
        return line.isBlank() || indent(line) >= indent;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static List<String> lines(PolicyDocument document) {
        List<String> lines = new ArrayList<>();
        Optional<String> line = document.line(1);
        while (line.isPresent()) {
            lines.add(line.get());
            line = document.line(lines.size() + 1);
        }
        if (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private Set<PolicyPart> parts() {
        Set<PolicyPart> parts = new LinkedHashSet<>();
        Stream.of(
                        coverage.policy().tools().keySet().stream().map(tool -> RuleId.pointer("tools", tool)),
                        coverage.policy().groups().keySet().stream().map(group -> RuleId.pointer("groups", group)),
                        Stream.of(RuleId.pointer("tools", "*"), RuleId.pointer("all_tools")))
                .flatMap(pointers -> pointers)
                .forEach(pointer -> parts.add(PolicyPart.of(pointer.value())));
        return parts;
    }

    private List<Section> byPart() {
        Map<String, List<Finding>> byPart = new LinkedHashMap<>();
        findings.forEach(
                each -> byPart.computeIfAbsent(PolicyPart.of(each.pointer()).title(), part -> new ArrayList<>())
                        .add(each));
        List<Section> sections = new ArrayList<>();
        byPart.forEach((title, all) -> sections.add(new Section(
                title,
                byRule(all).stream()
                        .map(rule -> new Passage(0, List.of(), List.of(rule)))
                        .toList())));
        return sections;
    }

    private List<RuleFindings> byRule(List<Finding> all) {
        Map<Rule, List<Finding>> byRule = new LinkedHashMap<>();
        all.forEach(each ->
                byRule.computeIfAbsent(each.rule(), rule -> new ArrayList<>()).add(each));
        List<RuleFindings> rules = new ArrayList<>();
        byRule.forEach((rule, found) -> {
            List<CoverageGoal> goals =
                    found.stream().map(Finding::goal).filter(Objects::nonNull).toList();
            rules.add(new RuleFindings(
                    rule.place(),
                    rule.label(),
                    goals.stream().filter(goal -> !coverage.isReached(goal)).toList(),
                    goals.stream().filter(coverage::isReached).toList(),
                    found.stream()
                            .map(Finding::survivor)
                            .filter(Objects::nonNull)
                            .toList()));
        });
        return rules;
    }
}
