package dev.mcppolicy.cli.input;

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
    record Call(@Nullable Instant at, ToolCall call, RecordedCall recorded) implements ReplayLine {}

    /**
     * A listing.
     *
     * @param tools the tools that the server has
     */
    record Listing(@Nullable Instant at, List<String> tools) implements ReplayLine {}
}
