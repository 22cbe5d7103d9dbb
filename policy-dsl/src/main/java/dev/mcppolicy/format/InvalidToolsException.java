package dev.mcppolicy.format;

import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a document lists no tools. Holds every problem that was found, and says each on a line of its own. */
public final class InvalidToolsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;
    private final transient PolicyDocument document;

    InvalidToolsException(List<PolicyProblem> problems, PolicyDocument document) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
        this.document = document;
    }

    /**
     * The problems in document order. Not kept by Java serialization, the message is.
     *
     * @return an unmodifiable list with at least one error
     */
    public List<PolicyProblem> problems() {
        return problems;
    }

    /**
     * The document, for showing the lines that are meant. Not kept by Java serialization.
     *
     * @return the document that was read
     */
    public PolicyDocument document() {
        return document;
    }
}
