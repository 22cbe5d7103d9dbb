package dev.mcppolicy.cli.operation;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code approvals show}: one call that waits, or how it was answered. */
@Command(
        name = "show",
        description = {
            "Shows a call that waits for a human: what the policy's author says, the rules that ask, what a yes is for, "
                    + "who calls, and the arguments; or, where it waits no longer, who answered it, when and why.",
            "",
            "Exit code 0 if it waits, 1 if it was answered or nothing is known of it, 2 if the queue cannot be read.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy approvals show 63c1d11bc80c0fe1-351"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ApprovalsShowCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private ApprovalsOptions options;

    @Parameters(paramLabel = "ID", description = "The call, by the id that list shows.")
    private String id;

    ApprovalsShowCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    private record Found(
            @Nullable ApprovalRequest request, @Nullable ApprovalAnswer answer) {}

    @Override
    public Integer call() {
        Found found = options.ask(clock, queue -> new Found(ApprovalsOptions.find(queue, id), queue.answered(id)));
        ApprovalRequest request = found.request();
        if (request == null) {
            screen.print(options.format.writeNotTaken(id, new NotTaken(found.answer(), false)));
            return ExitCode.NO;
        }
        screen.print(options.format.write(request, clock.instant(), options.redacted()));
        return ExitCode.OK;
    }
}
