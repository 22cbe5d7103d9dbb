package dev.mcppolicy.cli.operation;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.cli.output.Console;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code approvals deny}: denies a call that waits. */
@Command(
        name = "deny",
        description = {
            "Denies a call that waits for a human. The same call is denied for a while without asking again.",
            "",
            "Exit code 0 if this is the answer, 1 if somebody else's is, the time is up or no such call waits, 2 for bad "
                    + "input.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy approvals deny 63c1d11bc80c0fe1-351 --by carol"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ApprovalsDenyCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private AnswerOptions options;

    ApprovalsDenyCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        return options.answer(ApprovalAnswer.DECLINED, screen, clock);
    }
}
