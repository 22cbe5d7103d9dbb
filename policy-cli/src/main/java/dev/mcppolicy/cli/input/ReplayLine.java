package dev.mcppolicy.cli.input;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.testkit.replay.RecordedCall;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a line of a replay asks for. */
public sealed interface ReplayLine {
    /** When, or null for the time of the line before. */
    @Nullable
    Instant at();

    /**
     * A call, and what would have come of it.
     *
     * @param call the call
     * @param recorded the call with its end and a human's answer
     */
    record Call(@Nullable Instant at, ToolCall call, RecordedCall recorded) implements ReplayLine {
        /** A call that no file holds, at no time of its own. */
        public static Call of(ToolCall call) {
            return new Call(null, call, RecordedCall.of("", call));
        }

        /** The same call by another caller, of whose end nothing is known. */
        public Call by(Caller caller) {
            ToolCall other = ToolCall.of(call.tool(), call.arguments(), caller);
            return new Call(at, other, RecordedCall.of("", other));
        }
    }

    /**
     * A listing.
     *
     * @param tools the tools that the server has
     */
    record Listing(@Nullable Instant at, List<String> tools) implements ReplayLine {}
}
