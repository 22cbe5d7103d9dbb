package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.function.Supplier;

/** What becomes of a call before its tool's handler: it goes on as a {@link Passage}, or it is {@link Refused}. */
sealed interface Entry permits Passage, Entry.Refused {
    /**
     * The handler must not be entered.
     *
     * @param answer for the client; may throw an {@code McpError}
     */
    record Refused(Supplier<CallToolResult> answer) implements Entry {}
}
