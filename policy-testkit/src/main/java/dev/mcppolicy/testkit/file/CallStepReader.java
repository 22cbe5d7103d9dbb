package dev.mcppolicy.testkit.file;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.testkit.DecisionAssert;
import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.internal.RuleNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads the call steps of a test file: the call, what is expected of it, and how an approval is answered. */
final class CallStepReader {
    private static final Set<String> EXPECT = Set.of(
            "allowed", "denied_by", "approval_by", "code", "message", "retry_after", "charges", "changes_no_counter");
    private static final String TIME_OUT = "time_out";
    /** As an operator gives them, where nothing else is said. */
    private static final Map<String, ApprovalAnswer> ANSWERS = Map.of(
            "approve", ApprovalAnswer.APPROVED,
            "decline", ApprovalAnswer.DECLINED);

    /** That of an approver who does not say by which way the answer came. */
    private static final String UNKNOWN_WAY = "unknown";

    private static final Set<String> ANSWERER = Set.of("by", "name");

    private final RuleNames rules;
    private final TestFileProblems problems;
    private final CallShapeReader shapes;

    CallStepReader(RuleNames rules, TestFileProblems problems) {
        this.rules = rules;
        this.problems = problems;
        this.shapes = new CallShapeReader(problems);
    }

    Optional<TestStep> read(TestFields fields) {
        Optional<String> tool = fields.requiredText("call");
        List<UnaryOperator<TestCall>> shapes = this.shapes.each(fields);
        int times = fields.has("times") ? fields.wholeNumber("times", TestFields.MOST_TIMES) : 1;
        Optional<TestExpectation> expectation = expectation(fields, "expect");
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
        if (expectation.isPresent() && expectation.get().verdict() != TestExpectation.Verdict.APPROVAL) {
            fields.report("answer", "an answer is given to a call that is expected to need one, by `approval_by`");
        }
        boolean timesOut = TIME_OUT.equals(fields.value("answer"));
        Optional<ApprovalAnswer> answer = timesOut ? Optional.empty() : answer(fields);
        Duration after = fields.has("after")
                ? TestFileReader.duration(fields, "after", problems).orElse(Duration.ZERO)
                : Duration.ZERO;
        Optional<TestExpectation> then = expectation(fields, "then");
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

    private Optional<TestExpectation> expectation(TestFields step, String key) {
        Object value = step.value(key);
        if (value == null) {
            problems.report(step.pointer(), "the call expects nothing; `" + key + "` is missing");
            return Optional.empty();
        }
        if (value instanceof String word) {
            if (word.equals("allowed")) {
                return Optional.of(TestExpectation.allowed());
            }
            step.report(
                    key,
                    word.equals("denied")
                            ? "a denial names its rule (write `" + key + ": { denied_by: the rule }`)"
                            : "`" + word + "` is no expectation (write `allowed`, or an object with `denied_by`)");
            return Optional.empty();
        }
        return TestFields.of(value, step.at(key), EXPECT, problems).flatMap(this::expectation);
    }

    private Optional<TestExpectation> expectation(TestFields fields) {
        List<String> verdicts = List.of("allowed", "denied_by", "approval_by").stream()
                .filter(fields::has)
                .toList();
        if (verdicts.size() != 1) {
            problems.report(
                    fields.pointer(),
                    "an expectation has exactly one of `allowed`, `denied_by` and `approval_by`, not "
                            + (verdicts.isEmpty() ? "none" : "`" + String.join("` and `", verdicts) + "`"));
            return Optional.empty();
        }
        if (fields.has("allowed") && !Boolean.TRUE.equals(fields.value("allowed"))) {
            fields.report("allowed", "a denial names its rule (write `denied_by: the rule` in place of `allowed`)");
        }
        boolean denied = fields.has("denied_by");
        for (String key : List.of("code", "retry_after")) {
            if (fields.has(key) && !denied) {
                fields.report(key, "`" + key + "` goes together with `denied_by`");
            }
        }
        if (fields.has("message") && fields.has("allowed")) {
            fields.report("message", "an allowed call has no message");
        }
        TestExpectation.Verdict verdict = denied
                ? TestExpectation.Verdict.DENIED
                : fields.has("allowed") ? TestExpectation.Verdict.ALLOWED : TestExpectation.Verdict.APPROVAL;
        String rule = fields.has("allowed") ? "" : fields.rule(denied ? "denied_by" : "approval_by", rules);
        return Optional.of(new TestExpectation(verdict, rule, details(fields)));
    }

    private List<Consumer<DecisionAssert>> details(TestFields fields) {
        List<Consumer<DecisionAssert>> details = new ArrayList<>();
        code(fields).ifPresent(code -> details.add(decision -> decision.withCode(code)));
        fields.text("message").ifPresent(message -> details.add(decision -> decision.withMessage(message)));
        if ("none".equals(fields.value("retry_after"))) {
            details.add(DecisionAssert::withoutRetryAfter);
        } else {
            TestFileReader.duration(fields, "retry_after", problems)
                    .ifPresent(wait -> details.add(decision -> decision.retryAfter(wait)));
        }
        if (fields.has("charges")) {
            fields.amounts("charges")
                    .forEach((counter, amount) -> details.add(decision -> decision.charges(counter, amount)));
        }
        if (flag(fields, "changes_no_counter")) {
            details.add(DecisionAssert::changesNoCounter);
        }
        return details;
    }

    private static Optional<DenialCode> code(TestFields fields) {
        Map<String, DenialCode> codes =
                Arrays.stream(DenialCode.values()).collect(Collectors.toMap(Enum::name, code -> code));
        return fields.text("code").flatMap(word -> fields.oneOf("code", word, codes));
    }

    private static boolean flag(TestFields fields, String key) {
        if (fields.has(key) && !Boolean.TRUE.equals(fields.value(key))) {
            fields.report(key, "expected `true`, or nothing");
        }
        return fields.has(key);
    }
}
