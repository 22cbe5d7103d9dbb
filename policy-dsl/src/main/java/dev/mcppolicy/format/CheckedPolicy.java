package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolCheck;
import dev.mcppolicy.tool.ToolFinding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a document.
 *
 * @param policy the policy, or null when there is an error
 * @param problems errors and warnings in document order
 * @param document the document that was read
 * @param tools the tools that it was held against, or null
 */
public record CheckedPolicy(
        @Nullable Policy policy,
        List<PolicyProblem> problems,
        PolicyDocument document,
        @Nullable ServerTools tools) {
    /** Copies the problems. */
    public CheckedPolicy {
        problems = List.copyOf(problems);
    }

    /** What came of reading a document that was held against no tools. */
    CheckedPolicy(@Nullable Policy policy, List<PolicyProblem> problems, PolicyDocument document) {
        this(policy, problems, document, null);
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
     * The same, held against the tools that the policy is to guard.
     *
     * @param offered what the server offers
     * @return this, with what {@link ToolCheck} finds after the other problems, in its order, and nothing twice; without a
     *     policy where one of them is an error. This itself where there is no policy
     */
    public CheckedPolicy against(ServerTools offered) {
        if (policy == null) {
            return this;
        }
        Set<PolicyProblem> all = new LinkedHashSet<>(problems);
        ToolCheck.findings(policy, offered).forEach(finding -> all.add(problem(finding)));
        boolean refused = all.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
        return new CheckedPolicy(refused ? null : policy, List.copyOf(all), document, offered);
    }

    private PolicyProblem problem(ToolFinding finding) {
        String pointer = finding.pointer() == null ? "" : finding.pointer();
        Location place = location(pointer).orElse(new Location(0, 0));
        return new PolicyProblem(
                Severity.valueOf(finding.kind().severity().name()),
                finding.kind().code(),
                document.name(),
                place.line(),
                place.column(),
                pointer,
                finding.message(),
                finding.help());
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
