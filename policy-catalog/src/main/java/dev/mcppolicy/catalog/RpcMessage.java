package dev.mcppolicy.catalog;

import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of JSON-RPC 2.0 as plain JSON values. */
final class RpcMessage {
    private static final String VERSION = "2.0";
    private static final int LONGEST_POINTER = 120;

    private RpcMessage() {}

    /**
     * Reads a message.
     *
     * @return its members, or null where the text is JSON of something else
     * @throws ListingFailure if the text is not JSON, has a name twice in an object, or is too large
     */
    static @Nullable Map<String, @Nullable Object> read(String text) {
        DataDocument document = DataDocument.parseJson(text, "");
        if (!document.problems().isEmpty()) {
            throw new ListingFailure(words(document.problems().get(0)));
        }
        return document.value() instanceof Map<?, ?> map && VERSION.equals(map.get("jsonrpc")) ? members(map) : null;
    }

    private static String words(PolicyProblem problem) {
        String place =
                problem.pointer().isEmpty() ? "" : " at `" + VisibleText.of(problem.pointer(), LONGEST_POINTER) + "`";
        return "the server sent a message that cannot be read: " + problem.message() + place;
    }

    /** The members of an object that was read; its names are texts. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> members(Map<?, ?> object) {
        return (Map<String, @Nullable Object>) object;
    }

    static Map<String, ?> request(long id, String method, Map<String, ?> params) {
        return with(Map.of("id", id, "method", method, "params", params));
    }

    static Map<String, ?> notification(String method) {
        return with(Map.of("method", method));
    }

    /** An answer to a server's request, by whatever id that has. */
    static Map<String, ?> answer(@Nullable Object id, String member, Map<String, ?> value) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", VERSION);
        message.put("id", id);
        message.put(member, value);
        return message;
    }

    private static Map<String, ?> with(Map<String, ?> members) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", VERSION);
        message.putAll(members);
        return message;
    }
}
