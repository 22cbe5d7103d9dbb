package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.approval.InMemoryApprovalQueue;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A call that needs a human waits for one, and nothing but a timely yes lets it run, once, as it was shown. */
class ApprovalsTest {
    private static final String RULE = "/tools/DeleteCodeConnection/action";
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Recorder recorder = new Recorder();
    private final ApprovalQueue queue = new InMemoryApprovalQueue();
    private final Semaphore asked = new Semaphore(0);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private static Policy asking(Duration timeout) {
        return new PolicyParts("asking", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .tools(Map.of(
                        DELETE,
                        new ToolPolicy(List.of(RequireApproval.of(
                                        RuleHead.of(RuleId.pointer("tools", DELETE, "action"))
                                                .withMessage("Deleting needs the owner."),
                                        List.of())
                                .withTimeout(timeout)))))
                .policy();
    }

    private PolicyEnforcerBuilder queued(Policy policy) {
        return PolicyEnforcer.builder(policy).approver(this::enqueue).listener(new DecisionListener() {
            @Override
            public void decided(DecisionEvent event) {
                heard.add(event.decision().getClass().getSimpleName() + (event.answers() == null ? "" : " answering"));
            }

            @Override
            public void finished(OutcomeEvent event) {
                heard.add(event.outcome().name());
            }
        });
    }

    /** The queue, which lets the test know of what comes in. */
    private CompletionStage<ApprovalAnswer> enqueue(ApprovalRequest request) {
        var answer = queue.ask(request);
        asked.release();
        return answer;
    }

    private CompletableFuture<CallToolResult> call(
            Function<CallToolRequest, CallToolResult> tool, Map<String, Object> arguments) throws Exception {
        CompletableFuture<CallToolResult> result = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        result.complete(tool.apply(request(DELETE, arguments)));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                })
                .start();
        assertThat(asked.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        return result;
    }

    private Function<CallToolRequest, CallToolResult> wrapped(Kind kind, PolicyEnforcer enforcer) {
        return kind.wrapped(enforcer, Kind.tool(DELETE), recorder);
    }

