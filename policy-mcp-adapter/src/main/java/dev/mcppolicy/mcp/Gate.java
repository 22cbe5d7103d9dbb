package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.Caller;
import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.Denial;
import dev.mcppolicy.engine.DenialCode;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolCall;
import dev.mcppolicy.engine.ToolOutcome;
import dev.mcppolicy.json.JsonCopy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.RuleId;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Stands before the handler of one tool. Nothing but an {@code Allow} gets past it: whatever goes wrong on the way is
 * logged, and is a denial to the client.
 */
final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEnforcer.class);

    /** What all gates of an enforcer share. */
    record Setting(
            Engines engines,
            Callers callers,
            Approvals approvals,
            DenialRenderer renderer,
            InputCheck inputs,
            boolean thrownReleases) {}

    /** A call of known origin, before the engine that is to judge it. */
    private record Question(
            PolicyEngine engine, ToolCall call, CallToolRequest request, ClientForm form, Settlement settlement) {}

    private final String tool;
    private final InputCheck.OfTool inputs;
    private final Setting setting;

    Gate(String tool, Map<String, Object> inputSchema, Setting setting) {
        this.tool = tool;
        this.inputs = setting.inputs().of(tool, inputSchema);
        this.setting = setting;
    }

    CallToolResult call(
            Supplier<CallOrigin> origin,
            ClientForm form,
            CallToolRequest request,
            Function<CallToolRequest, CallToolResult> handler) {
        Entry entry;
        try {
            Question question = question(origin, form, request);
            Decision decision = question.engine().decide(question.call());
            if (decision instanceof Decision.ApprovalRequired approval) {
                decision = ask(question, approval).await();
            }
            entry = conclude(question, decision);
        } catch (Throwable e) {
            entry = failed(e);
        }
        return entry instanceof Passage passage
                ? passage.through(handler)
                : ((Entry.Refused) entry).answer().get();
    }

    Mono<CallToolResult> callAsync(
            Supplier<CallOrigin> origin,
            ClientForm form,
            CallToolRequest request,
            Function<CallToolRequest, Mono<CallToolResult>> handler) {
        return Mono.defer(() -> {
            AtomicBoolean taken = new AtomicBoolean();
            AtomicReference<Approvals.Asked> asked = new AtomicReference<>();
            Question question;
            CompletableFuture<Decision> deciding;
            try {
                question = question(origin, form, request);
                deciding = question.engine()
                        .decideAsync(question.call())
                        .thenCompose(decision -> answered(question, decision, asked, taken))
                        .toCompletableFuture();
            } catch (Throwable e) {
                return Mono.fromSupplier(failed(e).answer());
            }
            return Mono.fromFuture(deciding, true)
                    .map(decision -> concluded(question, decision))
                    .onErrorResume(e -> Mono.just(failed(e)))
                    .flatMap(entry -> taken.compareAndSet(false, true) ? proceed(entry, handler) : Mono.empty())
                    .doOnCancel(() -> {
                        if (taken.compareAndSet(false, true)) {
                            withdraw(asked);
                            abandon(question, deciding);
                        }
                    });
        });
    }

    private static Mono<CallToolResult> proceed(Entry entry, Function<CallToolRequest, Mono<CallToolResult>> handler) {
        return entry instanceof Passage passage
                ? passage.throughAsync(handler)
                : Mono.fromSupplier(((Entry.Refused) entry).answer());
    }

    /** The client left before the handler was entered, so nothing stays charged. */
    private static void abandon(Question question, CompletionStage<Decision> deciding) {
        deciding.thenAccept(decision -> {
            if (decision instanceof Decision.Allow allow) {
                question.settlement().released(allow, ToolOutcome.NOT_EXECUTED);
            }
        });
    }

    private Approvals.Asked ask(Question question, Decision.ApprovalRequired approval) {
        return setting.approvals().ask(question.engine(), approval, question.form());
    }

    /** The decision, once a human has answered where one must. */
    private CompletionStage<Decision> answered(
            Question question, Decision decision, AtomicReference<Approvals.Asked> asked, AtomicBoolean taken) {
        if (!(decision instanceof Decision.ApprovalRequired approval)) {
            return CompletableFuture.completedFuture(decision);
        }
        Approvals.Asked asking = ask(question, approval);
        asked.set(asking);
        if (taken.get()) {
            asking.withdraw();
        }
        return asking.decision();
    }

    private static void withdraw(AtomicReference<Approvals.Asked> asked) {
        Approvals.Asked asking = asked.get();
        if (asking != null) {
            asking.withdraw();
        }
    }

    private Question question(Supplier<CallOrigin> origin, ClientForm form, CallToolRequest request) {
        Optional<Caller> caller = setting.callers().of(origin.get());
        PolicyEngine engine = setting.engines().of(caller);
        ToolCall call = ToolCall.of(tool, request.arguments(), caller.orElse(Caller.unidentified()))
                .frozen(engine.argumentLimits());
        return new Question(engine, call, request, form, new Settlement(engine, call));
    }

    private Entry concluded(Question question, Decision decision) {
        try {
            return conclude(question, decision);
        } catch (Throwable e) {
            return failed(e);
        }
    }

    private Entry conclude(Question question, Decision decision) {
        return decision.fold(allow -> admit(question, allow), deny -> refuse(question, deny.denial()), approval -> {
            throw new IllegalStateException("an approval was left unanswered");
        });
    }

    private Entry admit(Question question, Decision.Allow allow) {
        boolean admitted = false;
        try {
            Map<String, Object> arguments = question.call().argumentsAsObject();
            String problem = inputs.problem(arguments, question.engine().workLimits());
            if (problem != null) {
                return new Entry.Refused(() -> invalid(problem));
            }
            CallToolRequest request = new CallToolRequest(
                    tool, JsonCopy.thaw(arguments), question.request().meta());
            admitted = true;
            return new Passage(request, allow, question.settlement(), setting.thrownReleases());
        } finally {
            if (!admitted) {
                question.settlement().released(allow, ToolOutcome.NOT_EXECUTED);
            }
        }
    }

    private Entry.Refused refuse(Question question, Denial denial) {
        return new Entry.Refused(() -> {
            PolicyEngine engine = question.engine();
            boolean listed = engine.lists(tool);
            return render(new DeniedCall(tool, denial, setting.engines().formatOf(engine), listed));
        });
    }

    private Entry.Refused failed(Throwable failure) {
        if (failure instanceof OutOfMemoryError error) {
            throw error;
        }
        LOG.error("a call of `{}` could not be judged, and is denied", tool, failure);
        Denial denial = new Denial(
                DenialCode.INTERNAL_ERROR,
                RuleId.ENGINE,
                RuleId.ENGINE.value(),
                "The call could not be judged",
                null,
                "");
        return new Entry.Refused(() -> render(new DeniedCall(tool, denial, PolicyFormat.POLICYLAYER, false)));
    }

    private CallToolResult render(DeniedCall denied) {
        try {
            CallToolResult result = setting.renderer().render(denied);
            if (result != null && Boolean.TRUE.equals(result.isError())) {
                return result;
            }
            LOG.error("the denial renderer gave no result marked as an error; the standard one answers");
        } catch (McpError e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            LOG.error("the denial renderer failed; the standard one answers", e);
        }
        return DenialRenderer.standard().render(denied);
    }

    /** In the words of the SDK, which would have said so itself had it been asked first. */
    private CallToolResult invalid(String problem) {
        return CallToolResult.builder()
                .addTextContent("Tool (" + tool + ") input validation failed: " + problem)
                .isError(true)
                .build();
    }
}
