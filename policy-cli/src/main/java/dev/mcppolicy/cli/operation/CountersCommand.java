package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code counters}: what is counted. */
@Command(
        name = "counters",
        description = "Says what is counted in a store that servers share, and sets counters back, while they run.")
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class CountersCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private CountersCommand() {}

    public static CommandLine of(Console screen, InstantSource clock) {
        return new CommandLine(new CountersCommand())
                .addSubcommand(new CountersListCommand(screen, clock))
                .addSubcommand(new CountersResetCommand(screen, clock))
                .addSubcommand(new CountersResetClockCommand(screen, clock));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
