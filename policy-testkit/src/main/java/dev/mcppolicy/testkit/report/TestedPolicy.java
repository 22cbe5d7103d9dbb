package dev.mcppolicy.testkit.report;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.text.VisibleText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tests show of one policy, and which of its changes they notice. Immutable and safe for use by any thread.
 *
 * @param coverage what the tests show
 * @param changes which changes they notice, or null where the policy was not changed
 */
public record TestedPolicy(
        CoverageReport coverage, @Nullable MutationReport changes) {
    /**
     * Both reports of one policy.
     *
     * @throws IllegalArgumentException if the reports are of two policies
     */
    public TestedPolicy {
        if (changes != null && !changes.policy().judgesAs(coverage.policy())) {
            throw new IllegalArgumentException(
                    "the coverage is that of `" + coverage.title() + "`, and the changes are another policy's");
        }
    }

    /**
     * The reports for a browser: one page that needs nothing else, with the text of the policies, and beside each line
     * what no test shows, which test shows the rest, and which changes no test notices. Nothing that stands in a policy or
     * a test is markup there.
     *
     * @param policies at least one policy, in the order of the page
     * @param at when the tests were run
     * @return HTML in UTF-8
     * @throws IllegalArgumentException if there is no policy
     */
    public static String html(List<TestedPolicy> policies, Instant at) {
        if (policies.isEmpty()) {
            throw new IllegalArgumentException("there is no report to write");
        }
        return new ReportPage(policies.stream().map(PolicySheet::of).toList(), at).text();
    }

    /**
     * The reports for programs: an object with {@code policy}, {@code revision}, {@code percent}, {@code tests}, each with
     * {@code name} and {@code place}, and {@code goals}, each with {@code rule}, {@code label}, {@code kind}, {@code
     * detail}, {@code line} where known, {@code reached}, and {@code tests}, which are numbers into that list, from 0. Where
     * the policy was changed also {@code changes}, with {@code counted}, {@code withoutDifference},
     * {@code percent} and {@code survivors}, each with
     * {@code pointer}, {@code label}, {@code change}, and {@code line} where known.
     *
     * @return JSON on one line, in which what a reader does not see is an escape
     */
    public String json() {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("policy", coverage.title());
        root.put("revision", coverage.policy().revision());
        root.put("percent", coverage.percent());
        root.put("tests", coverage.tests().stream().map(TestedPolicy::json).toList());
        Map<CoveringTest, Integer> numbers = new LinkedHashMap<>();
        coverage.tests().forEach(test -> numbers.put(test, numbers.size()));
        root.put(
                "goals",
                coverage.goals().stream().map(goal -> json(goal, numbers)).toList());
        if (changes != null) {
            root.put("changes", json(changes));
        }
        return VisibleText.inJson(CanonicalJson.write(root));
    }

    private static Map<String, Object> json(CoveringTest test) {
        return Map.of("name", test.name(), "place", test.place());
    }

    private Map<String, Object> json(CoverageGoal goal, Map<CoveringTest, Integer> numbers) {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("rule", goal.rule().value());
        each.put("label", goal.label());
        each.put("kind", goal.kind().name());
        each.put("detail", goal.detail());
        coverage.location(goal).ifPresent(at -> each.put("line", at.line()));
        each.put("reached", coverage.isReached(goal));
        each.put("tests", coverage.tests(goal).stream().map(numbers::get).toList());
        return each;
    }

    private static Map<String, Object> json(MutationReport changes) {
        return Map.of(
                "counted",
                changes.counted(),
                "withoutDifference",
                changes.equivalent().size(),
                "percent",
                changes.percent(),
                "survivors",
                changes.survivors().stream().map(each -> json(changes, each)).toList());
    }

    private static Map<String, Object> json(MutationReport changes, Mutant survivor) {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("pointer", survivor.pointer());
        each.put("label", survivor.label());
        each.put("change", survivor.change());
        changes.location(survivor).ifPresent(at -> each.put("line", at.line()));
        return each;
    }
}
