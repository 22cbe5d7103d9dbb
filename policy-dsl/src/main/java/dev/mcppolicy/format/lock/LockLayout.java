package dev.mcppolicy.format.lock;

import dev.mcppolicy.format.writing.JsonLayout;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.tool.ToolLock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes locks as JSON: servers and tools in the order of their names, definitions as they were sent. */
final class LockLayout {
    private LockLayout() {}

    static String write(Map<String, ToolLock> locks) {
        Map<String, Object> servers = new LinkedHashMap<>();
        new TreeMap<>(locks).forEach((name, lock) -> servers.put(name, server(lock)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", "1");
        document.put("servers", servers);
        return new JsonLayout().of(document);
    }

    private static Map<String, Object> server(ToolLock lock) {
        Map<String, Object> members = new LinkedHashMap<>();
        String instructions = lock.instructions();
        if (instructions != null) {
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("sha256", CanonicalJson.sha256(instructions));
            text.put("text", instructions);
            members.put("instructions", text);
        }
        Map<String, Object> tools = new LinkedHashMap<>();
        lock.tools().forEach((name, tool) -> {
            Map<String, Object> accepted = new LinkedHashMap<>();
            accepted.put("sha256", tool.fingerprint());
            accepted.put("definition", tool.members());
            tools.put(name, accepted);
        });
        members.put("tools", tools);
        return members;
    }
}
