package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code audit}: what can be asked of audit logs. */
@Command(
        name = "audit",
        description = "Reads audit logs.",
        footer = {"", "Example:", "  mcp-policy audit verify audit.jsonl"})
public final class AuditCommand {
    private AuditCommand() {}

    public static CommandLine of(Console screen) {
        return new CommandLine(new AuditCommand()).addSubcommand(new AuditVerifyCommand(screen));
    }
}
