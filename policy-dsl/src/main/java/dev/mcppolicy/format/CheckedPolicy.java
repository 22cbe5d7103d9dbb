package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.model.Policy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a document.
 *
 * @param policy the policy, or null when there is an error
 * @param problems errors and warnings in document order
 * @param document the document that was read
 */
public record CheckedPolicy(@Nullable Policy policy, List<PolicyProblem> problems, PolicyDocument document) {
    /** Copies the problems. */
    public CheckedPolicy {
        problems = List.copyOf(problems);
    }

    /**
     * Where a part of the document stands.
     *
     * @param pointer a JSON Pointer, such as a rule's id; empty for the whole document
     * @return the place of the value, or empty if the pointer leads nowhere
     */
    public Optional<Location> location(String pointer) {
        return document.location(pointer);
    }

    /**
     * The policy, for those who want it or an exception.
     *
     * @return the policy
     * @throws InvalidPolicyException if there is an error
     */
    public Policy orThrow() {
        if (policy == null) {
            throw new InvalidPolicyException(problems, document);
        }
        return policy;
    }
}
