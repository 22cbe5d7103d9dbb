package dev.mcppolicy.mcp;

import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.GuardedCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.mcp.sdk.SdkTool;
import dev.mcppolicy.mcp.transport.AdapterLog;
import dev.mcppolicy.mcp.transport.AnswerCheck;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.tool.ToolDefinition;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Stands before the handler of one tool. The engine guards the handler; what goes wrong on the way to it or back is
 * logged, and is a denial to the client.
 */
final class HandlerGuard {
    /** What all gates of an enforcer share. */
    record Setting(
            EngineByGrant engines,
            CallerIdentification callers,
            @Nullable ElicitationApprover elicitation,
            AnswerCheck answers,
            DenialRenderer renderer,
            InputCheck inputs,
            @Nullable ToolLockWatch lock,
            AdapterLog log) {}

    /** A call of known origin, before the engine that is to judge it. */
    private record Question(PolicyEngine engine, ToolCall call, CallOrigin origin, CallToolRequest request) {}

    private final String tool;
    /** What the client is told of the tool. */
    private final ToolDefinition definition;

    private final InputCheck.OfTool inputs;
    private final Setting setting;

    HandlerGuard(Tool tool, ToolDefinition definition, Setting setting) {
        this.tool = tool.name();
        this.definition = definition;
        this.inputs = setting.inputs().of(this.tool, SdkTool.inputSchema(tool));
        this.setting = setting;
    }

    CallToolResult call(
            Supplier<CallOrigin> origin,
            ElicitationForm form,
            CallToolRequest request,
            BiFunction<CallToolRequest, GuardedCall, CallToolResult> handler) {
        Question question;
        try {
            question = question(origin, request);
        } catch (Throwable e) {
            return failed(e);
        }
        return question.engine()
                .guard(
                        question.call(),
                        guarded -> run(question, guarded, handler),
                        denial -> refuse(question, denial),
                        approver(question, form));
    }

    /** The handler runs in the subscriber's context, as it would without a guard. */
    Mono<CallToolResult> callAsync(
            Supplier<CallOrigin> origin,
            ElicitationForm form,
            CallToolRequest request,
            BiFunction<CallToolRequest, GuardedCall, Mono<CallToolResult>> handler) {
        return Mono.deferContextual(context -> {
            Question question;
            try {
                question = question(origin, request);
            } catch (Throwable e) {
                return Mono.fromSupplier(() -> failed(e));
            }
            Question known = question;
            return Mono.create(sink -> {
                CompletableFuture<CallToolResult> result = new CompletableFuture<>();
                sink.onCancel(() -> result.cancel(true));
                AnswerRelay.whenDone(result, (value, failure) -> answer(sink, result.isCancelled(), value, failure));
                known.engine()
                        .guardAsync(
                                known.call(),
                                guarded -> runAsync(known, guarded, handler)
                                        .contextWrite(context)
                                        .toFuture(),
                                denial -> refuse(known, denial),
                                approver(known, form),
                                result);
            });
        });
    }

    private static void answer(
            MonoSink<CallToolResult> sink,
            boolean cancelled,
            @Nullable CallToolResult value,
            @Nullable Throwable failure) {
        if (cancelled) {
            return;
        }
        if (failure == null) {
            sink.success(value);
        } else {
            sink.error(failure);
        }
    }

    private CallToolResult run(
            Question question, GuardedCall guarded, BiFunction<CallToolRequest, GuardedCall, CallToolResult> handler) {
        CallToolResult refused = refusal(question, guarded);
        if (refused != null) {
            return refused;
        }
        try {
            CallToolResult result = handler.apply(request(question, guarded), guarded);
            note(guarded, result);
            return result;
        } catch (Throwable e) {
            note(guarded, e);
            throw e;
        }
    }

    /** A handler that throws before it returns its publisher fails the publisher, as any other failure does. */
    private Mono<CallToolResult> runAsync(
            Question question,
            GuardedCall guarded,
            BiFunction<CallToolRequest, GuardedCall, Mono<CallToolResult>> handler) {
        CallToolResult refused = refusal(question, guarded);
        return refused != null
                ? Mono.just(refused)
                : Mono.defer(() -> handler.apply(request(question, guarded), guarded))
                        .doOnNext(result -> note(guarded, result))
                        .doOnError(e -> note(guarded, e));
    }

    private static void note(GuardedCall guarded, @Nullable CallToolResult result) {
        if (result != null && Boolean.TRUE.equals(result.isError())) {
            guarded.failed();
        }
    }

    private static void note(GuardedCall guarded, Throwable thrown) {
        if (Exceptions.unwrap(thrown) instanceof ToolNotExecutedException) {
            guarded.notExecuted();
        }
    }

    /** The answer to a call that the policy allows and the handler must not see; null for one that it may. */
    private @Nullable CallToolResult refusal(Question question, GuardedCall guarded) {
        guarded.notExecuted();
        try {
            String problem =
                    inputs.problem(guarded.arguments(), question.engine().workLimits());
            if (problem != null) {
                return invalid(problem);
            }
        } catch (Throwable e) {
            return failed(e);
        }
        return guarded.executes() ? null : invalid("the client has left");
    }

    private CallToolRequest request(Question question, GuardedCall guarded) {
        return new CallToolRequest(tool, guarded.arguments(), question.request().meta());
    }

    private @Nullable Approver approver(Question question, ElicitationForm form) {
        ElicitationApprover elicitation = setting.elicitation();
        return elicitation == null
                ? question.engine().approver()
                : elicitation.at(
                        form,
                        setting.answers()
                                .asking(
                                        question.call().caller(),
                                        question.origin().context()));
    }

    private Question question(Supplier<CallOrigin> from, CallToolRequest request) {
        CallOrigin origin = from.get();
        Optional<Caller> caller = setting.callers().of(origin);
        PolicyEngine engine = setting.engines().of(caller);
        ToolCall call = ToolCall.of(tool, request.arguments(), caller.orElse(Caller.unidentified()));
        return new Question(engine, setting.lock() == null ? call : call.withDefinition(definition), origin, request);
    }

    private CallToolResult refuse(Question question, Denial denial) {
        ToolLockWatch lock = setting.lock();
        if (lock != null && denial.code() == DenialCode.DRIFTED) {
            lock.seen(definition);
        }
        return render(new DeniedCall(tool, denial, setting.engines().formatOf(question.engine())));
    }

    private CallToolResult failed(Throwable failure) {
        if (failure instanceof OutOfMemoryError error) {
            throw error;
        }
        setting.log().error("a call could not be judged, and is denied", ": `" + tool + "`", failure);
        Denial denial = new Denial(
                DenialCode.INTERNAL_ERROR,
                RuleId.ENGINE,
                RuleId.ENGINE.value(),
                "The call could not be judged",
                null,
                null,
                "",
                false);
        return render(new DeniedCall(tool, denial, PolicyFormat.POLICYLAYER));
    }

    private CallToolResult render(DeniedCall denied) {
        try {
            CallToolResult result = setting.renderer().render(denied);
            if (result != null && Boolean.TRUE.equals(result.isError())) {
                return result;
            }
            setting.log()
                    .error("the denial renderer gave no result marked as an error; the standard one answers", null);
        } catch (McpError e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            setting.log().error("the denial renderer failed; the standard one answers", e);
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
