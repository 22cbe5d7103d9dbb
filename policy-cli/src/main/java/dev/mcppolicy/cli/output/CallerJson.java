package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Callers as programs read them, and as calls in files name them. What is not known is left out. */
public final class CallerJson {
    private CallerJson() {}

    public static Map<String, Object> of(Caller caller) {
        Map<String, Object> members = new LinkedHashMap<>();
        putIfThere(members, "grant", caller.grant());
        putIfThere(members, "session", caller.session());
        putIfThere(members, "principal", caller.principal());
        putIfThere(members, "client", caller.client());
        putIfThere(members, "attributes", caller.attributes().isEmpty() ? null : caller.attributes());
        return members;
    }

    private static void putIfThere(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
