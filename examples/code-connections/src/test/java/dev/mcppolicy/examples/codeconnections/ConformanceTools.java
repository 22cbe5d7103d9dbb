package dev.mcppolicy.examples.codeconnections;

import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.EmbeddedResource;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The tools that the conformance suite calls, each by the name and with the answer that it asks for. */
final class ConformanceTools {
    private static final Map<String, Object> ANY_OBJECT = Map.of("type", "object");
    private static final Map<String, Object> STRING = Map.of("type", "string");
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static final String SILENCE = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";
    private static final ImageContent IMAGE =
            ImageContent.builder(PIXEL, "image/png").build();
    private static final AudioContent AUDIO =
            AudioContent.builder(SILENCE, "audio/wav").build();

    private ConformanceTools() {}

    static List<SyncToolSpecification> all() {
        return List.of(
                saying("test_simple_text", text("This is a simple text response for testing.")),
                saying("test_image_content", IMAGE),
                saying("test_audio_content", AUDIO),
                saying("test_embedded_resource", resource("test://embedded-resource", "text/plain", "embedded")),
                saying(
                        "test_multiple_content_types",
                        text("Multiple content types test:"),
                        IMAGE,
                        resource("test://mixed-content-resource", "application/json", "{\"test\":\"data\"}")),
                tool("test_tool_with_logging", ANY_OBJECT, ConformanceTools::log),
                tool("test_error_handling", ANY_OBJECT, (exchange, request) -> CallToolResult.builder()
                        .addTextContent("This tool intentionally returns an error for testing")
                        .isError(true)
                        .build()),
                tool("test_tool_with_progress", ANY_OBJECT, ConformanceTools::progress),
                tool("test_sampling", requiring("prompt"), ConformanceTools::sample),
                tool(
                        "test_elicitation",
                        requiring("message"),
                        (exchange, request) -> elicit(
                                exchange,
                                (String) request.arguments().get("message"),
                                Map.of("username", STRING, "email", STRING))),
                tool(
                        "test_elicitation_sep1034_defaults",
                        ANY_OBJECT,
                        (exchange, request) -> elicit(exchange, "Review", defaults())),
                tool(
                        "test_elicitation_sep1330_enums",
                        ANY_OBJECT,
                        (exchange, request) -> elicit(exchange, "Choose", enums())),
                tool("json_schema_2020_12_tool", schema202012(), (exchange, request) -> done()));
    }

    private static SyncToolSpecification tool(
            String name,
            Map<String, Object> schema,
            BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> handler) {
        return SyncToolSpecification.builder()
                .tool(Tool.builder(name, schema).description(name).build())
                .callHandler(handler)
                .build();
    }

    private static SyncToolSpecification saying(String name, Content... content) {
        return tool(name, ANY_OBJECT, (exchange, request) -> CallToolResult.builder()
                .content(List.of(content))
                .isError(false)
                .build());
    }

    private static TextContent text(String text) {
        return TextContent.builder(text).build();
    }

    private static EmbeddedResource resource(String uri, String mimeType, String text) {
        return EmbeddedResource.builder(TextResourceContents.builder(uri, text)
                        .mimeType(mimeType)
                        .build())
                .build();
    }

    private static CallToolResult done() {
        return said("done");
    }

    private static CallToolResult said(String text) {
        return CallToolResult.builder().addTextContent(text).isError(false).build();
    }

    private static CallToolResult log(McpSyncServerExchange exchange, CallToolRequest request) {
        for (String step : List.of("started", "processing data", "completed")) {
            exchange.loggingNotification(LoggingMessageNotification.builder(LoggingLevel.INFO, "Tool execution " + step)
                    .build());
        }
        return done();
    }

    private static CallToolResult progress(McpSyncServerExchange exchange, CallToolRequest request) {
        Object token = request.progressToken();
        if (token != null) {
            for (int percent : List.of(0, 50, 100)) {
                exchange.progressNotification(ProgressNotification.builder(token, percent)
                        .total(100.0)
                        .build());
            }
        }
        return done();
    }

    private static CallToolResult sample(McpSyncServerExchange exchange, CallToolRequest request) {
        TextContent prompt = text((String) request.arguments().get("prompt"));
        var message = SamplingMessage.builder(Role.USER, prompt).build();
        var answer = exchange.createMessage(
                CreateMessageRequest.builder(List.of(message), 100).build());
        return said("LLM response: " + ((TextContent) answer.content()).text());
    }

    private static CallToolResult elicit(
            McpSyncServerExchange exchange, String message, Map<String, Object> properties) {
        var answer = exchange.createElicitation(ElicitFormRequest.builder(
                        message, Map.of("type", "object", "properties", properties, "required", List.of()))
                .build());
        return said("Elicitation completed: action=" + answer.action());
    }

    private static Map<String, Object> requiring(String name) {
        return Map.of("type", "object", "properties", Map.of(name, STRING), "required", List.of(name));
    }

    private static Map<String, Object> defaults() {
        return Map.of(
                "name", Map.of("type", "string", "default", "John Doe"),
                "age", Map.of("type", "integer", "default", 30),
                "score", Map.of("type", "number", "default", 95.5),
                "status",
                        Map.of("type", "string", "enum", List.of("active", "inactive", "pending"), "default", "active"),
                "verified", Map.of("type", "boolean", "default", true));
    }

    private static Map<String, Object> enums() {
        List<Map<String, Object>> titled = List.of(
                Map.of("const", "value1", "title", "First"),
                Map.of("const", "value2", "title", "Second"),
                Map.of("const", "value3", "title", "Third"));
        List<String> untitled = List.of("option1", "option2", "option3");
        return Map.of(
                "untitledSingle", Map.of("type", "string", "enum", untitled),
                "titledSingle", Map.of("type", "string", "oneOf", titled),
                "legacyEnum",
                        Map.of(
                                "type",
                                "string",
                                "enum",
                                List.of("opt1", "opt2", "opt3"),
                                "enumNames",
                                List.of("One", "Two", "Three")),
                "untitledMulti", Map.of("type", "array", "items", Map.of("type", "string", "enum", untitled)),
                "titledMulti", Map.of("type", "array", "items", Map.of("anyOf", titled)));
    }

    private static Map<String, Object> schema202012() {
        return Map.of(
                "$schema",
                "https://json-schema.org/draft/2020-12/schema",
                "type",
                "object",
                "$defs",
                Map.of("address", Map.of("type", "object", "properties", Map.of("street", STRING, "city", STRING))),
                "properties",
                Map.of("name", STRING, "address", Map.of("$ref", "#/$defs/address")),
                "additionalProperties",
                false);
    }
}
