package dev.mcppolicy.engine;

import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs a tool for a call that is allowed, and finishes the call however the tool ends; blocking. */
final class Guard {
    private final PolicyEngine engine;
    private final ToolCall call;
    private final @Nullable Approver approver;

    /** A guard of one call, whose arguments are frozen. */
    Guard(PolicyEngine engine, ToolCall call, @Nullable Approver approver) {
        this.engine = engine;
        this.call = call;
        this.approver = approver;
    }

    <T extends @Nullable Object, X extends Exception> T run(
            GuardedBody<? extends T, X> body, Function<? super Denial, ? extends T> denied) throws X {
        Decision decision = engine.decide(call, approver != null);
        // A rule that comes to ask while a human answers is asked about once more, and no oftener.
        while (decision instanceof Decision.ApprovalRequired approval) {
            decision = approver == null
                    ? ApprovalQuestion.askNobody(engine, approval)
                    : ApprovalQuestion.ask(engine, approval, approver).await();
        }
        if (decision instanceof Decision.Allow allow) {
            return run(allow, body);
        }
        return denied.apply(((Decision.Deny) decision).denial());
    }

    private <T extends @Nullable Object, X extends Exception> T run(
            Decision.Allow allow, GuardedBody<? extends T, X> body) throws X {
        ToolOutcome outcome = ToolOutcome.NOT_EXECUTED;
        try {
            GuardedCall guarded = new GuardedCall(call, allow);
            engine.running(allow);
            try {
                T result = body.run(guarded);
                outcome = guarded.outcomeOfReturn();
                return result;
            } catch (Throwable e) {
                outcome = guarded.outcomeOf(e);
                throw e;
            }
        } finally {
            engine.finish(call, allow, outcome);
        }
    }
}
