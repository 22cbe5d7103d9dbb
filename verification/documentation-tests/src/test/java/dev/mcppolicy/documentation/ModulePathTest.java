package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What works on the class path, as all other tests are run, works on the module path too. */
@Tag("real")
class ModulePathTest {
    private static final long PATIENCE_SECONDS = 60;

    /** With a pattern, whose engine is built into the core. */
    private static final String POLICY = """
            default: deny
            tools:
              refund:
                rules:
                  - conditions: [{ path: args.reason, op: regex, value: "^(late|lost)[a-z ]*$" }]
                  - rate_limit: 5/hour
            """;

    private static final String MODULE = """
            module shop {
                requires dev.mcppolicy.mcp;
                requires dev.mcppolicy.dsl;
                requires com.networknt.schema; // for the SDK, which cannot say so itself
            }
            """;

    private static final String MAIN = """
            package shop;

            import dev.mcppolicy.audit.AuditLog;
            import dev.mcppolicy.format.PolicyReader;
            import dev.mcppolicy.mcp.ElicitationApprover;
            import dev.mcppolicy.mcp.PolicyEnforcer;
            import io.modelcontextprotocol.json.McpJsonDefaults;
            import io.modelcontextprotocol.server.McpServer;
            import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
            import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
            import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
            import io.modelcontextprotocol.spec.McpSchema.Tool;
            import java.nio.file.Path;
            import java.util.Map;

            public final class Shop {
                public static void main(String[] args) {
                    PolicyEnforcer enforcer = PolicyEnforcer.builder(PolicyReader.read(Path.of(args[0])))
                            .approver(ElicitationApprover.of())
                            .requiredListener(AuditLog.jsonl(Path.of(args[1])).open())
                            .build();
                    var server = McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                            .tools(enforcer.wrap(SyncToolSpecification.builder()
                                    .tool(Tool.builder("refund", Map.of("type", "object")).build())
                                    .callHandler((exchange, request) -> CallToolResult.builder().build())
                                    .build()))
                            .addToolFilter(enforcer::isVisible)
                            .validateToolInputs(false)
                            .build();
                    System.out.println(enforcer.start(server));
                    System.exit(0);
                }
            }
            """;

    @TempDir
    private Path directory;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String modulePath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("documentation-tests"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void a_server_in_a_module_of_its_own_starts_under_a_policy() throws Exception {
        Path policy = write("policy.yaml", POLICY);
        Path classes = directory.resolve("classes");

        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "--module-path",
                        modulePath(),
                        write("module-info.java", MODULE).toString(),
                        write("Shop.java", MAIN).toString());
        assertThat(compiled).isZero();

        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        classes + File.pathSeparator + modulePath(),
                        "--module",
                        "shop/shop.Shop",
                        policy.toString(),
                        directory.resolve("audit.jsonl").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(output)).endsWith("1 tool: 1 guarded, 0 hidden, 0 unlisted; default deny\n");
    }
}