    private static CallToolResult within30s(CompletableFuture<CallToolResult> result) throws Exception {
        return result.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void an_approved_call_runs_once_as_it_was_shown(Kind kind) throws Exception {
        Map<String, Object> arguments = new HashMap<>(Map.of("id", "c-1"));
        var result = call(wrapped(kind, queued(asking(LONG)).build()), arguments);
        arguments.put("id", "c-2");

        ApprovalRequest waiting = queue.list().get(0);
        assertThat(waiting.arguments()).isEqualTo(Map.of("id", "c-1"));
        assertThat(waiting.rules().get(0).id().value()).isEqualTo(RULE);
        assertThat(recorder.requests).isEmpty();
        assertThat(queue.approve(waiting.id())).isTrue();

        assertRan(within30s(result));
        assertThat(queue.approve(waiting.id())).isFalse();
        assertThat(recorder.requests).singleElement().satisfies(ran -> assertThat(ran.arguments())
                .isEqualTo(Map.of("id", "c-1")));
        assertThat(heard).containsExactly("ApprovalRequired", "Allow answering", "RETURNED");
    }

    @ParameterizedTest
    @EnumSource
    void a_denied_call_does_not_run(Kind kind) throws Exception {
        var result = call(wrapped(kind, queued(asking(LONG)).build()), Map.of());

        assertThat(queue.deny(queue.list().get(0).id())).isTrue();

        assertDenied(within30s(result), DenialCode.APPROVAL_DECLINED, RULE);
        assertThat(ResultAssert.text(result.get()))
                .isEqualTo("[POLICY DENIED] Deleting needs the owner. No human approved it.");
        assertThat(recorder.requests).isEmpty();
        assertThat(heard).containsExactly("ApprovalRequired", "Deny answering");
    }

    static Stream<Approver> broken() {
        return Stream.of(
                request -> {
                    throw new IllegalStateException("no operator");
                },
                request -> {
                    throw new StackOverflowError();
                },
                request -> null,
                request -> CompletableFuture.completedFuture(null),
                request -> CompletableFuture.failedFuture(new IllegalStateException("no operator")),
                Approver.byCallback(request -> null),
                Approver.byCallback(request -> {
                    throw new IllegalStateException("no operator");
                }),
                ElicitationApprover.of());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void an_approver_that_fails_denies(Approver approver) {
        for (Kind kind : Kind.values()) {
            PolicyEnforcer enforcer =
                    PolicyEnforcer.builder(asking(LONG)).approver(approver).build();

            assertDenied(wrapped(kind, enforcer).apply(request(DELETE, Map.of())), DenialCode.APPROVAL_DECLINED, RULE);
        }
        assertThat(recorder.requests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void silence_denies_when_the_time_is_up_and_a_late_answer_counts_for_nothing(Kind kind) throws Exception {
        var result = call(wrapped(kind, queued(asking(Duration.ofMillis(200))).build()), Map.of());

        assertDenied(within30s(result), DenialCode.APPROVAL_TIMED_OUT, RULE);
        assertThat(queue.list()).isEmpty();
        assertThat(recorder.requests).isEmpty();
    }

    @Test
    void a_callback_is_interrupted_when_its_answer_is_no_longer_wanted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        PolicyEnforcer enforcer = PolicyEnforcer.builder(asking(Duration.ofMillis(200)))
                .approver(Approver.byCallback(request -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return ApprovalAnswer.APPROVED;
                }))
                .build();

        assertDenied(
                wrapped(Kind.SYNC, enforcer).apply(request(DELETE, Map.of())), DenialCode.APPROVAL_TIMED_OUT, RULE);
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.requests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void an_approver_of_the_engine_is_asked_as_the_enforcers_own(Kind kind) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(asking(LONG))
                .engine(options -> options.approver(Approver.byCallback(request -> ApprovalAnswer.APPROVED)))
                .build();

        assertRan(wrapped(kind, enforcer).apply(request(DELETE, Map.of())));
    }

    @Test
    void a_callback_that_says_yes_lets_the_call_run() {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(asking(LONG))
                .approver(Approver.byCallback(request -> ApprovalAnswer.APPROVED))
                .build();

        assertRan(wrapped(Kind.SYNC, enforcer).apply(request(DELETE, Map.of())));
    }

    @ParameterizedTest
    @EnumSource
    void a_yes_to_one_call_is_none_to_another(Kind kind) throws Exception {
        PolicyEnforcer enforcer = queued(asking(LONG)).build();
        var first = call(wrapped(kind, enforcer), Map.of("id", "harmless"));
        var second = call(wrapped(kind, enforcer), Map.of("id", "precious"));

        assertThat(queue.approve(queue.list().get(0).id())).isTrue();
        assertRan(within30s(first));
        assertThat(queue.deny(queue.list().get(0).id())).isTrue();

        assertDenied(within30s(second), DenialCode.APPROVAL_DECLINED, RULE);
        assertThat(recorder.requests).extracting(CallToolRequest::arguments).containsExactly(Map.of("id", "harmless"));
    }

    @ParameterizedTest
    @EnumSource
    void a_policy_that_changes_meanwhile_voids_the_approval(Kind kind) throws Exception {
        ReplaceablePolicy source = new ReplaceablePolicy(asking(LONG));
        PolicyEnforcer enforcer =
                PolicyEnforcer.builder(source).approver(this::enqueue).build();
        var result = call(wrapped(kind, enforcer), Map.of());

        source.replace(Policies.allowAll());
        assertThat(queue.approve(queue.list().get(0).id())).isTrue();

        assertDenied(within30s(result), DenialCode.APPROVAL_VOID, RULE);
        assertThat(recorder.requests).isEmpty();
    }

    private AsyncToolSpecification async(PolicyEnforcer enforcer) {
        return enforcer.wrapAsync(AsyncToolSpecification.builder()
                .tool(Kind.tool(DELETE))
                .callHandler((exchange, request) -> Mono.just(recorder.handle(request)))
                .build());
    }

    @Test
    void a_flood_of_one_caller_fills_its_own_places_and_nobody_elses() {
        Caller[] caller = {Caller.ofGrant("flooder")};
        PolicyEnforcer enforcer =
                queued(asking(LONG)).callers(origin -> Optional.of(caller[0])).build();
        var tool = async(enforcer);
        List<CallToolResult> refused = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            tool.callHandler().apply(null, request(DELETE, Map.of())).subscribe(refused::add);
        }

        assertThat(queue.list()).hasSize(8);
        assertThat(refused).hasSize(22).allSatisfy(result -> assertDenied(result, DenialCode.LIMIT_EXCEEDED, RULE));
        caller[0] = Caller.ofGrant("another");
        CompletableFuture<CallToolResult> other =
                tool.callHandler().apply(null, request(DELETE, Map.of())).toFuture();
        assertThat(queue.approve(queue.list().get(8).id())).isTrue();
        assertRan(other.join());
    }

    @Test
    void a_client_that_leaves_takes_its_question_along() throws Exception {
        CountDownLatch denied = new CountDownLatch(2);
        PolicyEnforcer enforcer = PolicyEnforcer.builder(asking(LONG))
                .approver(this::enqueue)
                .engine(engine -> engine.maxPendingApprovals(1))
                .listener(event -> denied.countDown())
                .build();
        Disposable call = async(enforcer)
                .callHandler()
                .apply(null, request(DELETE, Map.of()))
                .subscribe();
        assertThat(queue.list()).hasSize(1);

        call.dispose();

        assertThat(denied.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.list()).isEmpty();
        assertRanWhenApproved(async(enforcer));
        assertThat(recorder.requests).hasSize(1);
    }

    private void assertRanWhenApproved(AsyncToolSpecification tool) {
        CompletableFuture<CallToolResult> next =
                tool.callHandler().apply(null, request(DELETE, Map.of())).toFuture();
        assertThat(queue.approve(queue.list().get(0).id())).isTrue();
        assertRan(next.join());
    }

    @Test
    void an_interrupted_handler_thread_withdraws_its_question() throws Exception {
        var tool = wrapped(Kind.SYNC, queued(asking(LONG)).build());
        CompletableFuture<CallToolResult> result = new CompletableFuture<>();
        Thread handler = new Thread(() -> result.complete(tool.apply(request(DELETE, Map.of()))));
        handler.start();
        assertThat(asked.tryAcquire(30, TimeUnit.SECONDS)).isTrue();

        handler.interrupt();

        assertDenied(within30s(result), DenialCode.APPROVAL_DECLINED, RULE);
        assertThat(queue.list()).isEmpty();
    }

    @Test
    void outcomes_are_told_as_the_handler_ends() {
        List<ToolOutcome> outcomes = new CopyOnWriteArrayList<>();
        DecisionListener ear = new DecisionListener() {
            @Override
            public void decided(DecisionEvent event) {}

            @Override
            public void finished(OutcomeEvent event) {
                outcomes.add(event.outcome());
            }
        };
        PolicyEnforcer enforcer =
                PolicyEnforcer.builder(Policies.allowAll()).listener(ear).build();
        for (Kind kind : Kind.values()) {
            List<Kind.Handler> handlers = List.of(
                    request -> Recorder.done(),
                    request -> CallToolResult.builder()
                            .addTextContent("no")
                            .isError(true)
                            .build(),
                    request -> {
                        throw new IllegalStateException("broken");
                    },
                    request -> {
                        throw new ToolNotExecutedException("not begun");
                    });
            for (Kind.Handler handler : handlers) {
                var tool = kind.wrapped(enforcer, Kind.tool(CREATE), handler);
                try {
                    assertThat(tool.apply(request(CREATE, Map.of()))).isNotNull();
                } catch (RuntimeException expected) {
                    assertThat(expected.getMessage()).isIn("broken", "not begun");
                }
            }
            assertThat(outcomes)
                    .as(kind.name())
                    .containsExactly(
                            ToolOutcome.RETURNED,
                            ToolOutcome.TOOL_ERROR,
                            ToolOutcome.EXCEPTION,
                            ToolOutcome.NOT_EXECUTED);
            outcomes.clear();
        }
    }

    @Test
    void a_human_sees_every_argument_as_what_it_is() throws Exception {
        Map<String, Object> hostile = Map.of("id", "x\nTool: ListCodeConnections\u202e\u200b", "token", "s3cret");
        var result = call(wrapped(Kind.SYNC, queued(asking(LONG)).build()), hostile);
        ApprovalRequest waiting = queue.list().get(0);

        assertThat(waiting.description("token").lines())
                .containsExactly(
                        "Deleting needs the owner.",
                        "Tool: DeleteCodeConnection",
                        "Rule: " + waiting.rules().get(0).name(),
                        "Arguments: {\"id\":\"x\\nTool: ListCodeConnections\\u202e\\u200b\",\"token\":\"(redacted)\"}");
        assertThat(queue.deny(waiting.id())).isTrue();
        assertDenied(within30s(result), DenialCode.APPROVAL_DECLINED, RULE);
    }

    @Test
    void a_text_too_long_to_read_says_that_it_is_cut() throws Exception {
        var result = call(wrapped(Kind.SYNC, queued(asking(LONG)).build()), Map.of("id", "x".repeat(10_000)));
        ApprovalRequest waiting = queue.list().get(0);

        assertThat(waiting.description())
                .hasSizeLessThan(4_300)
                .endsWith("\nOnly the first 4000 of 10009 characters of the arguments are shown.");
        assertThat(queue.deny(waiting.id())).isTrue();
        assertDenied(within30s(result), DenialCode.APPROVAL_DECLINED, RULE);
    }
}
