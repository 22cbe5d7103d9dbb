package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.PolicyProblem;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a file is no file of grants. Holds every problem that was found, and says each on a line of its own. */
public final class InvalidGrantsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    InvalidGrantsException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * The problems, errors and warnings, in document order. Not kept by Java serialization, the message is.
     *
     * @return an unmodifiable list with at least one error
     */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
