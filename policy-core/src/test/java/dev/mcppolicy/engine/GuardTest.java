package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.approval.InMemoryApprovalQueue;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guarded call: what runs, what is charged, and what is told, however it ends. */
class GuardTest {
    private static final Policy SPENDING = TestPolicy.ofTool(
            denyIf(where("args.amount", "gt", 50)),
            limit("spent", Window.Calendar.HOUR, "100").of("args.amount"));
    private static final Policy ASKING = TestPolicy.ofTool(
            approval().within(Duration.ofMinutes(5)),
            limit("spent", Window.Calendar.HOUR, "100").of("args.amount"));
    private static final ToolCall CALL = ToolCall.of("t", Map.of("amount", 10));
    private static final ToolCall TOO_MUCH = ToolCall.of("t", Map.of("amount", 51));

    private final List<ToolOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    private final InMemoryApprovalQueue queue = new InMemoryApprovalQueue();

    private PolicyEngine engine(Policy policy) {
        return builder(policy).build();
    }

    private PolicyEngineBuilder builder(Policy policy) {
        return PolicyEngine.builder(policy)
                .clock(new ManualClock("2026-01-15T12:00:00Z"))
                .listener(new DecisionListener() {
                    @Override
                    public void decided(DecisionEvent event) {}

                    @Override
                    public void finished(OutcomeEvent event) {
                        outcomes.add(event.outcome());
                    }
                });
    }

    private static BigDecimal spent(PolicyEngine engine) {
        return engine.explain(CALL).limits().get(0).used();
    }

    private void assertEnded(PolicyEngine engine, ToolOutcome outcome, int spent) {
        assertThat(outcomes).containsExactly(outcome);
        assertThat(spent(engine)).isEqualByComparingTo(BigDecimal.valueOf(spent));
    }

    @Test
    void an_allowed_call_runs_and_stays_charged() {
        PolicyEngine engine = engine(SPENDING);

        String answer = engine.guard(CALL, call -> "ran " + call.tool() + call.arguments(), denial -> denial.text());

        assertThat(answer).isEqualTo("ran t{amount=10}");
        assertEnded(engine, ToolOutcome.RETURNED, 10);
    }

    @Test
    void a_denied_call_never_runs_and_is_charged_nothing() throws Exception {
        PolicyEngine engine = engine(SPENDING);

        String answer = engine.guard(
                TOO_MUCH,
                call -> {
                    throw new AssertionError("it ran");
                },
                denial -> denial.text());
        String later = engine.<String>guardAsync(
                        TOO_MUCH,
                        call -> {
                            throw new AssertionError("it ran");
                        },
                        denial -> denial.text())
                .get();

        assertThat(answer)
                .isEqualTo("[POLICY DENIED] Denied by rule \"args.amount gt\"")
                .isEqualTo(later);
        assertThat(outcomes).isEmpty();
        assertThat(spent(engine)).isEqualByComparingTo("0");
    }

    @Test
    void the_body_gets_arguments_of_its_own() {
        Map<String, Object> sent = new HashMap<>(Map.of("amount", 10, "tags", new ArrayList<>(List.of("a"))));
        PolicyEngine engine = engine(SPENDING);

        Map<String, ?> got = engine.guard(
                ToolCall.of("t", sent),
                call -> {
                    assertThat(call.arguments()).isEqualTo(sent);
                    call.arguments().put("amount", 99);
                    return call.arguments();
                },
                denial -> Map.of());

        assertThat(got.get("amount")).isEqualTo(99);
        assertThat(sent.get("amount")).isEqualTo(10);
    }

