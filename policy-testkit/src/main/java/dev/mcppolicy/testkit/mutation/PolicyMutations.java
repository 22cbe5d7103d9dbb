package dev.mcppolicy.testkit.mutation;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.tool.ServerTools;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Changes a policy in small ways and looks whether its tests notice: an operator flipped, a bound moved by one, a rule
 * or condition dropped, deny and require swapped, a missing value let through, a list shortened, a pattern loosened at an
 * end or a dot, each other window and scope, another zone, key, amount, time to answer or answerer, a hidden tool shown, the
 * other default. Tests under which a change survives do not say what the policy means.
 *
 * <pre>{@code
 * MutationReport report = PolicyMutations.of(PolicyReader.check(file)).against(tests);
 * assertThat(report.survivors()).isEmpty();
 * }</pre>
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class PolicyMutations {
    private final Policy policy;
    private final @Nullable PolicyDocument document;

    private final Map<String, InputSchema> schemas;
    private final BiConsumer<Integer, Integer> progress;

    private PolicyMutations(
            Policy policy,
            @Nullable PolicyDocument document,
            Map<String, InputSchema> schemas,
            BiConsumer<Integer, Integer> progress) {
        this.policy = policy;
        this.document = document;
        this.schemas = schemas;
        this.progress = progress;
    }

    /**
     * The mutations of a policy that was read from a document, whose report names lines. The tools that it was held
     * against are called with arguments only that their schemas admit.
     *
     * @param checked the policy, without errors
     * @return its mutations
     * @throws dev.mcppolicy.format.InvalidPolicyException if the policy has errors
     */
    @CheckReturnValue
    public static PolicyMutations of(CheckedPolicy checked) {
        ServerTools tools = checked.tools();
        return new PolicyMutations(
                checked.orThrow(),
                checked.document(),
                tools == null ? Map.of() : InputSchema.ofTools(tools),
                (done, all) -> {});
    }

    /**
     * The mutations of a policy without document.
     *
     * @param policy the policy
     * @return its mutations
     */
    @CheckReturnValue
    public static PolicyMutations of(Policy policy) {
        return new PolicyMutations(policy, null, Map.of(), (done, all) -> {});
    }

    /**
     * The mutations where a tool is called with arguments only that its schema admits, since its server checks them. A
     * change that shows on no such arguments does not count.
     *
     * @param tool the tool's name
     * @param inputSchema the schema of its arguments
     * @return the changed copy
     */
    @CheckReturnValue
    public PolicyMutations withInputSchema(String tool, InputSchema inputSchema) {
        Map<String, InputSchema> all = new LinkedHashMap<>(schemas);
        all.put(tool, inputSchema);
        return new PolicyMutations(policy, document, all, progress);
    }

    /**
     * The mutations with somebody to tell how far the tests have come.
     *
     * @param listener is given how many changes were tried so far and how many there are, before each; by the thread that
     *     asks for the report
     * @return the changed copy
     */
    @CheckReturnValue
    public PolicyMutations tellingProgress(BiConsumer<Integer, Integer> listener) {
        return new PolicyMutations(policy, document, schemas, listener);
    }

    /**
     * All changed policies, in the order of the document.
     *
     * @return an unmodifiable list; those that no test could notice say why
     */
    public List<Mutant> mutants() {
        return MutantGenerator.of(policy, schemas);
    }

    /**
     * Runs tests against every changed policy. A test notices a change by throwing anything. One that calls none of the
     * tools whose rules are changed is not run.
     *
     * @param tests each puts calls to a fresh tester and asserts what becomes of them; run many times, one after the
     *     other
     * @return which changes no test noticed
     * @throws IllegalArgumentException if there is no test, or one fails with the policy as it is
     */
    @CheckReturnValue
    public MutationReport against(List<? extends Consumer<PolicyTester>> tests) {
        if (tests.isEmpty()) {
            throw new IllegalArgumentException("there is no test to notice anything");
        }
        return noticedBy(tests);
    }

    private MutationReport noticedBy(List<? extends Consumer<PolicyTester>> tests) {
        List<CalledTools> passing = passing(tests);
        NoticingTest noticing = new NoticingTest();
        return report(mutant -> noticing.isAmong(passing, mutant));
    }

    /** The test that noticed the change before, which is tried first: changes of one rule follow on another. */
    private final class NoticingTest {
        private int last;

        boolean isAmong(List<CalledTools> tests, Mutant mutant) {
            for (int i = 0; i < tests.size(); i++) {
                int next = (last + i) % tests.size();
                if (notices(tests.get(next), mutant)) {
                    last = next;
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Runs tests against every changed policy, such as the JUnit classes of {@code TestClasses}.
     *
     * @param tests the tests, run many times, one after the other
     * @return which changes no test noticed
     * @throws IllegalArgumentException if no test is about the policy, or one fails with the policy as it is
     */
    @CheckReturnValue
    public MutationReport against(PolicyTests tests) {
        tests.requirePassing(policy);
        return report(mutant -> tests.notice(policy, mutant.policy()));
    }

    private MutationReport report(Predicate<Mutant> isNoticed) {
        List<Mutant> survivors = new ArrayList<>();
        List<Mutant> equivalent = new ArrayList<>();
        List<Mutant> all = mutants();
        int tried = 0;
        for (Mutant mutant : all) {
            progress.accept(tried++, all.size());
            if (mutant.equivalence() != null) {
                equivalent.add(mutant);
            } else if (!isNoticed.test(mutant)) {
                survivors.add(mutant);
            }
        }
        return new MutationReport(policy, document, all.size(), survivors, equivalent);
    }

    /**
     * Runs the tests of test files against every changed policy. Tests that are still to do notice nothing, and none is left
     * out.
     *
     * @param files test files of this policy
     * @return which changes no test noticed
     * @throws IllegalArgumentException if there is no file, one is about another policy, or a test fails with the policy
     *     as it is
     */
    @CheckReturnValue
    public MutationReport againstFiles(List<PolicyTestFile> files) {
        for (PolicyTestFile file : files) {
            if (!file.policy().orThrow().judgesAs(policy)) {
                throw new IllegalArgumentException("`" + file.file() + "` is about another policy");
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("there is no test to notice anything");
        }
        return noticedBy(files.stream()
                .flatMap(file -> file.cases().stream())
                .filter(test -> test.todo().isEmpty())
                .<Consumer<PolicyTester>>map(test -> test::run)
                .toList());
    }

    private List<CalledTools> passing(List<? extends Consumer<PolicyTester>> tests) {
        List<CalledTools> passing = new ArrayList<>();
        for (Consumer<PolicyTester> test : tests) {
            try {
                passing.add(CalledTools.of(test, policy));
            } catch (RuntimeException | AssertionError e) {
                throw new IllegalArgumentException("a test fails with the policy as it is: " + e.getMessage(), e);
            }
        }
        return passing;
    }

    private boolean notices(CalledTools test, Mutant mutant) {
        if (!test.mayNotice(policy, mutant.policy())) {
            return false;
        }
        try {
            test.test().accept(PolicyTester.mutated(policy, mutant.policy()));
            return false;
        } catch (RuntimeException | AssertionError e) {
            return true;
        }
    }
}
