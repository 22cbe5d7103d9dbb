package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code grants}: who may call, by which tokens. */
@Command(
        name = "grants",
        description = {
            "Says who may call, by which bearer tokens.",
            "",
            "Grants are kept in a file, which running servers follow.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy grants list"})
public final class GrantsCommand {
    private GrantsCommand() {}

    public static CommandLine of(Console screen, InstantSource clock) {
        return new CommandLine(new GrantsCommand())
                .addSubcommand(new GrantsAddCommand(screen, clock))
                .addSubcommand(new GrantsListCommand(screen, clock))
                .addSubcommand(new GrantsRotateCommand(screen, clock))
                .addSubcommand(new GrantsRevokeCommand(screen, clock));
    }
}
