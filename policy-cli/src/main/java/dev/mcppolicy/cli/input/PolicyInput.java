package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.ProblemRenderer;
import dev.mcppolicy.format.problem.Severity;
import java.nio.file.Path;
import java.util.List;

/** A policy file that a command needs. */
public final class PolicyInput {
    private PolicyInput() {}

    /**
     * The policy, whose warnings are shown.
     *
     * @throws BadInputException with the problems as a person reads them, if the file is no policy
     */
    public static CheckedPolicy read(Path file, Console screen) {
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
    public static void showWarnings(CheckedPolicy checked, Console screen) {
        if (!checked.problems().isEmpty()) {
            screen.printError(renderer(screen.colouredErr()).render(checked.problems(), checked.document()));
        }
    }

    public static ProblemRenderer renderer(boolean coloured) {
        return coloured ? ProblemRenderer.coloured() : ProblemRenderer.plain();
    }
}
