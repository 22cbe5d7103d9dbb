package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.Settlement;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.judgement.CallSettlement;
import dev.mcppolicy.engine.store.LoggedSettlement;
import dev.mcppolicy.json.internal.JsonCopy;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call that was allowed, in the hands of the tool that runs it. The tool may say what it really used, by
 * {@link #settle}, that a result it returns is an error, by {@link #failed}, and that it has done nothing, by
 * {@link #notExecuted}.
 *
 * <p>This class is threadsafe, but for the arguments.
 */
public final class GuardedCall {
    private final ToolCall call;
    private final Decision.Allow allow;
    private final Map<String, @Nullable Object> arguments;
    private ToolOutcome whenReturned = ToolOutcome.RETURNED;
    private boolean cancelled;

    GuardedCall(ToolCall call, Decision.Allow allow) {
        this.call = call;
        this.allow = allow;
        this.arguments = JsonCopy.thaw(call.argumentsAsObject());
    }

    /**
     * The tool that is called.
     *
     * @return the tool's name
     */
    public String tool() {
        return call.tool();
    }

    /**
     * The arguments that were judged.
     *
     * @return an equal copy that is this call's own, and may be changed; empty where the call came without
     */
    public Map<String, @Nullable Object> arguments() {
        return arguments;
    }

    /**
     * Who calls.
     *
     * @return the caller
     */
    public Caller caller() {
        return call.caller();
    }

    /**
     * Puts the real amounts in the place of those reserved, which can be done once: all counters in one go. The real
     * amount may exceed the limit: it is a fact, not a request. Charges that are not named stand. Where the store cannot
     * change its counters the reserved amounts stand, and the log says so. Where the call holds places, which it does until
     * it has ended, the counters change by then.
     *
     * @param actual real amounts, zero or more, by the name of the counter, or by {@code tool/counter} where the call
     *     charges two of one name
     * @throws IllegalArgumentException if an amount is negative or too large to be counted, or a name is that of no
     *     charge of this call, or of more than one; nothing is then settled
     */
    public void settle(Map<String, BigDecimal> actual) {
        Settlement settlement = allow.reservation();
        CallSettlement.check(settlement, actual);
        CompletableFuture<?> unused = LoggedSettlement.settle(() -> CallSettlement.settleRunning(settlement, actual));
    }

    /**
     * As {@link #settle(Map)}, of one counter.
     *
     * @param counter the name of the counter
     * @param actual the real amount
     * @throws IllegalArgumentException as {@link #settle(Map)}
     */
    public void settle(String counter, BigDecimal actual) {
        settle(Map.of(counter, actual));
    }

    /**
     * Says that the result which the tool is about to return is an error. It may have acted, so its charges stand, unless
     * it said {@link #notExecuted}.
     */
    public synchronized void failed() {
        if (whenReturned != ToolOutcome.NOT_EXECUTED) {
            whenReturned = ToolOutcome.TOOL_ERROR;
        }
    }

    /**
     * Says that the tool has done nothing: whatever it returns or throws, and if it is cancelled now, its charges are
     * given back.
     */
    public synchronized void notExecuted() {
        whenReturned = ToolOutcome.NOT_EXECUTED;
    }

    /**
     * Takes {@link #notExecuted} back, before the tool begins to act.
     *
     * @return false if the call was cancelled meanwhile, and the tool must not act
     */
    @CheckReturnValue
    public synchronized boolean executes() {
        if (!cancelled) {
            whenReturned = ToolOutcome.RETURNED;
        }
        return !cancelled;
    }

    Decision.Allow allow() {
        return allow;
    }

    /** Notes that the result is not wanted any more. */
    synchronized ToolOutcome cancel() {
        cancelled = true;
        return whenReturned == ToolOutcome.NOT_EXECUTED ? ToolOutcome.NOT_EXECUTED : ToolOutcome.CANCELLED;
    }

    synchronized ToolOutcome outcomeOfReturn() {
        return whenReturned;
    }

    synchronized ToolOutcome outcomeOf(Throwable thrown) {
        if (whenReturned == ToolOutcome.NOT_EXECUTED || thrown instanceof ToolNotExecutedException) {
            return ToolOutcome.NOT_EXECUTED;
        }
        return thrown instanceof CancellationException ? ToolOutcome.CANCELLED : ToolOutcome.EXCEPTION;
    }

    @Override
    public String toString() {
        return "GuardedCall[" + call + "]";
    }
}
