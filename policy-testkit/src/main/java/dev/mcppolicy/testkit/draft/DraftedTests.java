package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.Mutant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tests that were drafted, and what none was found for. Immutable. */
public final class DraftedTests {
    private static final String READ = "draft: this pins what the policy does, read whether it should";
    private static final int SHOWN_CHANGES = 5;

    private final List<Map<String, Object>> tests;
    private final List<List<String>> comments;
    private final List<String> shortfalls;
    private final CoverageReport coverage;
    private final int unnoticed;

    private DraftedTests(
            List<Map<String, Object>> tests,
            List<List<String>> comments,
            List<String> shortfalls,
            CoverageReport coverage,
            int unnoticed) {
        this.unnoticed = unnoticed;
        this.tests = tests;
        this.comments = comments;
        this.shortfalls = List.copyOf(shortfalls);
        this.coverage = coverage;
    }

    /** Reads the tests back as one file, and runs each with the whole policy; each was run with the changes that it notices. */
    static DraftedTests of(
            DraftedPolicy drafted,
            List<DraftedTest> found,
            Missing missing,
            List<ToolDraft> tools,
            CoverageRecorder coverage,
            List<String> taken) {
        List<Map<String, Object>> tests = new ArrayList<>();
        Set<String> names = new HashSet<>(taken);
        found.forEach(test -> tests.add(test.written(name(test, names))));
        if (!tests.isEmpty()) {
            List<PolicyTestCase> cases = PolicyTestFile.parse(
                            Path.of("the draft"), DraftText.of(tests), drafted.checked())
                    .cases();
            cases.forEach(test -> test.run(coverage));
        }
        CoverageReport report = coverage.report();
        return new DraftedTests(
                List.copyOf(tests),
                found.stream().map(test -> comment(test, missing)).toList(),
                Shortfalls.of(drafted, report.missed(), missing, tools),
                report,
                missing.changes().size());
    }

    private static String name(DraftedTest test, Set<String> taken) {
        String plain = test.tool() + ": " + test.title();
        String name = plain;
        for (int i = 2; !taken.add(name); i++) {
            name = plain + " (" + i + ")";
        }
        return name;
    }

    private static List<String> comment(DraftedTest test, Missing missing) {
        List<String> lines = new ArrayList<>();
        lines.add(READ);
        for (CoverageGoal goal : test.goals()) {
            String of = goal.rule().equals(test.rule()) ? "" : " of `" + goal.label() + "`";
            lines.add("shows" + of + ": " + goal.words());
        }
        List<Integer> changes = List.copyOf(test.noticed());
        if (!test.goals().isEmpty() && !changes.isEmpty()) {
            lines.add("notices " + changes.size() + (changes.size() == 1 ? " change" : " changes") + " of the policy");
            return lines;
        }
        for (int number : changes.subList(0, Math.min(SHOWN_CHANGES, changes.size()))) {
            Mutant mutant = missing.mutant(number);
            lines.add("notices that `" + mutant.label() + "`: " + mutant.change());
        }
        if (changes.size() > SHOWN_CHANGES) {
            lines.add("and " + (changes.size() - SHOWN_CHANGES) + " more");
        }
        return lines;
    }

    /**
     * How many tests were drafted.
     *
     * @return zero or more; none where nothing is missing or nothing was found
     */
    public int size() {
        return tests.size();
    }

    /**
     * What no test was found for: a line each, without its end, with a reason. It is missing from the score of all tests
     * together.
     *
     * @return an unmodifiable list in the order of the policy, goals first
     */
    public List<String> shortfalls() {
        return shortfalls;
    }

    /**
     * What the tests show of the policy together with those that were there before.
     *
     * @return the report
     */
    public CoverageReport coverage() {
        return coverage;
    }

    /**
     * How many changes of the policy go unnoticed all the same.
     *
     * @return zero or more; they are among the {@link #shortfalls()}
     */
    public int unnoticed() {
        return unnoticed;
    }

    /**
     * The file.
     *
     * @param policy how the file names the policy: a path from its directory
     * @param tools how it names the tools of the server, likewise, or null where it does not
     * @return YAML that {@link PolicyTestFile} reads, with a comment before each test that says what it shows
     * @throws IllegalStateException if there is no test, since a file without one is none
     */
    public String text(String policy, @Nullable String tools) {
        if (tests.isEmpty()) {
            throw new IllegalStateException("no test was drafted");
        }
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("policy", policy);
        if (tools != null) {
            top.put("tools", tools);
        }
        return DraftText.of(
                List.of(
                        "Drafted: each test pins what the policy does now, be it meant or not.",
                        "Read them, mend the policy where it is wrong, and delete what need not be held."),
                top,
                tests,
                comments::get);
    }
}
