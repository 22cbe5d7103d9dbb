package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tests have shown of a policy, and what not, for the terminal, for programs and for a browser. Immutable.
 */
public final class CoverageReport {
    private final String title;
    private final @Nullable PolicyDocument document;
    private final List<CoverageGoal> goals;
    private final Map<CoverageGoal, String> excused;
    private final Set<CoverageGoal> reached;
    private final String revision;

    CoverageReport(
            Policy policy,
            @Nullable PolicyDocument document,
            List<CoverageGoal> goals,
            Map<CoverageGoal, String> excused,
            Set<CoverageGoal> reached) {
        this.title = document != null ? document.name() : policy.name().isEmpty() ? "the policy" : policy.name();
        this.document = document;
        this.goals = goals;
        this.excused = excused;
        this.reached = reached;
        this.revision = policy.revision();
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
        return goals.stream().filter(goal -> !reached.contains(goal)).toList();
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
        String line =
                location(goal).map(at -> document() + ":" + at.line() + ": ").orElse("");
        String place = goal.place();
        boolean isNamed = !place.isEmpty() && !place.equals(goal.label());
        return line + (isNamed ? place + ": " : "") + "`" + goal.label() + "`";
    }

    /**
     * The report for programs: an object with {@code policy}, {@code revision}, {@code percent} and {@code goals}, each
     * with {@code rule}, {@code label}, {@code kind}, {@code detail}, {@code line} where known, and {@code reached}.
     *
     * @return JSON on one line, in which what a reader does not see is an escape
     */
    public String json() {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("policy", title);
        root.put("revision", revision);
        root.put("percent", percent());
        List<Object> all = new ArrayList<>();
        for (CoverageGoal goal : goals) {
            Map<String, @Nullable Object> each = new LinkedHashMap<>();
            each.put("rule", goal.rule().value());
            each.put("label", goal.label());
            each.put("kind", goal.kind().name());
            each.put("detail", goal.detail());
            location(goal).ifPresent(at -> each.put("line", at.line()));
            each.put("reached", isReached(goal));
            all.add(each);
        }
        root.put("goals", all);
        return VisibleText.inJson(CanonicalJson.write(root));
    }

    /**
     * The report for a browser: one page that needs nothing else, the policy's text with its margin coloured where there
     * is a text, and every goal.
     *
     * @return HTML in UTF-8
     */
    public String html() {
        return htmlOf(List.of(this));
    }

    /**
     * Reports of several policies on one page, with their shares first.
     *
     * @param reports at least one report, in the order of the page
     * @return HTML in UTF-8, as {@link #html()}
     * @throws IllegalArgumentException if there is no report
     */
    public static String htmlOf(List<CoverageReport> reports) {
        if (reports.isEmpty()) {
            throw new IllegalArgumentException("there is no report to write");
        }
        return new CoveragePage(List.copyOf(reports)).text();
    }

    boolean isReached(CoverageGoal goal) {
        return reached.contains(goal);
    }

    /**
     * What the report is about.
     *
     * @return the name of the policy's document or, without one, of the policy
     */
    public String title() {
        return title;
    }

    Optional<PolicyDocument> source() {
        return Optional.ofNullable(document);
    }

    /** Where a goal's rule stands in the document; for a default that is not written, nowhere. */
    Optional<Location> location(CoverageGoal goal) {
        return source().flatMap(text -> text.location(goal.pointer()));
    }

    private String document() {
        return source().map(PolicyDocument::name).orElse(title);
    }
}
