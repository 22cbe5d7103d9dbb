package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.PolicyProblem;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a file is no lock of a server's tools. Holds every problem that was found, and says each on a line of its own. */
public final class InvalidLockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    InvalidLockException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * The problems in document order. Not kept by Java serialization, the message is.
     *
     * @return an unmodifiable list with at least one error
     */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
