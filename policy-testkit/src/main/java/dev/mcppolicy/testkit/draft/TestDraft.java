package dev.mcppolicy.testkit.draft;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.util.ArrayList;
import java.util.List;

/**
 * Drafts the tests that a policy lacks: for everything that coverage asks for and no test shows, and for each small change
 * that no test notices, a call that does. A person reads them, and deletes in place of writing.
 *
 * <pre>{@code
 * DraftedTests drafted = TestDraft.of(PolicyReader.check(file)).missingFrom(List.of());
 * Files.writeString(tests, drafted.text("refunds.yaml", null));
 * }</pre>
 *
 * <p>Calls are looked for at the bounds of the rules, with arguments that the input schemas of the tools admit where the
 * policy is held against them. What a test expects is what the policy decides now, be it meant or not. It is a search and
 * no proof: what it does not find is named. The same policy and tests have the same draft always.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class TestDraft {
    private final DraftedPolicy drafted;

    private TestDraft(DraftedPolicy drafted) {
        this.drafted = drafted;
    }

    /**
     * The draft of tests for a policy, which is not begun yet.
     *
     * @param policy the policy, without errors; where it was held against tools, calls are such as they admit
     * @return the draft
     * @throws dev.mcppolicy.format.InvalidPolicyException if the policy has errors
     */
    @CheckReturnValue
    public static TestDraft of(CheckedPolicy policy) {
        return new TestDraft(new DraftedPolicy(policy));
    }

    /**
     * Drafts what tests leave out.
     *
     * @param tests files of tests of this policy, perhaps none
     * @return the tests that are missing; every one passes as it is read back
     * @throws IllegalArgumentException if a file is about another policy, or a test fails with the policy as it is
     */
    @CheckReturnValue
    public DraftedTests missingFrom(List<PolicyTestFile> tests) {
        CoverageRecorder coverage = CoverageRecorder.of(drafted.checked());
        PolicyMutations mutations = PolicyMutations.of(drafted.checked());
        List<Mutant> unnoticed = tests.isEmpty()
                ? mutations.mutants().stream()
                        .filter(mutant -> mutant.equivalence() == null)
                        .toList()
                : mutations.againstFiles(tests).survivors();
        tests.stream().flatMap(file -> file.cases().stream()).forEach(test -> test.run(coverage));
        Missing missing = new Missing(coverage.report().missed(), unnoticed);
        List<DraftedTest> found = new ArrayList<>();
        List<ToolDraft> tools = new ArrayList<>();
        for (String tool : drafted.tools()) {
            ToolDraft draft = new ToolDraft(drafted, tool, missing);
            found.addAll(draft.tests());
            tools.add(draft);
        }
        return DraftedTests.of(drafted, found, missing, tools, coverage, names(tests));
    }

    private static List<String> names(List<PolicyTestFile> tests) {
        return tests.stream()
                .flatMap(file -> file.cases().stream())
                .map(PolicyTestCase::name)
                .toList();
    }
}
