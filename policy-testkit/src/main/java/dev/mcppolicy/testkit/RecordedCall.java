package dev.mcppolicy.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.engine.ToolCall;
import java.math.BigDecimal;
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
    private final ToolOutcome outcome;
    private final @Nullable Boolean answer;

    private RecordedCall(
            String place, ToolCall call, @Nullable Instant at, ToolOutcome outcome, @Nullable Boolean answer) {
        this.place = place;
        this.call = call;
        this.at = at;
        this.outcome = outcome;
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
        return new RecordedCall(place, call, null, ToolOutcome.OK, null);
    }

    /**
     * The call at a time.
     *
     * @param instant when it was made
     * @return the changed call
     */
    public RecordedCall at(Instant instant) {
        return new RecordedCall(place, call, instant, outcome, answer);
    }

    /**
     * The call whose tool never ran, or says that it did nothing. Its charges are released.
     *
     * @return the changed call
     */
    public RecordedCall notExecuted() {
        return new RecordedCall(place, call, at, ToolOutcome.of(ToolOutcome.Kind.NOT_EXECUTED), answer);
    }

    /**
     * The call whose tool says what it really used. A counter that a policy does not charge for the call is left out.
     *
     * @param actual the real amounts by counter, in the place of the reserved ones
     * @return the changed call
     */
    public RecordedCall settledAt(Map<String, BigDecimal> actual) {
        return new RecordedCall(place, call, at, ToolOutcome.settled(actual), answer);
    }

    /**
     * The call with a human's answer, where a policy asks for one. Without, the charge is held until the time for an
     * answer is over.
     *
     * @param approved whether the human agrees
     * @return the changed call
     */
    public RecordedCall answered(boolean approved) {
        return new RecordedCall(place, call, at, outcome, approved);
    }

    String place() {
        return place;
    }

    ToolCall call() {
        return call;
    }

    @Nullable
    Instant at() {
        return at;
    }

    ToolOutcome outcome() {
        return outcome;
    }

    @Nullable
    Boolean answer() {
        return answer;
    }

    @Override
    public String toString() {
        return "RecordedCall[" + place + "]";
    }
}
