package dev.mcppolicy.cli.command;

import dev.mcppolicy.catalog.risk.ClassCorrections;
import dev.mcppolicy.catalog.risk.ToolClassifier;
import dev.mcppolicy.cli.input.ClassesInput;
import dev.mcppolicy.cli.output.ClassReport;
import dev.mcppolicy.cli.output.ClassifiedTool;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.tool.ServerTools;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code classify}: says what calls of a server's tools can do, the most dangerous first. */
@Command(
        name = "classify",
        description = {
            "Says what calls of a server's tools can do: read, write, execute, destroy or move money.",
            "",
            "It goes by the names, descriptions, arguments and annotations, which are the word of whoever wrote the "
                    + "tools. So it is advice, and says why.",
            "",
            "Exit code 0 if the tools are classed, 2 for bad input, a correction of a tool that is not there among it.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy classify --tools tools.json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ClassifyCommand implements Callable<Integer> {
    private final Console screen;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description = "Corrections, such as `classes: { merge_pull_request: execute }`.")
    private @Nullable Path classes;

    @Option(
            names = "--format",
            paramLabel = "text|json|markdown",
            defaultValue = "text",
            description = "How to write the classes: text (default), json or markdown.")
    private ClassReport format;

    public ClassifyCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        ServerTools offered = tools.read(screen);
        if (offered == null) {
            throw new ParameterException(spec.commandLine(), "missing required option: '--tools'");
        }
        ToolClassifier classifier = ToolClassifier.standard();
        if (classes != null) {
            ClassCorrections corrections = ClassesInput.read(classes, offered.names());
            classifier = classifier.with(corrections);
        }
        List<ClassifiedTool> classified = ClassifiedTool.mostDangerousFirst(offered, classifier);
        screen.print(format.write(classified, classifier.version()));
        return ExitCode.OK;
    }
}
