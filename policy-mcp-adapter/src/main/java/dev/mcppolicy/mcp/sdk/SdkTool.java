package dev.mcppolicy.mcp.sdk;

import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.tool.ToolDefinition;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and copies the SDK's {@code Tool} by its record components. Its constructor and the type of its input schema
 * differ between the lines of the SDK, so a call compiled against one does not link with another.
 */
public final class SdkTool {
    private static final RecordComponent[] COMPONENTS = Tool.class.getRecordComponents();

    /** What a definition is without, and is not even read. */
    private static final List<String> NO_DEFINITION = List.of("meta", "icons");

    /** The server's own tools: it has them in memory already. */
    private static final JsonLimits OWN = new JsonLimits(1_000, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private SdkTool() {}

    /** A tool equal to another and yet not the same. */
    public static Tool copy(Tool tool) {
        Class<?>[] types = Stream.of(COMPONENTS).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values =
                Stream.of(COMPONENTS).map(component -> value(component, tool)).toArray();
        try {
            return Tool.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the tool `" + tool.name() + "` cannot be copied with this SDK", e);
        }
    }

    /** Whether this line of the SDK keeps input schemas as they are, from 2.0 on. */
    public static boolean schemasAreMaps() {
        return Stream.of(COMPONENTS)
                .anyMatch(component -> component.getName().equals("inputSchema") && component.getType() == Map.class);
    }

    /** The input schema; empty where there is none. */
    public static Map<String, Object> inputSchema(Tool tool) {
        return Stream.of(COMPONENTS)
                .filter(component -> component.getName().equals("inputSchema"))
                .findFirst()
                .map(component -> schema(value(component, tool)))
                .orElse(Map.of());
    }

    private static Map<String, Object> schema(@Nullable Object schema) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (schema instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        } else if (schema instanceof Record parts) {
            forEachMember(parts, members::put);
        }
        return members;
    }

    /** The definition that the SDK sends of a tool. What in it is no JSON is its text, as it mostly is when sent. */
    public static ToolDefinition definition(Tool tool) {
        Map<String, @Nullable Object> sent = new LinkedHashMap<>();
        forEachMember(tool, (name, value) -> {
            if (!NO_DEFINITION.contains(name)) {
                sent.put(name, json(value));
            }
        });
        return ToolDefinition.of(sent, OWN);
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || JsonNumber.isNumber(value)) {
            return value;
        }
        if (value instanceof Record parts) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            forEachMember(parts, (name, part) -> members.put(name, json(part)));
            return members;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            map.forEach((name, part) -> members.put(String.valueOf(name), json(part)));
            return members;
        }
        if (value instanceof Collection<?> elements) {
            List<@Nullable Object> list = new ArrayList<>();
            elements.forEach(element -> list.add(json(element)));
            return list;
        }
        if (value.getClass().isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                list.add(json(Array.get(value, i)));
            }
            return list;
        }
        return value.toString();
    }

    /** The members that are there, by the names that the SDK sends them under. */
    private static void forEachMember(Record parts, BiConsumer<String, Object> members) {
        for (RecordComponent component : parts.getClass().getRecordComponents()) {
            Object value = value(component, parts);
            if (value != null) {
                members.accept(component.getName().equals("defs") ? "$defs" : component.getName(), value);
            }
        }
    }

    private static @Nullable Object value(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("`" + component.getName() + "` cannot be read with this SDK", e);
        }
    }
}
