package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.grants.GrantDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.identity.GrantTable;
import java.nio.file.Path;
import java.util.List;

/** A file of grants that a command needs. */
public final class GrantInput {
    private GrantInput() {}

    /**
     * The grants, with what their file is warned of shown.
     *
     * @throws BadInputException with the problems, if the file is no file of grants
     */
    public static GrantTable read(Path file, Console screen) {
        return check(GrantDocument.read(file), screen);
    }

    /**
     * The grants of a file that was read, with what it is warned of shown. No line of the file is: it could hold a token.
     *
     * @throws BadInputException with the problems, if the file is no file of grants
     */
    public static GrantTable check(GrantDocument document, Console screen) {
        GrantTable table = document.table();
        if (table == null) {
            throw new BadInputException(lines(document.problems().stream()
                    .filter(problem -> problem.severity() == Severity.ERROR)
                    .toList()));
        }
        if (!document.problems().isEmpty()) {
            screen.printError(lines(document.problems()) + "\n");
        }
        return table;
    }

    private static String lines(List<PolicyProblem> problems) {
        return String.join("\n", problems.stream().map(PolicyProblem::toString).toList());
    }
}
