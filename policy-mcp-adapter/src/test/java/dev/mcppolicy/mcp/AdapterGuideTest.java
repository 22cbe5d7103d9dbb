package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.GET;
import static dev.mcppolicy.mcp.Policies.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.Policy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says. */
class AdapterGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "mcp-adapter.md");
    private static final Path SNIPPETS =
            Path.of("src", "test", "java", "dev", "mcppolicy", "mcp", "AdapterGuideSnippets.java");

    @Test
    void every_snippet_of_the_guide_is_compiled() throws IOException {
        String compiled = withoutSpace(Files.readString(SNIPPETS));
        List<String> snippets = snippets(Files.readString(GUIDE));

        assertThat(snippets).hasSizeGreaterThanOrEqualTo(5);
        assertThat(snippets).allSatisfy(snippet -> assertThat(compiled).contains(withoutSpace(snippet)));
    }

    @Test
    void the_snippets_run() {
        Policy policy = Policies.of("{'version':'1','default':'deny','tools':{'CreateCodeConnection':{},"
                + "'ListCodeConnections':{},'GetCodeConnection':{}}}");
        Map<String, String> tokens = Map.of("t-alice", "support");
        var server =
                AdapterGuideSnippets.wrapping(policy, new InMemoryTransport(), Servers.raw(CREATE), Servers.raw(LIST));
        PolicyEnforcer enforcer = AdapterGuideSnippets.asUnknown(policy);
        server.listTools().forEach(tool -> server.addTool(enforcer.wrap(Servers.raw(tool.name()))));

        assertThat(AdapterGuideSnippets.guarding(enforcer, server, Servers.raw(GET)))
                .hasToString("3 tools: 3 guarded, 0 hidden, 0 unlisted; default deny");
        assertThat(AdapterGuideSnippets.callers(policy, tokens)).hasSize(2);
        assertThat(AdapterGuideSnippets.perGrant(policy, policy, tokens).isVisible(null, Kind.tool(CREATE)))
                .isFalse();
        var search = AdapterGuideSnippets.settling(
                PolicyEnforcer.of(LimitedSearch.POLICY),
                Kind.tool(LimitedSearch.TOOL),
                new AdapterGuideSnippets.SearchIndex(BigDecimal.ONE));
        assertThat(search.callHandler()
                        .apply(null, Recorder.request(LimitedSearch.TOOL, Map.of("query", "x", "budget", 60)))
                        .isError())
                .isNotEqualTo(true);
    }

    private static List<String> snippets(String guide) {
        List<String> snippets = new ArrayList<>();
        int start = guide.indexOf("```java\n");
        while (start >= 0) {
            int end = guide.indexOf("```", start + 3);
            String snippet = guide.substring(start + "```java\n".length(), end);
            // A module of its own, which a test of the documents compiles and runs.
            if (!snippet.startsWith("module ")) {
                snippets.add(snippet);
            }
            start = guide.indexOf("```java\n", end);
        }
        return snippets;
    }

    private static String withoutSpace(String text) {
        return text.replace(" ", "").replace("\n", "").replace("\r", "");
    }
}
