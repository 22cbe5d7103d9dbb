package dev.mcppolicy.format.lock;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DocumentLimits;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import dev.mcppolicy.tool.ToolLock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the tree of a file of locks. */
final class LockReader {
    private static final String VERSION = "1";
    private static final String HELP = "see what was changed, and let `mcp-policy lock` write the file";

    private final Problems problems;

    private LockReader(Problems problems) {
        this.problems = problems;
    }

    /** The locks, or null if something is wrong. */
    static @Nullable Map<String, ToolLock> read(Node root, Problems problems) {
        ObjectNode object = ObjectFields.object(root, problems);
        return object == null ? null : new LockReader(problems).locks(object);
    }

    private @Nullable Map<String, ToolLock> locks(ObjectNode root) {
        ObjectFields fields = ObjectFields.of(root, List.of("version", "servers"), problems);
        Node version = fields.require("version", "write `\"version\": \"1\"`");
        String said = version == null ? null : ObjectFields.text(version, problems);
        if (version != null && said != null && !said.equals(VERSION)) {
            problems.report(Diagnostic.UNKNOWN_VERSION, version, "write `\"1\"`", Quoted.of(said));
        }
        Node servers = fields.require("servers", null);
        ObjectNode byName = servers == null ? null : ObjectFields.object(servers, problems);
        Map<String, ToolLock> locks = new TreeMap<>();
        if (byName != null) {
            for (ObjectNode.Member member : byName.members()) {
                if (member.name().isEmpty() && !member.misnamed()) {
                    problems.reportName(Diagnostic.EMPTY_NAME, byName, member, null, "the name of a server");
                }
                ObjectNode server = ObjectFields.object(member.value(), problems);
                ToolLock lock = server == null ? null : lock(server);
                if (lock != null) {
                    locks.put(member.name(), lock);
                }
            }
        }
        return problems.hasErrors() ? null : Collections.unmodifiableMap(locks);
    }

    private @Nullable ToolLock lock(ObjectNode server) {
        ObjectFields fields = ObjectFields.of(server, List.of("instructions", "tools"), problems);
        ObjectNode instructions = fields.object("instructions");
        String text = instructions == null ? null : instructions(instructions);
        Node tools = fields.require("tools", null);
        ObjectNode byName = tools == null ? null : ObjectFields.object(tools, problems);
        List<ToolDefinition> definitions = new ArrayList<>();
        if (byName != null) {
            for (ObjectNode.Member member : byName.members()) {
                ObjectNode tool = ObjectFields.object(member.value(), problems);
                ToolDefinition definition = tool == null ? null : definition(member.name(), tool);
                if (definition != null) {
                    definitions.add(definition);
                }
            }
        }
        return problems.hasErrors() ? null : ToolLock.of(new ServerTools(definitions, text));
    }

    private @Nullable String instructions(ObjectNode object) {
        ObjectFields fields = ObjectFields.of(object, List.of("sha256", "text"), problems);
        Node digest = fields.require("sha256", null);
        Node node = fields.require("text", null);
        String sha256 = digest == null ? null : ObjectFields.word(digest, problems);
        String text = node == null ? null : ObjectFields.word(node, problems);
        if (digest != null && sha256 != null && text != null && !sha256.equals(CanonicalJson.sha256(text))) {
            problems.report(
                    Diagnostic.EDITED_LOCK,
                    digest,
                    HELP,
                    "the instructions are not those whose fingerprint stands beside them");
        }
        return text;
    }

    private @Nullable ToolDefinition definition(String name, ObjectNode object) {
        ObjectFields fields = ObjectFields.of(object, List.of("sha256", "definition"), problems);
        Node digest = fields.require("sha256", null);
        Node node = fields.require("definition", null);
        String sha256 = digest == null ? null : ObjectFields.word(digest, problems);
        ObjectNode members = node == null ? null : ObjectFields.object(node, problems);
        if (digest == null || sha256 == null || members == null || problems.hasErrors()) {
            return null;
        }
        ToolDefinition definition;
        try {
            definition = ToolDefinition.of(members.json(), DocumentLimits.DEFINITION);
        } catch (IllegalArgumentException e) {
            problems.report(Diagnostic.BAD_DEFINITION, members, null, String.valueOf(e.getMessage()));
            return null;
        }
        if (!definition.name().equals(name)) {
            problems.report(Diagnostic.BAD_DEFINITION, members, null, "its name is not the one that it stands under");
        } else if (!definition.fingerprint().equals(sha256)) {
            problems.report(
                    Diagnostic.EDITED_LOCK,
                    digest,
                    HELP,
                    "the definition of `" + Quoted.of(name) + "` is not the one whose fingerprint stands beside it");
        }
        return definition;
    }
}
