package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyWriter;
import dev.mcppolicy.format.UnwritablePolicyException;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.problem.UnwritableRule;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convert}: writes a policy in the other format. */
@Command(
        name = "convert",
        description = {
            "Writes a policy in another format.",
            "",
            "What is written judges every call as the policy does.",
            "",
            "Exit code 1, and every rule that stands in the way, if the format cannot say the policy.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy convert policy.json --to intercept > policy.yaml"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ConvertCommand implements Callable<Integer> {
    private final Console screen;

    @Parameters(paramLabel = "FILE", description = "The policy, in JSON or YAML, of either format.")
    private Path file;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "policylayer|intercept",
            description = "The format to write: policylayer (as JSON) or intercept (as YAML).")
    private PolicyFormat format;

    public ConvertCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        CheckedPolicy checked = PolicyInput.read(file, screen);
        try {
            screen.print(PolicyWriter.write(checked.orThrow(), format));
            if (DataDocument.hasComments(checked.document().text())) {
                screen.printError(
                        "the comments of " + VisibleText.of(checked.document().name()) + " are not kept\n");
            }
            return ExitCode.OK;
        } catch (UnwritablePolicyException e) {
            e.rules().forEach(rule -> screen.printError(place(checked, rule) + rule + "\n"));
            return ExitCode.NO;
        }
    }

    private static String place(CheckedPolicy checked, UnwritableRule rule) {
        String name = VisibleText.of(checked.document().name());
        return checked.location(rule.rule().value())
                .map(location -> name + ":" + location.line() + ":" + location.column() + ": ")
                .orElse(name + ": ");
    }
}
