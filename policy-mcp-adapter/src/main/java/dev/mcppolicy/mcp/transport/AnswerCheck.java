package dev.mcppolicy.mcp.transport;

import dev.mcppolicy.decision.Caller;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Whom the questions to clients were put to. The SDK gives an answer to whatever waits for it, whoever sent it; on a
 * transport that is checked, one counts only if the request that brings it is by the caller whose call asked.
 *
 * <p>This class is threadsafe.
 */
public final class AnswerCheck {
    private final Identification callers;
    private final AdapterLog log;
    /** By the very object that is sent, as only the SDK knows the id of the request around it. */
    private final Map<Object, Question> open = Collections.synchronizedMap(new IdentityHashMap<>());

    private volatile boolean checks;

    /** Who makes a request, by its transport's context and the session it names. */
    @FunctionalInterface
    public interface Identification {
        /** The caller, or empty if the request proves no identity. */
        Optional<Caller> of(McpTransportContext context, @Nullable String session);
    }

    public AnswerCheck(Identification callers, AdapterLog log) {
        this.callers = callers;
        this.log = log;
    }

    /** What a caller is asked in the course of a call that came with a transport's context. */
    public Asking asking(Caller caller, McpTransportContext context) {
        return new Asking(caller, isFromNoRequest(context));
    }

    /** Where one client is all that there is, as on stdio, no request carries anything. */
    @SuppressWarnings("ReferenceEquality") // an empty context that an extractor has made is one of a request
    private static boolean isFromNoRequest(McpTransportContext context) {
        return context == McpTransportContext.EMPTY;
    }

    /** A session whose answers are checked from now on. */
    Session session() {
        checks = true;
        return new Session();
    }

    /** Puts questions to one caller. */
    public final class Asking {
        private final Caller caller;
        private final boolean fromNoRequest;

        private Asking(Caller caller, boolean fromNoRequest) {
            this.caller = caller;
            this.fromNoRequest = fromNoRequest;
        }

        /** Whether it can be told by whom an answer is; the log hears of it where not. */
        public boolean canTell() {
            if (fromNoRequest || checks) {
                return true;
            }
            log.error(
                    "nobody is asked, as an answer could come from anybody: build the server on"
                            + " `enforcer.checkAnswers(transport)`",
                    null);
            return false;
        }

        /** Begins to ask, by an object that is about to be sent. */
        public Question begin(Object sent) {
            Question question = new Question(sent, caller, fromNoRequest);
            open.put(sent, question);
            return question;
        }
    }

    /** A question of which the answer is awaited. */
    public final class Question {
        private final Object sent;
        private final Caller caller;
        private final boolean fromNoRequest;
        private volatile @Nullable Session session;
        private volatile @Nullable Object id;
        private volatile boolean answered;

        private Question(Object sent, Caller caller, boolean fromNoRequest) {
            this.sent = sent;
            this.caller = caller;
            this.fromNoRequest = fromNoRequest;
        }

        /** Ends the question; whether the answer that there is was the caller's. */
        public boolean end() {
            open.remove(sent);
            Session put = session;
            Object known = id;
            if (put != null && known != null) {
                put.questions.remove(known, this);
            }
            return answered || (fromNoRequest && put == null);
        }
    }

    /** The questions that wait in one session. */
    final class Session {
        private final Map<Object, Question> questions = new ConcurrentHashMap<>();

        /** Notes what is about to be sent to the client. */
        void sends(JSONRPCMessage message) {
            if (message instanceof JSONRPCRequest request && request.params() != null) {
                Question question = open.get(request.params());
                if (question != null) {
                    question.session = this;
                    question.id = request.id();
                    questions.put(request.id(), question);
                }
            }
        }

        /** Whether what a client answers in the session of an id is to be given to whatever waits for it. */
        boolean takes(JSONRPCResponse response, String session, ContextView context) {
            Question question = response.id() == null ? null : questions.get(response.id());
            if (question == null) {
                return true;
            }
            McpTransportContext origin = context.getOrDefault(McpTransportContext.KEY, McpTransportContext.EMPTY);
            boolean same = callers.of(Objects.requireNonNullElse(origin, McpTransportContext.EMPTY), session)
                    .filter(caller -> isSame(caller, question.caller))
                    .isPresent();
            if (same) {
                question.answered = true;
            } else {
                log.warning("an answer to an approval is by another caller than it was put to, and counts for nothing");
            }
            return same;
        }

        private static boolean isSame(Caller one, Caller other) {
            return one.isAnonymous() == other.isAnonymous()
                    && Objects.equals(one.principal(), other.principal())
                    && Objects.equals(one.grant(), other.grant());
        }
    }
}
