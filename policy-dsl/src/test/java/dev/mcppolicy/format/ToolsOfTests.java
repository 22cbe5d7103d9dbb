package dev.mcppolicy.format;

import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tools and policies that are held against each other, in few words. */
final class ToolsOfTests {
    private ToolsOfTests() {}

    /** A tool whose input schema is written as YAML; null for one without. */
    static ToolDefinition tool(String name, @Nullable String schema) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", name);
        if (schema != null) {
            members.put(
                    "inputSchema",
                    Objects.requireNonNull(DataDocument.parse(schema, "schema").value()));
        }
        return ToolDefinition.of(members);
    }

    /** What a policy's reader and the tools have to say of it, the tools' part alone. */
    static List<PolicyProblem> found(String policy, ToolDefinition... tools) {
        return found(policy, ServerTools.of(List.of(tools)));
    }

    static List<PolicyProblem> found(String policy, ServerTools tools) {
        CheckedPolicy checked = PolicyReader.check(policy, "policy.yaml");
        if (checked.policy() == null) {
            throw new AssertionError(checked.problems().toString());
        }
        List<PolicyProblem> all = checked.against(tools).problems();
        return all.subList(checked.problems().size(), all.size());
    }

    /** The tools of GitHub's server, without their descriptions; from its snapshots at 64a49f34, under the MIT licence. */
    static ServerTools gitHub() {
        Map<?, ?> answer =
                (Map<?, ?>) Objects.requireNonNull(DataDocument.parse(resource("/tools/github.json"), "github.json")
                        .value());
        List<ToolDefinition> tools = new ArrayList<>();
        for (Object tool : (List<?>) answer.get("tools")) {
            Map<String, Object> members = new LinkedHashMap<>();
            ((Map<?, ?>) tool).forEach((name, value) -> members.put(name.toString(), value));
            tools.add(ToolDefinition.of(members));
        }
        return ServerTools.of(tools);
    }

    static String resource(String name) {
        try (InputStream in = ToolsOfTests.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
