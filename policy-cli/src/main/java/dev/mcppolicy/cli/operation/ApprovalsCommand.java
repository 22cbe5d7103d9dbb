package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code approvals}: the calls that wait for a human. */
@Command(
        name = "approvals",
        description = {"Says which calls wait for a human, and answers them, while the servers that ask run.", ""},
        footer = {"", "Example:", "  mcp-policy approvals list"})
public final class ApprovalsCommand {
    private ApprovalsCommand() {}

    public static CommandLine of(Console screen, InstantSource clock) {
        return new CommandLine(new ApprovalsCommand())
                .addSubcommand(new ApprovalsListCommand(screen, clock))
                .addSubcommand(new ApprovalsShowCommand(screen, clock))
                .addSubcommand(new ApprovalsApproveCommand(screen, clock))
                .addSubcommand(new ApprovalsDenyCommand(screen, clock));
    }
}
