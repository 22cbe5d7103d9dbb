package dev.mcppolicy.documentation;

import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.documentation.Document.Block;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.format.grants.GrantFileEditor;
import dev.mcppolicy.format.lock.LockDocument;
import dev.mcppolicy.mcp.PolicyEnforcer;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.tool.ToolLock;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * What a Java block is given: a value for each parameter that the comment before it names, after {@code given:}, or
 * after {@code given the first block's:} where it goes on with what the first Java block of the page made.
 */
final class Given {
    private static final String ANY = "given:";
    private static final String OF_FIRST_BLOCK = "given the first block's:";

    private static final String POLICY = """
            version: "1"
            default: deny
            tools:
              CreateCodeConnection: {}
              ListCodeConnections: {}
            """;
    private static final String POLICY_OF_ONE_TOOL =
            "version: \"1\"\ndefault: deny\ntools: { GetCodeConnection: {} }\n";
    private static final String NEXT_POLICY = "version: \"1\"\ndefault: deny\ntools: { ListCodeConnections: {} }\n";

    /** The tools of the server whose policy README shows. */
    private static final String TOOLS = """
            {"tools": [
                {"name": "CreateCodeConnection", "inputSchema": {"type": "object",
                    "properties": {"provider_type": {"type": "string"}}, "required": ["provider_type"]}},
                {"name": "ListCodeConnections", "inputSchema": {"type": "object"}},
                {"name": "DeleteCodeConnection", "inputSchema": {"type": "object"}}]}
            """;

    private Given() {}

    /** What stands in the comment, as a method declares it. */
    static String parameters(Block block) {
        return block.directive(block.comment().startsWith(ANY) ? ANY : OF_FIRST_BLOCK);
    }

    static Object[] values(Document document, Block block, Path folder) {
        return declarations(parameters(block))
                .map(declaration -> block.comment().startsWith(ANY)
                        ? value(declaration, folder)
                        : ofFirstBlock(document, declaration, folder))
                .toArray();
    }

    /** The folder that a block runs in, with the policy and grants files that the documents speak of. */
    static Path files(Path folder) {
        try {
            Files.writeString(
                    folder.resolve("policy.yaml"),
                    Document.of("README.md").blocks("yaml").get(0).text());
            Files.writeString(folder.resolve("next.yaml"), NEXT_POLICY);
            Files.writeString(folder.resolve("tools.json"), TOOLS);
            LockDocument.write(
                    folder.resolve("tools.lock.json"),
                    Map.of("code-connections", ToolLock.of(ToolsReader.parse(TOOLS, "tools.json"))));
            var unused = new GrantFileEditor(folder.resolve("grants.json"), InstantSource.system(), found -> {})
                    .add("support", null, Map.of(), null);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Policy policy() {
        return PolicyReader.parse(POLICY);
    }

    /** A tool whose handler does nothing. */
    static SyncToolSpecification tool(String name) {
        return SyncToolSpecification.builder()
                .tool(Tool.builder(name, Map.of("type", "object")).build())
                .callHandler((exchange, request) -> CallToolResult.builder().build())
                .build();
    }

    private static Stream<String> declarations(String parameters) {
        // A comma between angle brackets separates no parameters.
        return Arrays.stream(parameters.split(",\\s*(?![^<>]*>)", -1)).filter(each -> !each.isEmpty());
    }

    private static Object ofFirstBlock(Document document, String declaration, Path folder) {
        String name = declaration.substring(declaration.lastIndexOf(' ') + 1);
        return JavaSnippet.returning(name, document.blocks("java").get(0), folder)
                .run();
    }

    private static Object value(String declaration, Path folder) {
        int space = declaration.lastIndexOf(' ');
        String type = declaration.substring(0, space);
        String name = declaration.substring(space + 1);
        return switch (type) {
            case "Policy" -> name.equals("next") ? PolicyReader.parse(NEXT_POLICY) : policy();
            case "PolicyEnforcer" -> PolicyEnforcer.of(PolicyReader.parse(POLICY_OF_ONE_TOOL));
            case "SyncToolSpecification" -> tool(Character.toUpperCase(name.charAt(0)) + name.substring(1));
            case "McpServerTransportProvider" -> new SilentTransport();
            case "McpSyncServer" ->
                McpServer.sync(new SilentTransport())
                        .capabilities(ServerCapabilities.builder().tools(true).build())
                        .validateToolInputs(false)
                        .build();
            case "String" -> name;
            case "Map<String, String>" -> Map.of("token-of-alice", "support");
            case "Tool" -> tool(name).tool();
            case "ServerTools" -> ToolsReader.parse(TOOLS, "tools.json");
            case "ToolDefinition" ->
                ToolsReader.parse(TOOLS, "tools.json").definitions().get(1);
            case "Map<String, Object>" -> Map.of();
            case "AuditAnchor" -> {
                try (AuditLog log =
                        AuditLog.jsonl(folder.resolve("audit.jsonl")).open()) {
                    yield log.anchor();
                }
            }
            default -> throw new AssertionError("no value of the type `" + type + "` is known");
        };
    }

    /** A transport that no client comes by. */
    private static final class SilentTransport implements McpServerTransportProvider {
        @Override
        public void setSessionFactory(McpServerSession.Factory factory) {}

        @Override
        public Mono<Void> notifyClients(String method, Object params) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }
    }
}
