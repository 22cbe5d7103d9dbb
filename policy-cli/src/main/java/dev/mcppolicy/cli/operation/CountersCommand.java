package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code counters}: what is counted. */
@Command(
        name = "counters",
        description = {"Says what is counted in a store that servers share, and sets counters back, while they run.", ""
        },
        footer = {"", "Example:", "  mcp-policy counters list"})
public final class CountersCommand {
    private CountersCommand() {}

    public static CommandLine of(Console screen, InstantSource clock) {
        return new CommandLine(new CountersCommand())
                .addSubcommand(new CountersListCommand(screen, clock))
                .addSubcommand(new CountersResetCommand(screen, clock))
                .addSubcommand(new CountersResetClockCommand(screen, clock))
                .addSubcommand(new CountersReopenCommand(screen));
    }
}
