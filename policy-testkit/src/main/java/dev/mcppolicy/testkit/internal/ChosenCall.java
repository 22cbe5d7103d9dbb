package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.CallPath;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is chosen of a call, and when it is made.
 *
 * @param choice the values at the places that rules look at
 * @param at the instant
 */
public record ChosenCall(Map<CallPath, Object> choice, Instant at) {
    /** The same with another value at a place. */
    public ChosenCall with(CallPath place, Object value) {
        Map<CallPath, Object> other = new LinkedHashMap<>(choice);
        other.put(place, value);
        return new ChosenCall(other, at);
    }

    /** The call, where no schema is known. */
    public ToolCall by(String tool, Caller caller) {
        return CallChoices.call(tool, choice, caller);
    }
}
