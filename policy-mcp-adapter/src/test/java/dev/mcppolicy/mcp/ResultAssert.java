package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.DenialCode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.Map;

/** What a client can tell from a result. */
final class ResultAssert {
    private ResultAssert() {}

    static void assertRan(CallToolResult result) {
        assertThat(result.isError()).as(() -> "error flag of " + result).isFalse();
        assertThat(text(result)).isEqualTo("done");
    }

    static void assertDenied(CallToolResult result, DenialCode code, String rule) {
        assertThat(result.isError()).as(() -> "error flag of " + result).isTrue();
        assertThat(facts(result)).containsEntry("code", code.name()).containsEntry("rule", rule);
    }

    static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    static Map<String, Object> facts(CallToolResult result) {
        assertThat(result.meta()).as(() -> "meta of " + text(result)).containsKey(DenialRenderer.META_KEY);
        @SuppressWarnings("unchecked")
        Map<String, Object> facts = (Map<String, Object>) result.meta().get(DenialRenderer.META_KEY);
        return facts;
    }
}
