package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.model.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tests have shown of a policy, and what not, and which test what. Immutable.
 */
public final class CoverageReport {
    private final String title;
    private final @Nullable PolicyDocument document;
    private final List<CoverageGoal> goals;
    private final Map<CoverageGoal, String> excused;
    private final Policy policy;
    private final List<CoveringTest> tests;
    private final Map<CoverageGoal, List<CoveringTest>> shown;

    CoverageReport(
            Policy policy,
            @Nullable PolicyDocument document,
            List<CoverageGoal> goals,
            Map<CoverageGoal, String> excused,
            List<CoveringTest> tests,
            Map<CoverageGoal, List<CoveringTest>> shown) {
        this.title = document != null ? document.name() : policy.name().isEmpty() ? "the policy" : policy.name();
        this.document = document;
        this.goals = goals;
        this.excused = excused;
        this.policy = policy;
        this.tests = tests;
        this.shown = shown;
    }

    /**
     * All that should be shown, in the order of the policy.
     *
     * @return an unmodifiable list
     */
    public List<CoverageGoal> goals() {
        return goals;
    }

    /**
     * What has not been shown, in the order of the policy.
     *
     * @return an unmodifiable list
     */
    public List<CoverageGoal> missed() {
        return goals.stream().filter(goal -> !isReached(goal)).toList();
    }

    /**
     * The share of what has been shown.
     *
     * @return whole percent, rounded down, so that 100 means all; 100 for a policy in which there is nothing to show
     */
    public int percent() {
        return goals.isEmpty() ? 100 : (goals.size() - missed().size()) * 100 / goals.size();
    }

    /**
     * The report for a terminal: one line in all, and what was missed, by tool and rule.
     *
     * @return lines, each with its end
     */
    public String text() {
        return text(Integer.MAX_VALUE);
    }

    /**
     * The report for a terminal, with what was missed of the first rules alone, and how much more there is.
     *
     * @param rules of how many rules to say what was missed
     * @return lines, each with its end
     */
    public String text(int rules) {
        List<CoverageGoal> missed = missed();
        StringBuilder out = new StringBuilder("policy coverage of " + title + ": " + percent() + " % ("
                + (goals.size() - missed.size()) + " of " + goals.size() + ")"
                + (excused.isEmpty() ? "" : ", " + excused.size() + " more are shown by no valid call") + "\n");
        Map<String, List<CoverageGoal>> byRule = new LinkedHashMap<>();
        missed.forEach(goal ->
                byRule.computeIfAbsent(heading(goal), same -> new ArrayList<>()).add(goal));
        byRule.entrySet().stream().limit(rules).forEach(rule -> {
            out.append("  ").append(rule.getKey()).append('\n');
            rule.getValue()
                    .forEach(goal ->
                            out.append("    not shown: ").append(goal.words()).append('\n'));
        });
        int more = byRule.values().stream().skip(rules).mapToInt(List::size).sum();
        if (more > 0) {
            int of = byRule.size() - rules;
            out.append("  and ").append(more).append(" more, of ").append(of).append(of == 1 ? " rule\n" : " rules\n");
        }
        return out.toString();
    }

    /**
     * What is not asked for, since no call shows it that the tools' schemas admit, for a terminal: one line each, with the
     * reason.
     *
     * @return lines, each with its end; empty if there are none
     */
    public String reasons() {
        StringBuilder out = new StringBuilder();
        excused.forEach((goal, reason) -> out.append("  not asked for: ")
                .append(heading(goal))
                .append(": ")
                .append(goal.words())
                .append(": ")
                .append(reason)
                .append('\n'));
        return out.toString();
    }

    /** Where the rule of a goal stands: its line, its tool or group, and its name. */
    private String heading(CoverageGoal goal) {
        String line = location(goal).map(at -> title + ":" + at.line() + ": ").orElse("");
        String place = goal.place();
        boolean isNamed = !place.isEmpty() && !place.equals(goal.label());
        return line + (isNamed ? place + ": " : "") + "`" + goal.label() + "`";
    }

    /**
     * What is not asked for, since no call shows it that the tools' schemas admit, each with the reason.
     *
     * @return an unmodifiable map in the order of the policy
     */
    public Map<CoverageGoal, String> excused() {
        return Collections.unmodifiableMap(excused);
    }

    /**
     * The tests that were run under their names, whether or not they show anything.
     *
     * @return an unmodifiable list in the order in which they began
     */
    public List<CoveringTest> tests() {
        return tests;
    }

    /**
     * The tests that show a goal.
     *
     * @param goal one of {@link #goals()}
     * @return an unmodifiable list in the order of {@link #tests()}; empty also where a test shows it that has no name
     */
    public List<CoveringTest> tests(CoverageGoal goal) {
        return shown.getOrDefault(goal, List.of());
    }

    /**
     * Whether a goal has been shown.
     *
     * @param goal one of {@link #goals()}
     * @return false for one of {@link #missed()}
     */
    public boolean isReached(CoverageGoal goal) {
        return shown.containsKey(goal);
    }

    /**
     * What the report is about.
     *
     * @return the name of the policy's document or, without one, of the policy
     */
    public String title() {
        return title;
    }

    /**
     * The policy that the report is about.
     *
     * @return the policy
     */
    public Policy policy() {
        return policy;
    }

    /**
     * The text of the policy.
     *
     * @return the document, or empty for a policy that was built in Java
     */
    public Optional<PolicyDocument> document() {
        return Optional.ofNullable(document);
    }

    /**
     * Where a goal's rule stands in the document.
     *
     * @param goal one of {@link #goals()}
     * @return the place, or empty without document and for a default that is not written
     */
    public Optional<Location> location(CoverageGoal goal) {
        return document().flatMap(text -> text.location(goal.pointer()));
    }
}
