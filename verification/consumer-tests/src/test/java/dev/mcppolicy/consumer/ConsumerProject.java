package dev.mcppolicy.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A project of somebody who has read the README: a POM, a policy, a server on standard input and output, and a test of the
 * policy, put together from its blocks as they stand there. What the README takes as given (the SDK, two tools, a
 * transport) is written here.
 */
record ConsumerProject(Path directory) {
    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>com.example</groupId>
                <artifactId>code-connections</artifactId>
                <version>1</version>
                <properties>
                    <maven.compiler.source>17</maven.compiler.source>
                    <maven.compiler.target>17</maven.compiler.target>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                </properties>
                <dependencyManagement>
                    <dependencies>
            %s
                    </dependencies>
                </dependencyManagement>
                <dependencies>
            %s
                </dependencies>
                <build>
                    <plugins>
            %s
                    </plugins>
                </build>
            </project>
            """;

    private static final String DEPENDENCY = """
            <dependency>
                <groupId>%s</groupId>
                <artifactId>%s</artifactId>
                <version>%s</version>
            </dependency>
            """;

    private static final String SERVER = """
            package connections;

            %s
            import io.modelcontextprotocol.json.McpJsonDefaults;
            import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
            import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
            import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
            import io.modelcontextprotocol.spec.McpSchema.Tool;
            import io.modelcontextprotocol.spec.McpServerTransportProvider;
            import java.util.Map;

            public final class Server {
                public static void main(String[] args) {
                    McpServerTransportProvider transport = new StdioServerTransportProvider(McpJsonDefaults.getMapper());
                    SyncToolSpecification createCodeConnection = tool("CreateCodeConnection", "created");
                    SyncToolSpecification listCodeConnections = tool("ListCodeConnections", "listed");

            %s
                    Policy policy = fromFile;
            %s
                }

                private static SyncToolSpecification tool(String name, String answer) {
                    return SyncToolSpecification.builder()
                            .tool(Tool.builder(name, Map.of("type", "object")).build())
                            .callHandler((exchange, request) ->
                                    CallToolResult.builder().addTextContent(answer).build())
                            .build();
                }
            }
            """;

    /** How a project is told from the one of the README. */
    record Wishes(List<String> importedFirst, String jsonOfTheSdk, boolean namesSurefire, boolean hasModule) {
        static final Wishes NONE = new Wishes(List.of(), "mcp-json-jackson3", true, false);

        /** With the versions that a Spring Boot application has, whatever we would like. */
        Wishes withSpringBoot(String version) {
            String bom = """
                    <dependency>
                        <groupId>org.springframework.boot</groupId>
                        <artifactId>spring-boot-dependencies</artifactId>
                        <version>%s</version>
                        <type>pom</type>
                        <scope>import</scope>
                    </dependency>
                    """.formatted(version);
            return new Wishes(List.of(bom), "mcp-json-jackson2", namesSurefire, hasModule);
        }

        Wishes withoutVersionOfSurefire() {
            return new Wishes(importedFirst, jsonOfTheSdk, false, hasModule);
        }

        Wishes withModule() {
            return new Wishes(importedFirst, jsonOfTheSdk, namesSurefire, true);
        }
    }

    static ConsumerProject in(Path directory, Wishes wishes) throws IOException {
        Page readme = Page.of("README.md");
        ConsumerProject project = new ConsumerProject(directory);
        Page adapter = Page.of("docs/mcp-adapter.md");
        String compiler = wishes.hasModule() ? adapter.block("xml", "maven-compiler-plugin") : "";
        project.write("pom.xml", pom(readme, wishes, compiler));
        project.write("policy.yaml", readme.block("yaml", "CreateCodeConnection"));
        project.write("src/main/java/connections/Server.java", server(readme));
        project.write(
                "src/test/java/connections/CodeConnectionPolicyTest.java",
                "package connections;\n\n" + readme.block("java", "@PolicyTest"));
        if (wishes.hasModule()) {
            project.write(
                    "src/main/java/module-info.java",
                    adapter.block("java", "module shop").replace("module shop", "module connections"));
        }
        return project;
    }

    private static String pom(Page readme, Wishes wishes, String compilerPlugin) {
        String sdk = System.getProperty("consumer.sdk");
        String plugin = readme.block("xml", "maven-surefire-plugin");
        return POM.formatted(
                String.join("", wishes.importedFirst()) + inside("dependencies", readme.block("xml", "policy-bom")),
                inside("dependencies", readme.block("xml", "policy-mcp-adapter"))
                        + inside("dependencies", readme.block("xml", "policy-testkit"))
                        + DEPENDENCY.formatted("io.modelcontextprotocol.sdk", "mcp-core", sdk)
                        + DEPENDENCY.formatted("io.modelcontextprotocol.sdk", wishes.jsonOfTheSdk(), sdk),
                compilerPlugin + (wishes.namesSurefire() ? plugin : withoutVersion(plugin)));
    }

    private static String withoutVersion(String plugin) {
        return plugin.lines().filter(line -> !line.contains("<version>")).collect(Collectors.joining("\n"));
    }

    private static String server(Page readme) {
        String policy = readme.block("java", "PolicyReader.read");
        String server = readme.block("java", "McpServer.sync");
        String imports = Stream.of(policy, server)
                .flatMap(String::lines)
                .filter(ConsumerProject::isImport)
                .distinct()
                .collect(Collectors.joining("\n"));
        return SERVER.formatted(imports, statements(policy), statements(server));
    }

    private static String statements(String block) {
        return block.lines().filter(line -> !isImport(line)).collect(Collectors.joining("\n"));
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    /** What stands between the tags of an element. */
    private static String inside(String element, String xml) {
        String open = "<" + element + ">";
        return xml.substring(xml.indexOf(open) + open.length(), xml.indexOf("</" + element + ">"));
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
