package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.ProblemRenderer;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.tool.ServerTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy file that a command needs. */
public final class PolicyInput {
    private PolicyInput() {}

    /**
     * The policy, whose warnings are shown.
     *
     * @throws BadInputException with the problems as a person reads them, if the file is no policy
     */
    public static CheckedPolicy read(Path file, Console screen) {
        return read(file, null, screen);
    }

    /**
     * The policy, held against the tools of its server where they are given, whose warnings are shown.
     *
     * @throws BadInputException with the problems as a person reads them, if the file is no policy, or none for these tools
     */
    public static CheckedPolicy read(Path file, @Nullable ServerTools tools, Console screen) {
        return checked(check(file, tools, screen), screen);
    }

    /** What there is to say of a file, held against the tools of its server where they are given. */
    public static CheckedPolicy check(Path file, @Nullable ServerTools tools, Console screen) {
        CheckedPolicy read = check(file, screen);
        return tools == null ? read : read.against(tools);
    }

    private static CheckedPolicy check(Path file, Console screen) {
        if (!InputFile.isStandard(file)) {
            return PolicyReader.check(file);
        }
        try (InputStream in = InputFile.open(file, screen)) {
            return PolicyReader.check(in, InputFile.name(file));
        } catch (IOException e) {
            throw new BadInputException(InputFile.name(file) + ": standard input cannot be read", e);
        }
    }

    /**
     * A policy that was read, whose warnings are shown.
     *
     * @throws BadInputException with the problems as a person reads them, if it is none
     */
    public static CheckedPolicy checked(CheckedPolicy checked, Console screen) {
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
    private static void showWarnings(CheckedPolicy checked, Console screen) {
        List<PolicyProblem> warnings = checked.problems().stream()
                .filter(problem -> problem.severity() != Severity.NOTE)
                .toList();
        if (!warnings.isEmpty()) {
            screen.printError(renderer(screen.colouredErr()).render(warnings, checked.document()));
        }
    }

    public static ProblemRenderer renderer(boolean coloured) {
        return coloured ? ProblemRenderer.coloured() : ProblemRenderer.plain();
    }
}
