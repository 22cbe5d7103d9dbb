package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.Denial;
import dev.mcppolicy.model.PolicyFormat;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Denials in the words that agents know from the policy's format. */
final class StandardDenials implements DenialRenderer {
    @Override
    public CallToolResult render(DeniedCall denied) {
        Denial denial = denied.denial();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("code", denial.code().name());
        facts.put("rule", denial.rule().value());
        facts.put("policyRevision", denial.revision());
        String message = denial.message();
        if (denial.retryAfter() != null) {
            long seconds = secondsRoundedUp(denial.retryAfter());
            facts.put("retryAfterSeconds", seconds);
            message = followed(message, "Retry after " + seconds + (seconds == 1 ? " second." : " seconds."));
        }
        return CallToolResult.builder()
                .addTextContent(prefix(denied.format()) + message)
                .isError(true)
                .meta(Map.of(META_KEY, facts))
                .build();
    }

    /** Two sentences, the first of which may lack its full stop. */
    static String followed(String first, String second) {
        return first + (first.endsWith(".") ? " " : ". ") + second;
    }

    private static String prefix(PolicyFormat format) {
        return format == PolicyFormat.INTERCEPT ? "[INTERCEPT POLICY DENIED] " : "[POLICY DENIED] ";
    }

    private static long secondsRoundedUp(Duration wait) {
        return wait.getNano() > 0 ? wait.getSeconds() + 1 : wait.getSeconds();
    }
}
