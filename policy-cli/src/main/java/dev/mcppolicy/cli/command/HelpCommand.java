package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}: says how a command is called. */
@Command(
        name = "help",
        description = "Says what a command does and how it is called, as its --help.",
        footer = {"", "Example:", "  mcp-policy help audit verify"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class HelpCommand implements Callable<Integer> {
    private final Console screen;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command, and in a group the one within it. Without it, all commands.")
    private List<String> path = new ArrayList<>();

    public HelpCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : path) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "unknown command `" + VisibleText.of(name) + "`"
                                + NearestName.help(
                                        name, command.getSubcommands().keySet()));
            }
            command = next;
        }
        screen.print(command.getUsageMessage(screen.colouredOut() ? Ansi.ON : Ansi.OFF));
        return ExitCode.OK;
    }
}
