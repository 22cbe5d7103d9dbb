package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Denial;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Map;

/** Denials in the words that agents know from the policy's format. */
final class StandardDenials implements DenialRenderer {
    @Override
    public CallToolResult render(DeniedCall denied) {
        Denial denial = denied.denial();
        return CallToolResult.builder()
                .addTextContent(denial.text(denied.format()))
                .isError(true)
                .meta(Map.of(META_KEY, denial.facts()))
                .build();
    }
}
