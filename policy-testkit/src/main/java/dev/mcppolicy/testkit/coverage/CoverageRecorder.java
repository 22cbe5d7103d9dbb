package dev.mcppolicy.testkit.coverage;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.internal.JudgedCall;
import dev.mcppolicy.tool.ServerTools;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records what tests show of one policy. Testers that it makes are as any other; what their calls reach is in the
 * report.
 *
 * <p>This class is threadsafe; its testers are not.
 */
public final class CoverageRecorder {
    private final Policy policy;
    private final @Nullable PolicyDocument document;
    private final Map<String, InputSchema> schemas;
    private final List<CoverageGoal> goals;
    private final Map<CoverageGoal, String> excused;
    private final ValueObserver values;
    private final Set<CoveringTest> tests = Collections.synchronizedSet(new LinkedHashSet<>());
    /** By each goal that is reached the tests that do; of one without a name there is the goal alone. */
    private final Map<CoverageGoal, Set<CoveringTest>> reached = new ConcurrentHashMap<>();

    private CoverageRecorder(Policy policy, @Nullable PolicyDocument document, Map<String, InputSchema> schemas) {
        this.policy = policy;
        this.document = document;
        this.schemas = schemas;
        List<CoverageGoal> all = CoverageGoals.of(policy);
        this.excused = ExcusedGoals.of(policy, all, schemas);
        this.goals = all.stream().filter(goal -> !excused.containsKey(goal)).toList();
        this.values = ValueObserver.of(policy);
    }

    /**
     * A recorder for a policy that was read from a document, whose report shows the document's lines. What no call shows
     * that the schemas of the tools admit, which it was held against, is not asked for.
     *
     * @param checked the policy, without errors
     * @return a recorder that has seen nothing
     * @throws dev.mcppolicy.format.InvalidPolicyException if the policy has errors
     */
    @CheckReturnValue
    public static CoverageRecorder of(CheckedPolicy checked) {
        ServerTools tools = checked.tools();
        return new CoverageRecorder(
                checked.orThrow(), checked.document(), tools == null ? Map.of() : InputSchema.ofTools(tools));
    }

    /**
     * A recorder for a policy without document.
     *
     * @param policy the policy
     * @return a recorder that has seen nothing
     */
    @CheckReturnValue
    public static CoverageRecorder of(Policy policy) {
        return new CoverageRecorder(policy, null, Map.of());
    }

    /**
     * A new recorder where a tool is called with arguments only that its schema admits, since its server checks them. What no
     * such call shows is not asked for.
     *
     * @param tool the tool's name
     * @param inputSchema the schema of its arguments
     * @return a recorder that has seen nothing
     */
    @CheckReturnValue
    public CoverageRecorder withInputSchema(String tool, InputSchema inputSchema) {
        Map<String, InputSchema> all = new LinkedHashMap<>(schemas);
        all.put(tool, inputSchema);
        return new CoverageRecorder(policy, document, all);
    }

    /**
     * A tester whose calls are recorded, of a test that the report does not name.
     *
     * @return a new tester
     */
    @CheckReturnValue
    public PolicyTester tester() {
        return PolicyTester.observed(policy, new CoverageObserver(policy, values, this::reach));
    }

    /**
     * A tester whose calls are recorded, and told as those of a test.
     *
     * @param test the test that will use it; several testers of equal tests count as one test
     * @return a new tester
     */
    @CheckReturnValue
    public PolicyTester tester(CoveringTest test) {
        tests.add(test);
        return PolicyTester.observed(
                policy, new CoverageObserver(policy, values, goal -> reach(goal).add(test)));
    }

    private Set<CoveringTest> reach(CoverageGoal goal) {
        return reached.computeIfAbsent(goal, same -> ConcurrentHashMap.newKeySet());
    }

    /**
     * A tester whose calls are not recorded; instead somebody is told which goals each reaches, and what was decided. For
     * the rooms of the testkit, which is why an observer of judged calls is none of yours.
     *
     * @param goals is told each goal that a call reaches, as often as one does
     * @param calls sees each call that was judged, after its goals
     * @return a new tester
     */
    @SuppressWarnings("exports")
    @CheckReturnValue
    public PolicyTester observed(Consumer<CoverageGoal> goals, Consumer<JudgedCall> calls) {
        return PolicyTester.observed(policy, new CoverageObserver(policy, values, goals).andThen(calls));
    }

    /**
     * What has been shown so far.
     *
     * @return the report as of now
     */
    @CheckReturnValue
    public CoverageReport report() {
        List<CoveringTest> all;
        synchronized (tests) {
            all = List.copyOf(tests);
        }
        Map<CoverageGoal, List<CoveringTest>> shown = new HashMap<>();
        reached.forEach(
                (goal, by) -> shown.put(goal, all.stream().filter(by::contains).toList()));
        return new CoverageReport(policy, document, goals, excused, all, shown);
    }
}
