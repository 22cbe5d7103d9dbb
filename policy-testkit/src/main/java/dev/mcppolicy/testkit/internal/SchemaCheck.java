package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.schema.JsonSchema;
import dev.mcppolicy.testkit.calls.InputSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a schema that {@link InputSchema} understands admits a value, found with no more work than a call may be. */
public final class SchemaCheck {
    private final JsonSchema schema;

    public SchemaCheck(Map<String, @Nullable Object> root) {
        this.schema = JsonSchema.of(root);
    }

    /** Whether the schema admits a value; not where it takes too much work to tell. */
    public boolean admits(@Nullable Object value) {
        return admits(value, Work.within(WorkLimits.DEFAULT));
    }

    /** As {@link #admits(Object)}, with work of which more is to be left. */
    public boolean admits(@Nullable Object value, Work work) {
        return schema.test(value, work, "schema") == Truth.TRUE;
    }

    /** What a reference within the schema leads to, or false where it leads nowhere. */
    public static Object resolve(Map<String, @Nullable Object> root, String reference) {
        Object found = root;
        for (int slash = reference.indexOf('/'); slash >= 0; ) {
            int end = reference.indexOf('/', slash + 1);
            String step = reference.substring(slash + 1, end < 0 ? reference.length() : end);
            String name = step.replace("~1", "/").replace("~0", "~");
            slash = end;
            Object next = found instanceof Map<?, ?> object ? object.get(name) : null;
            if (next == null) {
                return false;
            }
            found = next;
        }
        return found;
    }
}
