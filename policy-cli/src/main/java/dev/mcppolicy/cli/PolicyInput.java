package dev.mcppolicy.cli;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyProblem;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.ProblemRenderer;
import dev.mcppolicy.format.Severity;
import java.nio.file.Path;
import java.util.List;

/** A policy file that a command needs. */
final class PolicyInput {
    private PolicyInput() {}

    /**
     * The policy.
     *
     * @throws BadInputException with the problems as a person reads them, if the file is no policy
     */
    static CheckedPolicy read(Path file, Screen screen) {
        CheckedPolicy checked = PolicyReader.check(file);
        if (checked.policy() != null) {
            return checked;
        }
        List<PolicyProblem> errors = checked.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
        throw new BadInputException(renderer(screen.colouredErr())
                .render(errors, checked.document())
                .stripTrailing());
    }

    static ProblemRenderer renderer(boolean coloured) {
        return coloured ? ProblemRenderer.coloured() : ProblemRenderer.plain();
    }
}
