package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Policies with one hole each, beside tests that pass, show every bound, and once were said to show and to notice all. The
 * table says what finds the hole, and a part of its words.
 */
class PlantedHolesTest {
    private static final Path POLICIES = Path.of("src/test/resources/holes");

    /** What looks at a policy and its tests. */
    enum Finder {
        COVERAGE,
        MUTATION,
        /** What loading warns of. */
        LINT,
        /** The tools of the server. */
        TOOLS,
        /** The policy as it was before. */
        DIFF
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            missing-in-when     | COVERAGE | a call that leaves it out: args.currency
            missing-in-when     | LINT     | a call that leaves out `args.currency` is none that the rule concerns
            missing-amount      | MUTATION | `args.amount gt 10000` also holds where `args.amount` is missing
            avoidable-pattern   | COVERAGE | text before what the pattern matches: args.sql not_regex "^DROP "
            avoidable-pattern   | MUTATION | `args.sql not_regex "^DROP "` became `not_regex "DROP "`
            open-start          | COVERAGE | text before what the pattern matches: args.url regex
            loose-alternative   | MUTATION | `args.currency regex "^eur|usd$"` became `regex "(?:^eur|usd$)$"`
            dot-in-name         | COVERAGE | another character for a dot of the pattern: args.tag regex "^v1.4$", as in "v1a4"
            dot-in-name         | MUTATION | `args.tag regex "^v1.4$"` became `regex "^v1\\\\.4$"`
            scope-of-a-session  | LINT     | clients open sessions at will
            places-of-a-grant   | MUTATION | counts per session, not per grant
            window-of-utc       | MUTATION | counts per day in Asia/Kolkata, not per day
            answers-of-anyone   | MUTATION | an operator's yes alone counts
            time-to-answer      | MUTATION | waits 12h for an answer, not 1d
            long-memory         | MUTATION | remembers a yes half as long
            key-of-one          | COVERAGE | a call that leaves it out: args.customer
            key-of-one          | MUTATION | counts for each `args`, not for each `args.customer`
            uncounted           | COVERAGE | a call that leaves it out: args.kind
            other-kind          | COVERAGE | a call that has something of another kind there: args.to.email
            pair-left-out       | COVERAGE | a call that leaves it out: args.from
            pair-left-out       | LINT     | a call that leaves out the argument avoids this `eq`
            denied-unless       | MUTATION | `args.currency neq "EUR"` also holds where `args.currency` is missing
            unknown-caller      | COVERAGE | a call that leaves it out: caller.attributes.role
            sibling-names       | LINT     | `create_*` lists tools that do not exist yet, too
            unlisted-sibling    | TOOLS    | the policy does not name `delete_customers`, and its default allows it
            group-of-nothing    | TOOLS    | no tool matches `crate_*`
            mistyped            | TOOLS    | no tool is called `create_charg`
            raised-bound        | DIFF     | refund with amount=501: was denied by `largest`, is now allowed
            """)
    void every_hole_is_found(String name, Finder finder, String words) {
        PolicyTestFile file = PolicyTestFile.read(POLICIES.resolve(name + ".policytest.yaml"));

        assertThat(found(name, file, finder)).as(name).anyMatch(each -> each.contains(words));
    }

    private static List<String> found(String name, PolicyTestFile file, Finder finder) {
        CheckedPolicy policy = file.policy();
        Stream<String> found =
                switch (finder) {
                    case COVERAGE -> {
                        CoverageRecorder coverage = CoverageRecorder.of(policy);
                        file.cases().forEach(test -> test.run(coverage));
                        yield coverage.report().missed().stream().map(CoverageGoal::words);
                    }
                    case MUTATION ->
                        PolicyMutations.of(policy).againstFiles(List.of(file)).survivors().stream()
                                .map(Mutant::change);
                    case LINT -> policy.problems().stream().map(PolicyProblem::message);
                    case TOOLS ->
                        policy.against(ToolsReader.read(POLICIES.resolve(name + ".tools.json"))).problems().stream()
                                .map(PolicyProblem::message);
                    case DIFF ->
                        PolicyComparison.between(
                                        PolicyReader.read(POLICIES.resolve(name + ".before.yaml")), policy.orThrow())
                                .report()
                                .text()
                                .lines();
                };
        return found.toList();
    }
}
