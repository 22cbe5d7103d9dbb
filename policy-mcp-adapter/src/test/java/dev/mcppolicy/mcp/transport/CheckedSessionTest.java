package dev.mcppolicy.mcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** On a transport with one way to its client, an answer is known by the session too, as the call was that asked. */
class CheckedSessionTest {
    private static final McpTransportContext REQUEST = McpTransportContext.create(Map.of("some", "header"));
    private static final Object FORM = new Object();

    private final List<JSONRPCMessage> sent = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"ours, true", "theirs, false"})
    void who_answers_is_asked_with_the_session_that_the_call_came_in(String asked, boolean counts) {
        AnswerCheck answers = new AnswerCheck(
                (context, session) -> Optional.ofNullable(session).map(Caller::ofPrincipal), new AdapterLog());
        McpServerSession session = CheckedSession.of(
                transport -> new McpServerSession(
                        "ours", Duration.ofMinutes(1), transport, request -> Mono.empty(), Map.of(), Map.of()),
                new Sending(),
                answers);
        AnswerCheck.Question question =
                answers.asking(Caller.ofPrincipal(asked), REQUEST).begin(FORM);

        session.sendRequest("elicitation/create", FORM, new TypeRef<Object>() {})
                .subscribe();
        Object id = ((JSONRPCRequest) sent.get(0)).id();
        session.handle(new JSONRPCResponse("2.0", id, Map.of(), null)).block();

        assertThat(question.end()).isEqualTo(counts);
    }

    /** Keeps what is sent. */
    private final class Sending implements McpServerTransport {
        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            sent.add(message);
            return Mono.empty();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return (T) data;
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }
    }
}
