package dev.mcppolicy.testkit.file;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.testkit.TestCall;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads the call steps of a test file: the call, what is expected of it, and how an approval is answered. */
final class CallStepReader {
    private static final String TIME_OUT = "time_out";
    /** As an operator gives them, where nothing else is said. */
    private static final Map<String, ApprovalAnswer> ANSWERS = Map.of(
            "approve", ApprovalAnswer.APPROVED,
            "decline", ApprovalAnswer.DECLINED);

    /** That of an approver who does not say by which way the answer came. */
    private static final String UNKNOWN_WAY = "unknown";

    private static final Set<String> ANSWERER = Set.of("by", "name");

    private final TestFileProblems problems;
    private final CallShapeReader shapes;
    private final ExpectationReader expectations;

    CallStepReader(ExpectationReader expectations, TestFileProblems problems) {
        this.expectations = expectations;
        this.problems = problems;
        this.shapes = new CallShapeReader(problems);
    }

    Optional<TestStep> read(TestFields fields) {
        Optional<String> tool = fields.requiredText("call");
        List<UnaryOperator<TestCall>> shapes = this.shapes.each(fields);
        int times = fields.has("times") ? fields.wholeNumber("times", TestFields.MOST_TIMES) : 1;
        Optional<TestExpectation> expectation = expectations.ofCall(fields);
        Optional<TestStep.Reply> reply = reply(fields, expectation);
        return tool.isEmpty() || expectation.isEmpty()
                ? Optional.empty()
                : Optional.of(new TestStep.Call(tool.get(), shapes, times, expectation.get(), reply));
    }

    private Optional<TestStep.Reply> reply(TestFields fields, Optional<TestExpectation> expectation) {
        if (!fields.has("answer")) {
            List.of("after", "then").stream()
                    .filter(fields::has)
                    .forEach(key -> fields.report(key, "`" + key + "` goes together with `answer`"));
            return Optional.empty();
        }
        if (expectation.isPresent() && expectation.get().verdict().kind() != ExpectedVerdict.Kind.APPROVAL) {
            fields.report("answer", "an answer is given to a call that is expected to need one, by `approval_by`");
        }
        boolean timesOut = TIME_OUT.equals(fields.value("answer"));
        Optional<ApprovalAnswer> answer = timesOut ? Optional.empty() : answer(fields);
        Duration after = fields.has("after")
                ? TestFileReader.duration(fields, "after", problems).orElse(Duration.ZERO)
                : Duration.ZERO;
        Optional<TestExpectation> then = expectations.ofAnswer(fields);
        return (answer.isEmpty() && !timesOut) || then.isEmpty()
                ? Optional.empty()
                : Optional.of(new TestStep.Reply(answer.orElse(null), after, then.get()));
    }

    /** The answer that somebody gives; empty where it cannot be read. */
    private Optional<ApprovalAnswer> answer(TestFields fields) {
        if (fields.value("answer") instanceof Map<?, ?>) {
            return TestFields.of(fields.value("answer"), fields.at("answer"), ANSWERS.keySet(), problems)
                    .flatMap(this::answerOfSomebody);
        }
        Map<String, ApprovalAnswer> words = new LinkedHashMap<>(ANSWERS);
        words.put(TIME_OUT, ApprovalAnswer.DECLINED);
        return fields.requiredText("answer")
                .flatMap(word -> fields.oneOf("answer", word, words))
                .map(answer -> answer.through(AnswerWay.OPERATOR));
    }

    private Optional<ApprovalAnswer> answerOfSomebody(TestFields fields) {
        List<String> given = ANSWERS.keySet().stream().filter(fields::has).toList();
        if (given.size() != 1) {
            problems.report(fields.pointer(), "an answer is exactly one of `approve` and `decline`");
            return Optional.empty();
        }
        String word = given.get(0);
        return TestFields.of(fields.value(word), fields.at(word), ANSWERER, problems)
                .map(who -> {
                    ApprovalAnswer answer = Objects.requireNonNull(ANSWERS.get(word));
                    ApprovalAnswer through = who.has("by")
                            ? who.text("by")
                                    .flatMap(by -> who.oneOf("by", by, throughEachWay(answer)))
                                    .orElse(answer)
                            : answer.through(AnswerWay.OPERATOR);
                    return who.text("name").map(through::by).orElse(through);
                });
    }

    private static Map<String, ApprovalAnswer> throughEachWay(ApprovalAnswer answer) {
        Map<String, ApprovalAnswer> through = new LinkedHashMap<>();
        for (AnswerWay way : AnswerWay.values()) {
            through.put(way.id(), answer.through(way));
        }
        through.put(UNKNOWN_WAY, answer);
        return through;
    }
}
