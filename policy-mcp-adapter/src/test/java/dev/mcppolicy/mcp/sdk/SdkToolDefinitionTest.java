package dev.mcppolicy.mcp.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.tool.ToolDefinition;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.Icon;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an enforcer takes for the definition of a tool is what the SDK sends to clients. */
class SdkToolDefinitionTest {
    private static ToolDefinition sent(Tool tool) throws IOException {
        String json = McpJsonDefaults.getMapper().writeValueAsString(tool);
        return ToolDefinition.of(McpJsonDefaults.getMapper().readValue(json, new TypeRef<Map<String, Object>>() {}));
    }

    private static Map<String, Object> schema(Object properties) {
        return Map.of("type", "object", "properties", properties, "$defs", Map.of("x", Map.of("type", "string")));
    }

    @Test
    void the_definition_is_what_is_sent_without_meta_and_icons() throws IOException {
        Tool tool = Tool.builder("refund", schema(Map.of("amount", Map.of("type", "number", "maximum", 0.1))))
                .title("Refund")
                .description("Gives money back.")
                .outputSchema(Map.of("type", "object", "required", List.of("id")))
                .annotations(ToolAnnotations.builder().destructiveHint(true).build())
                .meta(Map.of("version", 7))
                .icons(List.of(Icon.builder("https://shop.example/i.png").build()))
                .build();

        assertThat(SdkTool.definition(tool)).isEqualTo(sent(tool));
        assertThat(SdkTool.definition(tool).members())
                .containsOnlyKeys("name", "title", "description", "inputSchema", "outputSchema", "annotations");
    }

    @Test
    void a_schema_of_java_values_is_what_is_sent_of_them() throws IOException {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("default", null);
        Tool tool = Tool.builder(
                        "refund",
                        schema(Map.of(
                                "a", Map.of("enum", new String[] {"x", "y"}),
                                "b", Map.of("enum", new int[] {1, 2}),
                                "c", Map.of("enum", Collections.singleton(Thread.State.NEW)),
                                "d", withNull)))
                .build();

        assertThat(SdkTool.definition(tool)).isEqualTo(sent(tool));
    }

    @Test
    void what_is_no_json_and_what_is_large_has_a_definition_all_the_same() {
        Tool tool = Tool.builder(
                        "refund",
                        schema(Map.of("a", new AtomicInteger(1), "b", Collections.nCopies(20_000, "x".repeat(100)))))
                .build();

        assertThat(SdkTool.definition(tool).name()).isEqualTo("refund");
    }
}