    @Test
    void what_the_body_throws_is_thrown_on_after_the_call_is_finished() {
        for (Throwable thrown : List.of(
                new IllegalStateException("x"),
                new IOException("x"),
                new InterruptedException("x"),
                new AssertionError("x"),
                new StackOverflowError())) {
            outcomes.clear();
            PolicyEngine engine = engine(SPENDING);
            assertThatThrownBy(() -> engine.guard(
                            CALL,
                            call -> GuardTest.<String, RuntimeException>throwing(thrown),
                            denial -> denial.text()))
                    .isSameAs(thrown);
            assertEnded(engine, ToolOutcome.EXCEPTION, 10);

            outcomes.clear();
            PolicyEngine other = engine(SPENDING);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> other.<String>guardAsync(
                                    CALL, call -> CompletableFuture.failedFuture(thrown), denial -> denial.text())
                            .get())
                    .havingCause()
                    .isSameAs(thrown);
            assertEnded(other, ToolOutcome.EXCEPTION, 10);
        }
    }

    /** The result stayed open for ever, and nobody heard that the call had ended. */
    @Test
    void a_stage_that_takes_nobody_to_tell_ends_the_call_as_an_exception() {
        IllegalStateException thrown = new IllegalStateException("told");
        CompletableFuture<String> deaf = new CompletableFuture<>() {
            @Override
            public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> told) {
                throw thrown;
            }
        };
        PolicyEngine engine = engine(SPENDING);

        CompletableFuture<String> result = engine.guardAsync(CALL, call -> deaf, denial -> denial.text());

        assertThat(result)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isSameAs(thrown);
        assertEnded(engine, ToolOutcome.EXCEPTION, 10);
    }

    @Test
    void what_the_stage_of_the_body_fails_with_comes_out_as_it_would_of_the_stage() throws Exception {
        IOException cause = new IOException("x");
        CompletionException wrapped = new CompletionException(cause);
        CompletionException twice = new CompletionException(wrapped);
        for (CompletableFuture<String> stage : List.of(
                CompletableFuture.<String>failedFuture(cause),
                CompletableFuture.<String>failedFuture(wrapped),
                CompletableFuture.<String>failedFuture(twice),
                CompletableFuture.<String>failedFuture(new CompletionException("no cause", null)),
                CompletableFuture.<String>failedFuture(cause).thenApply(text -> text))) {
            outcomes.clear();
            PolicyEngine engine = engine(SPENDING);
            CompletableFuture<String> guarded = engine.guardAsync(CALL, call -> stage, Denial::text);
            assertThat(failureOf(guarded)).isSameAs(failureOf(stage));
            assertEnded(engine, ToolOutcome.EXCEPTION, 10);
        }
        PolicyEngine engine = engine(SPENDING);
        outcomes.clear();
        assertThat(failureOf(engine.<String>guardAsync(
                        CALL,
                        call -> {
                            throw wrapped;
                        },
                        Denial::text)))
                .isSameAs(wrapped);
        assertEnded(engine, ToolOutcome.EXCEPTION, 10);
    }

    /** As a stage that depends on it sees it. */
    private static Throwable failureOf(CompletableFuture<?> stage) throws Exception {
        return stage.handle((value, failure) -> failure).get();
    }

    @Test
    void a_checked_exception_of_the_body_is_declared() {
        assertThatThrownBy(() -> reading(engine(SPENDING))).isInstanceOf(IOException.class);
    }

    private static String reading(PolicyEngine engine) throws IOException {
        return engine.guard(
                CALL,
                call -> {
                    throw new IOException("no such file");
                },
                denial -> denial.text());
    }

    @Test
    void a_tool_that_did_nothing_is_charged_nothing() {
        PolicyEngine engine = engine(SPENDING);

        assertThatThrownBy(() -> engine.guard(
                        CALL,
                        call -> {
                            throw new ToolNotExecutedException("not now");
                        },
                        denial -> denial.text()))
                .isInstanceOf(ToolNotExecutedException.class);
        assertEnded(engine, ToolOutcome.NOT_EXECUTED, 0);

        outcomes.clear();
        String answer = engine.guard(
                CALL,
                call -> {
                    call.notExecuted();
                    return "invalid";
                },
                denial -> denial.text());
        assertThat(answer).isEqualTo("invalid");
        assertEnded(engine, ToolOutcome.NOT_EXECUTED, 0);
    }

    @Test
    void a_result_that_is_an_error_stays_charged() {
        PolicyEngine engine = engine(SPENDING);

        engine.guard(
                CALL,
                call -> {
                    call.failed();
                    return "error";
                },
                denial -> denial.text());

        assertEnded(engine, ToolOutcome.TOOL_ERROR, 10);
    }

    @Test
    void an_exception_gives_the_charge_back_where_the_engine_is_told_so() {
        PolicyEngine engine = builder(SPENDING).releaseWhenHandlerThrows().build();

        assertThatThrownBy(() -> engine.guard(
                        CALL,
                        call -> GuardTest.<String, RuntimeException>throwing(new IOException("x")),
                        denial -> denial.text()))
                .isInstanceOf(IOException.class);

        assertEnded(engine, ToolOutcome.EXCEPTION, 0);
    }

    @Test
    void a_tool_says_once_what_it_really_used() {
        PolicyEngine engine = engine(SPENDING);

        engine.guard(
                CALL,
                call -> {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> call.settle("unknown", BigDecimal.ONE))
                            .withMessage("no charge of this call has the counter `unknown`");
                    call.settle("spent", new BigDecimal("3.5"));
                    call.settle("spent", BigDecimal.TEN);
                    return "done";
                },
                denial -> denial.text());

        assertThat(outcomes).containsExactly(ToolOutcome.RETURNED);
        assertThat(spent(engine)).isEqualByComparingTo("3.5");
    }

    @Test
    void what_a_tool_really_used_stands_whatever_it_says_of_its_end() {
        PolicyEngine engine = engine(SPENDING);

        assertThatThrownBy(() -> engine.guard(
                        CALL,
                        call -> {
                            call.settle(Map.of("t/spent", BigDecimal.valueOf(200)));
                            throw new ToolNotExecutedException("not so");
                        },
                        denial -> denial.text()))
                .isInstanceOf(ToolNotExecutedException.class);

        assertEnded(engine, ToolOutcome.NOT_EXECUTED, 200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_human_decides_whether_a_call_that_needs_it_runs(boolean approved) throws Exception {
        Approver approver = request ->
                CompletableFuture.completedFuture(approved ? ApprovalAnswer.APPROVED : ApprovalAnswer.DECLINED);
        PolicyEngine engine = builder(ASKING).approver(approver).build();
        String expected = approved ? "ran" : DenialCode.APPROVAL_DECLINED.name();

        assertThat(guarded(engine)).isEqualTo(expected);
        assertThat(guardedAsync(engine)).isEqualTo(expected);
        assertThat(spent(engine)).isEqualByComparingTo(approved ? "20" : "0");
    }

    @Test
    void without_an_approver_a_call_that_needs_one_is_denied_and_released() throws Exception {
        PolicyEngine engine = engine(ASKING);

        assertThat(guarded(engine)).isEqualTo("APPROVAL_DECLINED");
        assertThat(guardedAsync(engine)).isEqualTo("APPROVAL_DECLINED");
        assertThat(spent(engine)).isEqualByComparingTo("0");
    }

    @Test
    void an_approver_that_fails_gives_nothing_or_answers_nothing_is_no_yes() throws Exception {
        List<Approver> approvers = List.of(
                request -> {
                    throw new IllegalStateException("no desk");
                },
                request -> nothing(),
                request -> CompletableFuture.completedFuture(nothing()),
                request -> CompletableFuture.failedFuture(new IOException("no line")));
        for (Approver approver : approvers) {
            PolicyEngine engine = builder(ASKING).approver(approver).build();
            assertThat(guarded(engine)).isEqualTo("APPROVAL_DECLINED");
            assertThat(guardedAsync(engine)).isEqualTo("APPROVAL_DECLINED");
            assertThat(spent(engine)).isEqualByComparingTo("0");
        }
    }

    @Test
    void silence_denies_in_time_and_cancels_the_question() throws Exception {
        Policy soon = TestPolicy.ofTool(approval().within(Duration.ofMillis(50)));
        PolicyEngine engine = builder(soon).approver(queue).build();

        assertThat(guarded(engine)).isEqualTo("APPROVAL_TIMED_OUT");
        assertThat(guardedAsync(engine)).isEqualTo("APPROVAL_TIMED_OUT");
        assertThat(queue.list()).isEmpty();
    }

    @Test
    void an_interrupted_wait_withdraws_the_question_and_keeps_the_interrupt() throws Exception {
        PolicyEngine engine = builder(ASKING).approver(queue).build();
        AtomicReference<String> answer = new AtomicReference<>("");
        Thread asking = new Thread(() -> answer.set(engine.guard(
                CALL,
                call -> "ran",
                denial -> denial.code() + " " + Thread.currentThread().isInterrupted())));
        asking.start();
        asking.interrupt();
        asking.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(answer).hasValue("APPROVAL_DECLINED true");
        assertThat(queue.list()).isEmpty();
        assertThat(spent(engine)).isEqualByComparingTo("0");
    }

    @Test
    void a_cancelled_call_that_waits_is_withdrawn_and_charged_nothing() {
        PolicyEngine engine = builder(ASKING).approver(queue).build();
        CompletableFuture<String> result =
                engine.guardAsync(CALL, call -> CompletableFuture.completedFuture("ran"), denial -> denial.text());
        assertThat(queue.list()).hasSize(1);

        result.cancel(true);

        assertThat(queue.list()).isEmpty();
        await(() -> spent(engine).signum() == 0);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void a_cancelled_call_that_runs_is_cancelled_and_stays_charged() {
        PolicyEngine engine = engine(SPENDING);
        CompletableFuture<String> running = new CompletableFuture<>();
        CompletableFuture<String> result = engine.guardAsync(CALL, call -> running, denial -> denial.text());
        assertThat(result).isNotDone();

        result.cancel(true);

        assertThat(running).isCancelled();
        assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
        assertEnded(engine, ToolOutcome.CANCELLED, 10);
    }

    @Test
    void a_body_that_is_cancelled_while_it_starts_is_told_as_cancelled() {
        AtomicReference<CompletableFuture<String>> result = new AtomicReference<>(new CompletableFuture<>());
        CompletableFuture<String> running = new CompletableFuture<>();
        PolicyEngine asking = builder(ASKING).approver(queue).build();
        result.set(asking.guardAsync(
                CALL,
                call -> {
                    result.get().cancel(true);
                    return running;
                },
                denial -> denial.text()));
        assertThat(queue.approve(queue.list().get(0).id())).isTrue();

        await(running::isCancelled);
        await(() -> !outcomes.isEmpty());
        assertEnded(asking, ToolOutcome.CANCELLED, 10);
    }

    private static String guarded(PolicyEngine engine) {
        return engine.guard(CALL, call -> "ran", denial -> denial.code().name());
    }

    private static String guardedAsync(PolicyEngine engine) throws Exception {
        return engine.guardAsync(CALL, call -> CompletableFuture.completedFuture("ran"), denial -> denial.code()
                        .name())
                .get(30, TimeUnit.SECONDS);
    }

    /** Throws whatever it is given, declared or not. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, X extends Throwable> T throwing(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    /** Waits for what another thread does. */
    private static void await(BooleanSupplier done) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!done.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }
}
