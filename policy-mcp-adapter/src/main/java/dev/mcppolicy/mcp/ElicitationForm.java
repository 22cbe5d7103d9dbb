package dev.mcppolicy.mcp;

import dev.mcppolicy.mcp.transport.AnswerCheck;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A form that the client of a request can show to its person, if it can. The one class that knows the SDK's types of
 * elicitation, whose request is a record up to SDK 1.x and an interface from 2.0 on.
 */
final class ElicitationForm {
    /** For requests whose client cannot be asked back. */
    static final ElicitationForm NONE = new ElicitationForm(() -> null, request -> {
        throw new IllegalStateException("the client cannot be asked");
    });

    private final Supplier<@Nullable ClientCapabilities> capabilities;
    private final Function<ElicitRequest, CompletableFuture<ElicitResult>> elicit;

    private ElicitationForm(
            Supplier<@Nullable ClientCapabilities> capabilities,
            Function<ElicitRequest, CompletableFuture<ElicitResult>> elicit) {
        this.capabilities = capabilities;
        this.elicit = elicit;
    }

    static ElicitationForm of(@Nullable McpSyncServerExchange exchange) {
        return exchange == null
                ? NONE
                : new ElicitationForm(exchange::getClientCapabilities, request -> {
                    CompletableFuture<ElicitResult> result = new CompletableFuture<>();
                    Thread waiting = ApprovalThreads.start(result, () -> exchange.createElicitation(request));
                    AnswerRelay.interruptOnCancel(result, waiting);
                    return result;
                });
    }

    static ElicitationForm of(@Nullable McpAsyncServerExchange exchange) {
        return exchange == null
                ? NONE
                : new ElicitationForm(exchange::getClientCapabilities, request -> exchange.createElicitation(request)
                        .toFuture());
    }

    /** Whether the client says that it can show forms. */
    boolean canBeShown() {
        ClientCapabilities known = capabilities.get();
        if (known == null || known.elicitation() == null) {
            return false;
        }
        ClientCapabilities.Elicitation elicitation = known.elicitation();
        return elicitation.form() != null || elicitation.url() == null;
    }

    /**
     * What the person entered: empty where they declined, and cancelled where they did neither, or the answer was not the
     * caller's.
     */
    CompletableFuture<Map<String, Object>> show(String message, Map<String, Object> schema, AnswerCheck.Asking asking) {
        ElicitRequest request = request(message, schema);
        AnswerCheck.Question question = asking.begin(request);
        CompletableFuture<Map<String, Object>> values = new CompletableFuture<>();
        AnswerRelay.whenDone(values, (value, failure) -> question.end());
        CompletableFuture<ElicitResult> asked;
        try {
            asked = elicit.apply(request);
        } catch (Throwable e) {
            values.completeExceptionally(e);
            return values;
        }
        AnswerRelay.pass(asked, values, result -> {
            if (!question.end()) {
                throw new CancellationException("the answer is not known to be the caller's");
            }
            return entered(result);
        });
        return values;
    }

    private static Map<String, Object> entered(@Nullable ElicitResult result) {
        if (result == null || result.action() == null || result.action() == ElicitResult.Action.CANCEL) {
            throw new CancellationException("the form was put aside");
        }
        return result.action() != ElicitResult.Action.ACCEPT || result.content() == null ? Map.of() : result.content();
    }

    private static ElicitRequest request(String message, Map<String, Object> schema) {
        try {
            Class<?> type = ElicitRequest.class.isInterface()
                    ? Class.forName(
                            "io.modelcontextprotocol.spec.McpSchema$ElicitFormRequest",
                            true,
                            ElicitRequest.class.getClassLoader())
                    : ElicitRequest.class;
            Constructor<?> constructor = type.getConstructor(String.class, Map.class, Map.class);
            return (ElicitRequest) constructor.newInstance(message, schema, null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no form can be made with this SDK", e);
        }
    }
}
