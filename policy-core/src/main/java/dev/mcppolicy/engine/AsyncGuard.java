package dev.mcppolicy.engine;

import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a tool for a call that is allowed, and finishes the call however the tool ends, without blocking. Whoever no longer
 * wants the result cancels it: before the tool is entered that charges nothing, afterwards the charges stand.
 */
final class AsyncGuard<T extends @Nullable Object> {
    private final PolicyEngine engine;
    private final ToolCall call;
    private final Function<? super GuardedCall, ? extends CompletionStage<? extends T>> body;
    private final Function<? super Denial, ? extends T> denied;
    private final CompletableFuture<T> result;
    /** Set by the decision that is acted upon, or by whoever leaves before. */
    private final AtomicBoolean taken = new AtomicBoolean();

    private volatile @Nullable ApprovalQuestion question;
    private volatile @Nullable GuardedCall entered;
    private volatile @Nullable CompletionStage<? extends T> running;

    /** A guard of one call, whose arguments are frozen. */
    AsyncGuard(
            PolicyEngine engine,
            ToolCall call,
            Function<? super GuardedCall, ? extends CompletionStage<? extends T>> body,
            Function<? super Denial, ? extends T> denied,
            CompletableFuture<T> result) {
        this.engine = engine;
        this.call = call;
        this.body = body;
        this.denied = denied;
        this.result = result;
    }

    void run(@Nullable Approver approver) {
        CompletableFuture<T> unused = result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                cancelled();
            }
        });
        CompletionStage<?> unusedStage = engine.decideAsync(call)
                .thenCompose(decision -> answered(decision, approver))
                .handle((decision, failure) -> {
                    if (decision == null) {
                        result.completeExceptionally(failure);
                    } else {
                        act(decision);
                    }
                    return decision;
                });
    }

    private CompletionStage<Decision> answered(Decision decision, @Nullable Approver approver) {
        if (!(decision instanceof Decision.ApprovalRequired approval)) {
            return CompletableFuture.completedFuture(decision);
        }
        if (approver == null) {
            return CompletableFuture.completedFuture(ApprovalQuestion.askNobody(engine, approval));
        }
        ApprovalQuestion asked = ApprovalQuestion.ask(engine, approval, approver);
        question = asked;
        if (taken.get()) {
            asked.withdraw();
        }
        // A rule that comes to ask while a human answers is asked about once more, and no oftener.
        return asked.decision().thenCompose(next -> answered(next, approver));
    }

    private void act(Decision decision) {
        if (decision instanceof Decision.Allow allow) {
            enter(allow);
        } else if (taken.compareAndSet(false, true)) {
            deny(((Decision.Deny) decision).denial());
        }
    }

    private void deny(Denial denial) {
        try {
            result.complete(denied.apply(denial));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private void enter(Decision.Allow allow) {
        GuardedCall guarded;
        try {
            guarded = new GuardedCall(call, allow);
        } catch (Throwable e) {
            engine.finish(call, allow, ToolOutcome.NOT_EXECUTED);
            result.completeExceptionally(e);
            return;
        }
        entered = guarded;
        if (!taken.compareAndSet(false, true)) {
            engine.finish(call, allow, ToolOutcome.NOT_EXECUTED);
            return;
        }
        CompletionStage<? extends T> stage;
        try {
            engine.running(allow);
            stage = Objects.requireNonNull(body.apply(guarded), "the body gave no stage");
        } catch (Throwable e) {
            ended(guarded, allow, null, e);
            return;
        }
        running = stage;
        if (result.isCancelled()) {
            engine.cancelled(call, allow, guarded.cancel());
            stop(stage);
        }
        try {
            CompletionStage<?> unused = stage.whenComplete((value, failure) -> ended(guarded, allow, value, failure));
        } catch (Throwable e) {
            // A stage that tells nobody of its end would leave the result open for ever.
            ended(guarded, allow, null, e);
        }
    }

    private void ended(GuardedCall guarded, Decision.Allow allow, @Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            engine.ended(call, allow, guarded.outcomeOfReturn());
            result.complete(value);
        } else {
            // A stage may wrap what its body threw; whoever waits gets from here what the stage itself would give.
            engine.ended(call, allow, guarded.outcomeOf(unwrapped(failure)));
            result.completeExceptionally(failure);
        }
    }

    private void cancelled() {
        if (taken.compareAndSet(false, true)) {
            ApprovalQuestion asked = question;
            if (asked != null) {
                asked.withdraw();
            }
            return;
        }
        GuardedCall guarded = entered;
        if (guarded != null) {
            engine.cancelled(call, guarded.allow(), guarded.cancel());
        }
        CompletionStage<? extends T> stage = running;
        if (stage != null) {
            stop(stage);
        }
    }

    private static void stop(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            // A stage that cannot be cancelled runs to its end.
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
