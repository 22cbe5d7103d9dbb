package dev.mcppolicy.testkit.coverage;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final List<CoverageGoal> goals;
    private final ValueObserver values;
    private final Set<CoverageGoal> reached = ConcurrentHashMap.newKeySet();

    private CoverageRecorder(Policy policy, @Nullable PolicyDocument document) {
        this.policy = policy;
        this.document = document;
        this.goals = CoverageGoals.of(policy);
        this.values = ValueObserver.of(policy, reached::contains);
    }

    /**
     * A recorder for a policy that was read from a document, whose report shows the document's lines.
     *
     * @param checked the policy, without errors
     * @return a recorder that has seen nothing
     * @throws dev.mcppolicy.format.InvalidPolicyException if the policy has errors
     */
    @CheckReturnValue
    public static CoverageRecorder of(CheckedPolicy checked) {
        return new CoverageRecorder(checked.orThrow(), checked.document());
    }

    /**
     * A recorder for a policy without document.
     *
     * @param policy the policy
     * @return a recorder that has seen nothing
     */
    @CheckReturnValue
    public static CoverageRecorder of(Policy policy) {
        return new CoverageRecorder(policy, null);
    }

    /**
     * A tester whose calls are recorded.
     *
     * @return a new tester
     */
    @CheckReturnValue
    public PolicyTester tester() {
        return PolicyTester.observed(policy, new CoverageObserver(policy, values, reached::add));
    }

    /**
     * What has been shown so far.
     *
     * @return the report as of now
     */
    @CheckReturnValue
    public CoverageReport report() {
        return new CoverageReport(policy, document, goals, Collections.unmodifiableSet(new HashSet<>(reached)));
    }
}
