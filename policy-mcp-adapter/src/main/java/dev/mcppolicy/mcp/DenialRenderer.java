package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Denial;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;

/**
 * Words a denial for the agent. Must be safe for use by any thread. A renderer that fails, or whose result is not marked
 * as an error, is replaced by {@link #standard} for that call.
 */
@FunctionalInterface
public interface DenialRenderer {
    /** The key under {@code _meta} that holds {@code code}, {@code rule}, {@code policyRevision}, {@code retryAfterSeconds}. */
    String META_KEY = Denial.FACTS_KEY;

    /**
     * The answer to a denied call.
     *
     * @param denied the call and why it is denied
     * @return a result with {@code isError} true
     * @throws McpError to answer with a protocol error instead
     */
    CallToolResult render(DeniedCall denied);

    /**
     * A tool result whose text is the message after the prefix of the policy's format, with the seconds to wait where
     * waiting helps. The same facts stand under {@link #META_KEY} for programs; {@code retryAfterSeconds} is rounded up,
     * and absent where waiting would not help.
     *
     * @return the renderer used where none is set
     */
    static DenialRenderer standard() {
        return new StandardDenials();
    }

    /**
     * Answers calls of a tool that the caller does not see listed exactly as the SDK answers calls of a tool that does
     * not exist, so that nobody learns of it. All other denials as {@link #standard}.
     *
     * @return the renderer
     */
    static DenialRenderer unlistedAsUnknown() {
        DenialRenderer standard = standard();
        return denied -> {
            if (denied.listed()) {
                return standard.render(denied);
            }
            throw McpError.builder(ErrorCodes.INVALID_PARAMS)
                    .message("Unknown tool: invalid_tool_name")
                    .data("Tool not found: " + denied.tool())
                    .build();
        };
    }
}
