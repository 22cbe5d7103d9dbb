package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audit}: what can be asked of audit logs. */
@Command(name = "audit", description = "Reads audit logs.")
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private AuditCommand() {}

    public static CommandLine of(Console screen) {
        return new CommandLine(new AuditCommand()).addSubcommand(new AuditVerifyCommand(screen));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
