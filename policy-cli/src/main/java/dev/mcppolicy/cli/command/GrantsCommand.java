package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grants}: who may call, by which tokens. */
@Command(
        name = "grants",
        description =
                "Says who may call a server, by which bearer tokens: a file of grants, which running servers follow.")
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class GrantsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private GrantsCommand() {}

    public static CommandLine of(Console screen, InstantSource clock) {
        return new CommandLine(new GrantsCommand())
                .addSubcommand(new GrantsAddCommand(screen, clock))
                .addSubcommand(new GrantsListCommand(screen, clock))
                .addSubcommand(new GrantsRotateCommand(screen, clock))
                .addSubcommand(new GrantsRevokeCommand(screen, clock));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
