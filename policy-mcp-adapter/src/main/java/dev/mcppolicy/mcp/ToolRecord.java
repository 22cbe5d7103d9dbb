package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and copies the SDK's {@code Tool} by its record components. Its constructor and the type of its input schema
 * differ between the lines of the SDK, so a call compiled against one does not link with another.
 */
final class ToolRecord {
    private static final RecordComponent[] COMPONENTS = Tool.class.getRecordComponents();

    private ToolRecord() {}

    /** A tool equal to another and yet not the same. */
    static Tool copy(Tool tool) {
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
    static boolean schemasAreMaps() {
        return Stream.of(COMPONENTS)
                .anyMatch(component -> component.getName().equals("inputSchema") && component.getType() == Map.class);
    }

    /** The input schema; empty where there is none. */
    static Map<String, Object> inputSchema(Tool tool) {
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
            for (RecordComponent component : parts.getClass().getRecordComponents()) {
                Object value = value(component, parts);
                if (value != null) {
                    members.put(component.getName().equals("defs") ? "$defs" : component.getName(), value);
                }
            }
        }
        return members;
    }

    private static @Nullable Object value(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("`" + component.getName() + "` cannot be read with this SDK", e);
        }
    }
}
