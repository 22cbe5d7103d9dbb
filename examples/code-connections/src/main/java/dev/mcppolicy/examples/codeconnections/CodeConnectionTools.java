package dev.mcppolicy.examples.codeconnections;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The tools of the server. They know nothing of any policy. */
final class CodeConnectionTools {
    private final McpJsonMapper json = McpJsonDefaults.getMapper();
    private final CodeConnections connections;

    CodeConnectionTools(CodeConnections connections) {
        this.connections = connections;
    }

    SyncToolSpecification create() {
        return tool("create-code-connection", arguments -> {
            CodeConnection created = connections.create(
                    text(arguments, "connection_name"),
                    text(arguments, "provider_type"),
                    text(arguments, "aws_region"),
                    object(arguments, "tags"));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("connection_arn", created.arn());
            result.put("console_url", "https://console.aws.amazon.com/codesuite/settings/connections");
            result.put(
                    "guidance",
                    "The connection is PENDING. Open the console and authorize it there; it is AVAILABLE afterwards.");
            return answer(result);
        });
    }

    SyncToolSpecification list() {
        return tool(
                "list-code-connections",
                arguments -> answer(Map.of(
                        "connections",
                        connections.list(text(arguments, "provider_type")).stream()
                                .map(CodeConnection::described)
                                .toList())));
    }

    SyncToolSpecification get() {
        return tool("get-code-connection", arguments -> connections
                .get(text(arguments, "connection_arn"))
                .map(connection -> answer(connection.described()))
                .orElseGet(CodeConnectionTools::notFound));
    }

    SyncToolSpecification delete() {
        return tool(
                "delete-code-connection",
                arguments -> connections.delete(text(arguments, "connection_arn"))
                        ? answer(Map.of("deleted", true))
                        : notFound());
    }

    SyncToolSpecification purge() {
        return tool("purge-code-connections", arguments -> answer(Map.of("deleted", connections.purge())));
    }

    private SyncToolSpecification tool(String file, Function<Map<String, Object>, CallToolResult> handler) {
        Map<String, Object> described = described("/tools/" + file + ".tool.json");
        Tool tool = Tool.builder(text(described, "name"), object(described, "inputSchema"))
                .description(text(described, "description"))
                .build();
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((exchange, request) -> handler.apply(request.arguments()))
                .build();
    }

    private Map<String, Object> described(String resource) {
        try (InputStream file = CodeConnectionTools.class.getResourceAsStream(resource)) {
            return json.readValue(Objects.requireNonNull(file, resource).readAllBytes(), new TypeRef<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CallToolResult answer(Map<String, Object> result) {
        try {
            return CallToolResult.builder()
                    .addTextContent(json.writeValueAsString(result))
                    .structuredContent(result)
                    .isError(false)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CallToolResult notFound() {
        return CallToolResult.builder()
                .addTextContent("There is no such connection")
                .isError(true)
                .build();
    }

    static List<SyncToolSpecification> all(CodeConnections connections) {
        CodeConnectionTools tools = new CodeConnectionTools(connections);
        return List.of(tools.create(), tools.list(), tools.get(), tools.delete(), tools.purge());
    }

    private static String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    @SuppressWarnings("unchecked") // the members of a JSON object have names
    private static Map<String, Object> object(Map<String, Object> object, String name) {
        return object.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
