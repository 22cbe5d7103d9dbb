package dev.mcppolicy.cli;

import dev.mcppolicy.engine.ToolCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a line of a replay asks for. */
sealed interface ReplayLine {
    /** When, or null for the time of the line before. */
    @Nullable
    Instant at();

    /**
     * A call, and what would have come of it.
     *
     * @param call the call
     * @param outcome what the tool would have done
     * @param settlement the real amounts by counter, or null where the tool says none
     * @param approval a human's answer, or null where none comes
     */
    record Call(
            @Nullable Instant at,
            ToolCall call,
            Outcome outcome,
            @Nullable Map<String, BigDecimal> settlement,
            @Nullable Boolean approval)
            implements ReplayLine {}

    /**
     * A listing.
     *
     * @param tools the tools that the server has
     */
    record Listing(@Nullable Instant at, List<String> tools) implements ReplayLine {}

    /** How a tool ends. */
    enum Outcome {
        /** It answers. */
        OK,
        /** It answers that it failed. */
        TOOL_ERROR,
        /** It throws, and may have acted. */
        EXCEPTION,
        /** It never began. */
        NOT_EXECUTED
    }
}
