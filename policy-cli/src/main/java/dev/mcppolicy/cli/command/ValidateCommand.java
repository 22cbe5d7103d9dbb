package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.PolicyFiles;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code validate}: says what is wrong with policy files. */
@Command(
        name = "validate",
        description = {
            "Says what is wrong with policy files, errors and warnings.",
            "",
            "With --tools, also whether a policy fits the tools that it is to guard.",
            "",
            "Exit code 0 if all files are policies, 1 if one is not, 2 if one cannot be read, or the tools cannot be had.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy validate policy.yaml --tools tools.json --deny-warnings"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ValidateCommand implements Callable<Integer> {
    private final Console screen;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description =
                    "Policies, in JSON or YAML, of either format; - is standard input. A directory stands for the "
                            + "policies in it and within it.")
    private List<Path> paths;

    @Option(
            names = "--format",
            paramLabel = "text|json|sarif",
            defaultValue = "text",
            description = "How to write the problems: text (default), json, or sarif (2.1.0).")
    private ProblemFormat format;

    @Option(names = "--deny-warnings", description = "Exit with 1 if there is a warning. What is only noted is none.")
    private boolean denyWarnings;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    public ValidateCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        ServerTools offered = tools.read(screen);
        List<CheckedPolicy> all = new ArrayList<>();
        PolicyFiles files = PolicyFiles.in(paths);
        try (Progress progress =
                Progress.beforeAnswers(screen, "validating", files.policies().size())) {
            for (Path file : files.policies()) {
                progress.at(all.size(), VisibleText.of(file.toString(), 50));
                all.add(PolicyInput.check(file, offered, screen));
            }
        }
        screen.print(format.write(all, screen.colouredOut()));
        screen.printError(files.note());
        if (all.stream().anyMatch(ValidateCommand::isUnreadable)) {
            return ExitCode.BAD_INPUT;
        }
        return all.stream().allMatch(this::passes) ? ExitCode.OK : ExitCode.NO;
    }

    private boolean passes(CheckedPolicy checked) {
        return checked.policy() != null
                && !(denyWarnings
                        && checked.problems().stream().anyMatch(problem -> problem.severity() == Severity.WARNING));
    }

    private static boolean isUnreadable(CheckedPolicy checked) {
        return checked.problems().stream().anyMatch(problem -> problem.code().equals("unreadable-file"));
    }
}
