package dev.mcppolicy.cli.operation;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code approvals approve}: lets a call run that waits. */
@Command(
        name = "approve",
        description = {
            "Lets a call run that waits for a human, if its policy still lets it; it is judged again first.",
            "",
            "Exit code 0 if this is the answer, 1 if somebody else's is, the time is up or no such call waits, 2 for bad "
                    + "input.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy approvals approve 63c1d11bc80c0fe1-351 --note checked"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ApprovalsApproveCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private AnswerOptions options;

    ApprovalsApproveCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        return options.answer(ApprovalAnswer.APPROVED, screen, clock);
    }
}
