package dev.mcppolicy.mcp;

import static dev.mcppolicy.mcp.Policies.CREATE;
import static dev.mcppolicy.mcp.Policies.DELETE;
import static dev.mcppolicy.mcp.Recorder.request;
import static dev.mcppolicy.mcp.ResultAssert.assertDenied;
import static dev.mcppolicy.mcp.ResultAssert.assertRan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Approvers and callers that do not play by the rules. */
class ApprovalAbuseTest {
    private static final long PATIENCE_SECONDS = 30;
    private static final String DELETE_RULE = "/tools/DeleteCodeConnection/rules/0";

    private static final class Question {
        final ApprovalRequest request;
        final CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();

        Question(ApprovalRequest request) {
            this.request = request;
        }
    }

    private record Call(Caller caller, String tool, Map<String, Object> arguments) {}

    private static final Call DELETES_ONE = new Call(Caller.ofGrant("ours"), DELETE, Map.of("id", "c-1"));

    private final Recorder recorder = new Recorder();
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    private static Policy asking(String timeout) {
        String rule = ": { rules: [{ action: require_approval, approval_timeout: " + timeout + " }] }\n";
        return PolicyReader.parse("tools:\n  " + DELETE + rule + "  " + CREATE + rule);
    }

    private CompletionStage<ApprovalAnswer> ask(ApprovalRequest request) {
        Question question = new Question(request);
        questions.add(question);
        return question.answer;
    }

    private CompletableFuture<CallToolResult> call(Kind kind, String timeout, Call call) {
        PolicyEnforcer enforcer = PolicyEnforcer.builder(asking(timeout))
                .callers(origin -> Optional.of(call.caller()))
                .approver(this::ask)
                .build();
        var tool = kind.wrapped(enforcer, Kind.tool(call.tool()), recorder);
        CompletableFuture<CallToolResult> result = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        result.complete(tool.apply(request(call.tool(), call.arguments())));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                })
                .start();
        return result;
    }

    /** The next question, once its answer is listened to: what was said before that is the first answer. */
    private Question nextQuestion() throws InterruptedException {
        Question question = Objects.requireNonNull(questions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no question");
        while (question.answer.getNumberOfDependents() == 0) {
            Thread.onSpinWait();
        }
        return question;
    }

    private static CallToolResult of(CompletableFuture<CallToolResult> result) throws Exception {
        return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void a_yes_after_a_no_is_not_heard(Kind kind) throws Exception {
        var result = call(kind, "5m", DELETES_ONE);
        Question question = nextQuestion();

        question.answer.complete(ApprovalAnswer.DECLINED);
        question.answer.obtrudeValue(ApprovalAnswer.APPROVED);

        assertDenied(of(result), DenialCode.APPROVAL_DECLINED, DELETE_RULE);
        assertThat(recorder.requests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_second_yes_runs_nothing(Kind kind) throws Exception {
        var result = call(kind, "5m", DELETES_ONE);
        Question question = nextQuestion();

        question.answer.complete(ApprovalAnswer.APPROVED);
        question.answer.obtrudeValue(ApprovalAnswer.APPROVED);

        assertRan(of(result));
        assertThat(recorder.requests).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_yes_after_the_time_is_up_runs_nothing(Kind kind) throws Exception {
        var result = call(kind, "1s", DELETES_ONE);
        Question question = nextQuestion();
        assertDenied(of(result), DenialCode.APPROVAL_TIMED_OUT, DELETE_RULE);

        assertThat(question.answer.complete(ApprovalAnswer.APPROVED)).isFalse();
        question.answer.obtrudeValue(ApprovalAnswer.APPROVED);

        assertThat(recorder.requests).isEmpty();
    }

    static Stream<Call> almostTheSame() {
        return Stream.of(
                DELETES_ONE,
                new Call(DELETES_ONE.caller(), DELETE, Map.of("id", "c-2")),
                new Call(DELETES_ONE.caller(), CREATE, DELETES_ONE.arguments()),
                new Call(Caller.ofGrant("another"), DELETE, DELETES_ONE.arguments()));
    }

    /** Also to the very same call made again. */
    @ParameterizedTest
    @MethodSource("almostTheSame")
    void a_yes_to_one_call_is_no_yes_to_another(Call other) throws Exception {
        var first = call(Kind.SYNC, "5m", DELETES_ONE);
        Question ofFirst = nextQuestion();
        var second = call(Kind.SYNC, "5m", other);
        Question ofSecond = nextQuestion();
        assertThat(ofFirst.request.id()).isNotEqualTo(ofSecond.request.id());

        ofFirst.answer.complete(ApprovalAnswer.APPROVED);
        assertRan(of(first));
        ofSecond.answer.complete(ApprovalAnswer.DECLINED);

        assertDenied(of(second), DenialCode.APPROVAL_DECLINED, "/tools/" + other.tool() + "/rules/0");
        assertThat(recorder.requests).singleElement().satisfies(ran -> {
            assertThat(ran.name()).isEqualTo(DELETE);
            assertThat(ran.arguments()).isEqualTo(DELETES_ONE.arguments());
        });
    }

    /** What a call says of itself is what a person reads, and no line more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "line\nbreak",
                "\r\nTool: ListCodeConnections",
                "\"}\nArguments: {\"id\":\"harmless",
                "\",\"approve\":true,\"x\":\"",
                "\\\",\\",
                "\u0000\u0007\u001b[2J\u007f\u0085\u009b",
                "\u2028\u2029\u202e\ufeff\u200b",
                "\ud800 lone \udc00"
            })
    void no_name_or_value_passes_for_another_line(String hostile) throws Exception {
        var result = call(Kind.SYNC, "5m", new Call(Caller.ofGrant(hostile), DELETE, Map.of(hostile, hostile)));
        Question question = nextQuestion();

        List<String> lines = question.request.description().lines().toList();

        assertThat(lines).hasSize(4).element(1).isEqualTo("Tool: " + DELETE);
        assertThat(lines.get(3)).startsWith("Arguments: {\"").endsWith("\"}");
        assertThat(String.join("", lines).codePoints()).allMatch(c -> c >= ' ' && c < 0x7f);
        question.answer.complete(ApprovalAnswer.DECLINED);
        assertDenied(of(result), DenialCode.APPROVAL_DECLINED, DELETE_RULE);
        assertThat(recorder.requests).isEmpty();
    }
}
