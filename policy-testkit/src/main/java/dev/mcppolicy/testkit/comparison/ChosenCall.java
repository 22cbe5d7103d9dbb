package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.testkit.internal.CallChoices;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is chosen of a call, and when it is made.
 *
 * @param choice the values at the places that rules look at
 * @param at the instant
 */
record ChosenCall(Map<CallPath, Object> choice, Instant at) {
    ChosenCall with(CallPath place, Object value) {
        Map<CallPath, Object> other = new LinkedHashMap<>(choice);
        other.put(place, value);
        return new ChosenCall(other, at);
    }

    ToolCall by(String tool, Caller caller) {
        return CallChoices.call(tool, choice, caller);
    }
}
