package dev.mcppolicy.testkit.replay;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.testkit.internal.CallEnd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that was made once, for policies to judge again. It is a value: each {@code with} makes another. Holds what
 * callers sent, as they sent it.
 */
@CheckReturnValue
public final class RecordedCall {
    private final String place;
    private final ToolCall call;
    private final @Nullable Instant at;
    private final CallEnd end;
    private final @Nullable ApprovalAnswer answer;

    private RecordedCall(
            String place, ToolCall call, @Nullable Instant at, CallEnd end, @Nullable ApprovalAnswer answer) {
        this.place = place;
        this.call = call;
        this.at = at;
        this.end = end;
        this.answer = answer;
    }

    /**
     * A call whose tool ran.
     *
     * @param place where it is recorded, as a report is to name it: {@code calls.jsonl:17}
     * @param call the call
     * @return the recorded call, at the time of the one before it
     */
    public static RecordedCall of(String place, ToolCall call) {
        return new RecordedCall(place, call, null, CallEnd.RETURNED, null);
    }

    /**
     * The call at a time.
     *
     * @param instant when it was made
     * @return the changed call
     */
    public RecordedCall at(Instant instant) {
        return new RecordedCall(place, call, instant, end, answer);
    }

    /**
     * The call whose tool ended in another way than by returning a result.
     *
     * @param outcome how it ended
     * @return the changed call
     */
    public RecordedCall ending(ToolOutcome outcome) {
        return with(CallEnd.of(outcome));
    }

    /**
     * The call whose process died while its tool ran: nobody told of its end.
     *
     * @return the changed call
     */
    public RecordedCall lost() {
        return with(CallEnd.LOST);
    }

    /**
     * The call whose tool ran for a while. It holds its places until a later call is at that time.
     *
     * @param time how long, more than zero
     * @return the changed call
     * @throws IllegalArgumentException if the time is not more than zero
     */
    public RecordedCall running(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("a tool runs for more than no time, not `" + time + "`");
        }
        return new RecordedCall(place, call, at, end.after(time), answer);
    }

    private RecordedCall with(CallEnd other) {
        return new RecordedCall(place, call, at, other.after(end.runs()), answer);
    }

    /**
     * The call whose tool never ran, or says that it did nothing. Its charges are released.
     *
     * @return the changed call
     */
    public RecordedCall notExecuted() {
        return ending(ToolOutcome.NOT_EXECUTED);
    }

    /**
     * The call whose tool says what it really used. In a comparison, a counter that one of the
     * policies does not charge for the call is left out for it.
     *
     * @param actual the real amounts by counter, in the place of the reserved ones
     * @return the changed call
     */
    public RecordedCall settledAt(Map<String, BigDecimal> actual) {
        return with(CallEnd.settled(actual));
    }

    /**
     * The call with a human's answer, where a policy asks for one. Without, the charge is held until the time for an
     * answer is over.
     *
     * @param given the answer; it counts as it would of a server's call
     * @return the changed call
     */
    public RecordedCall answered(ApprovalAnswer given) {
        return new RecordedCall(place, call, at, end, given);
    }

    /**
     * Where the call was recorded.
     *
     * @return the place, for messages
     */
    public String place() {
        return place;
    }

    /**
     * The call.
     *
     * @return tool, arguments and caller as recorded
     */
    public ToolCall call() {
        return call;
    }

    @Nullable
    Instant at() {
        return at;
    }

    CallEnd end() {
        return end;
    }

    /** How long the tool ran. */
    Duration runs() {
        return end.runs();
    }

    @Nullable
    ApprovalAnswer answer() {
        return answer;
    }

    @Override
    public String toString() {
        return "RecordedCall[" + place + "]";
    }
}
