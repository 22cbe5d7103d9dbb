package dev.mcppolicy.cli.operation;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.text.VisibleText;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command is given that answers a call. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AnswerOptions {
    @Mixin
    private ApprovalsOptions options;

    @Parameters(paramLabel = "ID", description = "The call, by the id that list shows.")
    private String id;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description =
                    "Who answers, for the audit log (default: the operating system's name of the user). It is not "
                            + "proved: who may write to the queue may answer in any name.")
    private @Nullable String by;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the audit log.")
    private @Nullable String note;

    private record Result(@Nullable NotTaken notTaken) {}

    /** Answers the call, says what came of it, and gives the exit code. */
    int answer(ApprovalAnswer answer, Console screen, InstantSource clock) {
        String who = by == null ? System.getProperty("user.name", "") : by;
        if (who.isBlank()) {
            throw new BadInputException("say who answers with --by");
        }
        ApprovalAnswer named = answer.by(who).at(clock.instant());
        ApprovalAnswer whole = note == null ? named : named.withNote(note);
        NotTaken notTaken = options.ask(clock, queue -> new Result(answer(whole, who, queue)))
                .notTaken();
        screen.print(
                notTaken == null ? options.format.writeTaken(id, whole) : options.format.writeNotTaken(id, notTaken));
        return notTaken == null ? ExitCode.OK : ExitCode.NO;
    }

    private @Nullable NotTaken answer(ApprovalAnswer answer, String who, ApprovalQueue queue) {
        ApprovalRequest request = ApprovalsOptions.find(queue, id);
        if (request != null && who.equals(name(request.caller()))) {
            throw new BadInputException("the call is " + VisibleText.of(who)
                    + "'s own, and nobody's answer to their own call counts: let somebody else answer");
        }
        return queue.answer(id, answer) ? null : new NotTaken(queue.answered(id), request != null);
    }

    private static @Nullable String name(Caller caller) {
        return caller.principal() == null ? caller.grant() : caller.principal();
    }
}
