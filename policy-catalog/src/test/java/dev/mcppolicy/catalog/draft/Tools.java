package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Tools to draft for. */
final class Tools {
    private Tools() {}

    static ServerTools of(String... definitions) {
        return ToolsReader.parse("[" + String.join(",", definitions) + "]", "tools");
    }

    /** A tool whose arguments are members of a JSON object, those required by name. */
    static String tool(String name, String properties, String... required) {
        return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\",\"properties\":{" + properties
                + "},\"required\":["
                + String.join(
                        ",",
                        Arrays.stream(required).map(each -> '"' + each + '"').toList())
                + "]}}";
    }

    static ServerTools named(List<String> names) {
        return ServerTools.of(names.stream()
                .map(name -> ToolDefinition.of(Map.of("name", name)))
                .toList());
    }
}
