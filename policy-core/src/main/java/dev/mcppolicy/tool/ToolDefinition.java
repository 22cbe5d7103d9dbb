package dev.mcppolicy.tool;

import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonCopy;
import dev.mcppolicy.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a tool: all that a server sends of it in {@code tools/list}, less {@code _meta} and {@code icons}.
 * Equal definitions are those with the same content, whatever the order of their members and however their numbers are
 * written.
 *
 * <p>This is untrusted data: the name, the description, the schemas and the annotations are the server's word, and are
 * to be escaped before they are shown.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class ToolDefinition {
    private static final List<String> LEFT_OUT = List.of("_meta", "icons");
    private static final int LONGEST_NAME = 128;
    private static final int SHOWN_OF_FINGERPRINT = 12;

    private final String name;
    private final Map<String, @Nullable Object> members;
    private volatile @Nullable String fingerprint;

    private ToolDefinition(String name, Map<String, @Nullable Object> members) {
        this.name = name;
        this.members = members;
    }

    /**
     * A definition within the default limits of JSON values.
     *
     * @param sent the tool as the server sends it, in plain JSON values; copied
     * @return the definition
     * @throws IllegalArgumentException as of {@link #of(Map, JsonLimits)}
     */
    public static ToolDefinition of(Map<String, ? extends @Nullable Object> sent) {
        return of(sent, JsonLimits.DEFAULT);
    }

    /**
     * A definition within limits.
     *
     * @param sent the tool as the server sends it, in plain JSON values; copied
     * @param limits how large it may be without {@code _meta} and {@code icons}
     * @return the definition
     * @throws IllegalArgumentException if the tool has no name, its name is not text or empty, a part of it is not JSON, or
     *     it exceeds the limits; the message shows nothing of the tool
     */
    public static ToolDefinition of(Map<String, ? extends @Nullable Object> sent, JsonLimits limits) {
        Map<Object, @Nullable Object> kept = new LinkedHashMap<>(sent);
        LEFT_OUT.forEach(kept::remove);
        Map<String, @Nullable Object> members = frozen(kept, limits);
        if (!(members.get("name") instanceof String name) || name.isEmpty()) {
            throw new IllegalArgumentException("a tool needs a name, a text that is not empty");
        }
        return new ToolDefinition(name, members);
    }

    @SuppressWarnings("unchecked") // a frozen object has names for keys, and is no null
    private static Map<String, @Nullable Object> frozen(Map<?, ?> object, JsonLimits limits) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(JsonCopy.freeze(object, limits));
    }

    /**
     * The name by which the tool is called.
     *
     * @return the exact name, not empty; untrusted
     */
    public String name() {
        return name;
    }

    /**
     * Everything in the definition.
     *
     * @return unmodifiable JSON in the order in which it was sent, the name included; untrusted
     */
    public Map<String, @Nullable Object> members() {
        return members;
    }

    /**
     * What tells this definition from every other: the SHA-256 of its canonical JSON. A server that keeps the words can
     * still change what the tool does.
     *
     * @return 64 lowercase hexadecimal digits
     */
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = CanonicalJson.sha256(members);
            fingerprint = known;
        }
        return known;
    }

    /** Whether another definition has the same fingerprint. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToolDefinition that && fingerprint().equals(that.fingerprint());
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    /** The name and the beginning of the fingerprint, fit to be shown. */
    @Override
    public String toString() {
        return "ToolDefinition[" + VisibleText.of(name, LONGEST_NAME) + ", fingerprint "
                + fingerprint().substring(0, SHOWN_OF_FINGERPRINT) + "]";
    }
}
