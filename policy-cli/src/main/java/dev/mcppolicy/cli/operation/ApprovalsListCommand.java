package dev.mcppolicy.cli.operation;

import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code approvals list}: what waits. */
@Command(
        name = "list",
        description = {
            "Says which calls wait for a human, the oldest first: of each its id, the tool, who calls, how long it still "
                    + "waits, which rules ask and with which arguments. What a caller has sent may say anything.",
            "",
            "Exit code 0 if the queue is read, 2 if not.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy approvals list --redact card"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ApprovalsListCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private ApprovalsOptions options;

    ApprovalsListCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        screen.print(
                options.format.write(options.ask(clock, ApprovalQueue::list), clock.instant(), options.redacted()));
        return ExitCode.OK;
    }
}
