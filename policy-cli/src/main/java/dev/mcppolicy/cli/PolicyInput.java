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
     * The policy, whose warnings are shown.
     *
     * @throws BadInputException with the problems as a person reads them, if the file is no policy
     */
    static CheckedPolicy read(Path file, Screen screen) {
        CheckedPolicy checked = PolicyReader.check(file);
        if (checked.policy() != null) {
            showWarnings(checked, screen);
            return checked;
        }
        List<PolicyProblem> errors = checked.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
        throw new BadInputException(renderer(screen.colouredErr())
                .render(errors, checked.document())
                .stripTrailing());
    }

    /** Shows what a policy that loads is warned of, beside the answers. */
    static void showWarnings(CheckedPolicy checked, Screen screen) {
        if (!checked.problems().isEmpty()) {
            screen.printError(renderer(screen.colouredErr()).render(checked.problems(), checked.document()));
        }
    }

    static ProblemRenderer renderer(boolean coloured) {
        return coloured ? ProblemRenderer.coloured() : ProblemRenderer.plain();
    }
}
