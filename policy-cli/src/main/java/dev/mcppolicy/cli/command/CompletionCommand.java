package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: the script by which a shell completes commands. */
@Command(
        name = "completion",
        description = {
            "Writes the script by which bash and zsh complete commands.",
            "",
            "The shell reads it when it starts, as by the example in its startup file.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy completion > ~/.mcp-policy-completion"})
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class CompletionCommand implements Callable<Integer> {
    private final Console screen;

    @Spec
    private CommandSpec spec;

    public CompletionCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        nameValuesAsTyped(root);
        screen.print(AutoComplete.bash(root.getCommandName(), root));
        return ExitCode.OK;
    }

    /** Has the script offer values in small letters, as every page writes them. */
    private static void nameValuesAsTyped(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            Class<?> type = option.auxiliaryTypes()[0];
            if (type.isEnum()) {
                List<String> names = Arrays.stream(type.getEnumConstants())
                        .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT))
                        .toList();
                spec.remove(option);
                spec.addOption(
                        OptionSpec.builder(option).completionCandidates(names).build());
            }
        }
        command.getSubcommands().values().forEach(CompletionCommand::nameValuesAsTyped);
    }
}
