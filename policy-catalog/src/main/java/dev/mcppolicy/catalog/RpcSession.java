package dev.mcppolicy.catalog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a session that grants nothing: {@code ping} is answered, every other request of the server refused,
 * notifications and answers to nothing are passed over. For one thread.
 */
final class RpcSession {
    private static final int METHOD_NOT_FOUND = -32601;

    private final ServerChannel channel;
    private long lastId;
    private boolean toolsChanged;

    RpcSession(ServerChannel channel) {
        this.channel = channel;
    }

    /** A request in the making. */
    private final class Asked {
        private final String method;
        private final long id = ++lastId;
        private @Nullable Map<String, @Nullable Object> answer;

        Asked(String method) {
            this.method = method;
        }

        boolean isAnswer(Map<String, @Nullable Object> message) {
            if (message.get("method") instanceof String asked) {
                take(asked, message);
                return false;
            }
            boolean isOurs = Long.valueOf(id).equals(message.get("id"))
                    // An error of a request that the server could not read has no id, and only one request is under
                    // way.
                    || (message.get("id") == null && message.containsKey("error"));
            if (isOurs) {
                answer = message;
            }
            return isOurs;
        }

        Map<String, @Nullable Object> result() {
            Map<String, @Nullable Object> message = answer;
            if (message == null) {
                throw new ListingFailure("the server did not answer `" + method + "`");
            }
            if (message.containsKey("error")) {
                throw ErrorAnswer.of(method, message.get("error"));
            }
            if (message.get("result") instanceof Map<?, ?> result) {
                return RpcMessage.members(result);
            }
            throw new ListingFailure("the server answered `" + method + "` with neither a result nor an error");
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws ErrorAnswer if the answer is an error
     */
    Map<String, @Nullable Object> ask(String method, Map<String, ?> params) {
        Asked asked = new Asked(method);
        channel.ask(RpcMessage.request(asked.id, method, params), asked::isAnswer);
        return asked.result();
    }

    /** Says something that is not answered. */
    void tell(String method) {
        channel.tell(RpcMessage.notification(method));
    }

    /** Whether the server has said that its tools have changed since this was last asked. */
    boolean takeToolsChanged() {
        boolean changed = toolsChanged;
        toolsChanged = false;
        return changed;
    }

    private void take(String method, Map<String, @Nullable Object> message) {
        if (!message.containsKey("id")) {
            toolsChanged |= method.equals("notifications/tools/list_changed");
        } else if (method.equals("ping")) {
            channel.tell(RpcMessage.answer(message.get("id"), "result", Map.of()));
        } else {
            channel.tell(RpcMessage.answer(
                    message.get("id"),
                    "error",
                    Map.of("code", METHOD_NOT_FOUND, "message", "this client lists tools, and does nothing else")));
        }
    }
}
