package dev.mcppolicy.testkit.file;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.testkit.DecisionAssert;
import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.RuleNames;
import dev.mcppolicy.text.NearestName;
import java.math.BigDecimal;
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
import org.jspecify.annotations.Nullable;

/** Reads the call steps of a test file: the call, what is expected of it, and how an approval is answered. */
final class CallStepReader {
    private static final Set<String> CALLER = Set.of("grant", "principal", "session", "client", "attributes");
    private static final Set<String> EXPECT = Set.of(
            "allowed", "denied_by", "approval_by", "code", "message", "retry_after", "charges", "changes_no_counter");
    private static final Map<String, CallEnd> ENDS = Map.of(
            "ok", CallEnd.RETURNED,
            "tool_error", CallEnd.of(ToolOutcome.TOOL_ERROR),
            "exception", CallEnd.of(ToolOutcome.EXCEPTION),
            "not_executed", CallEnd.of(ToolOutcome.NOT_EXECUTED),
            "lost", CallEnd.LOST);
    private static final String TIME_OUT = "time_out";
    /** As an operator gives them, where nothing else is said. */
    private static final Map<String, ApprovalAnswer> ANSWERS = Map.of(
            "approve", ApprovalAnswer.APPROVED,
            "decline", ApprovalAnswer.DECLINED);

    /** That of an approver who does not say by which way the answer came. */
    private static final String UNKNOWN_WAY = "unknown";

    private static final Set<String> ANSWERER = Set.of("by", "name");
    private static final int MOST_TIMES = 1_000_000;
    private static final int MOST_SECONDS = 86_400;

    private final RuleNames rules;
    private final TestFileProblems problems;

    CallStepReader(RuleNames rules, TestFileProblems problems) {
        this.rules = rules;
        this.problems = problems;
    }

    Optional<TestStep> read(TestFields fields) {
        Optional<String> tool = fields.requiredText("call");
        UnaryOperator<TestCall> shape = shape(fields);
        int times = times(fields);
        Optional<TestExpectation> expectation = expectation(fields, "expect");
        Optional<TestStep.Reply> reply = reply(fields, expectation);
        return tool.isEmpty() || expectation.isEmpty()
                ? Optional.empty()
                : Optional.of(new TestStep.Call(tool.get(), shape, times, expectation.get(), reply));
    }

    private UnaryOperator<TestCall> shape(TestFields fields) {
        Map<String, @Nullable Object> arguments = arguments(fields);
        Caller caller = caller(fields);
        CallEnd end = end(fields);
        return call -> call.withArgs(arguments).asCaller(caller).ending(end);
    }

    private static Map<String, @Nullable Object> arguments(TestFields fields) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        if (fields.value("args") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> arguments.put(String.valueOf(name), value));
        } else if (fields.has("args")) {
            fields.report("args", "expected an object");
        }
        return arguments;
    }

    private Caller caller(TestFields step) {
        if (!step.has("as")) {
            return Caller.anonymous();
        }
        Caller caller = Caller.unidentified();
        Optional<TestFields> named = TestFields.of(step.value("as"), step.at("as"), CALLER, problems);
        if (named.isEmpty()) {
            return caller;
        }
        TestFields fields = named.get();
        caller = fields.text("grant").map(caller::withGrant).orElse(caller);
        caller = fields.text("principal").map(caller::withPrincipal).orElse(caller);
        Caller known = fields.has("grant") || fields.has("principal") ? caller : Caller.anonymous();
        caller = fields.has("session") || fields.has("client") || fields.has("attributes") ? known : caller;
        caller = fields.text("session").map(caller::withSession).orElse(caller);
        caller = fields.text("client").map(caller::withClient).orElse(caller);
        return fields.has("attributes") ? withAttributes(caller, fields) : caller;
    }

    private static Caller withAttributes(Caller caller, TestFields fields) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        if (fields.value("attributes") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> attributes.put(String.valueOf(name), value));
        } else {
            fields.report("attributes", "expected an object");
        }
        try {
            return caller.withAttributes(attributes);
        } catch (IllegalArgumentException e) {
            fields.report("attributes", "the attributes are too large: " + e.getMessage());
            return caller;
        }
    }

    private CallEnd end(TestFields fields) {
        CallEnd end = outcome(fields);
        return fields.has("runs") ? end.after(runs(fields)) : end;
    }

    private static Duration runs(TestFields fields) {
        BigDecimal seconds = JsonNumber.exact(fields.value("runs"));
        if (seconds != null
                && seconds.signum() > 0
                && seconds.compareTo(BigDecimal.valueOf(MOST_SECONDS)) <= 0
                && seconds.stripTrailingZeros().scale() <= 0) {
            return Duration.ofSeconds(seconds.longValueExact());
        }
        fields.report("runs", "expected whole seconds from 1 to " + MOST_SECONDS);
        return Duration.ZERO;
    }

    private CallEnd outcome(TestFields fields) {
        if (fields.has("settle")) {
            if (fields.has("tool")) {
                fields.report("settle", "`settle` does not go together with `tool`");
            }
            return CallEnd.settled(amounts(fields, "settle"));
        }
        return fields.text("tool")
                .flatMap(word -> oneOf(fields, "tool", word, ENDS))
                .orElse(CallEnd.RETURNED);
    }

    private static int times(TestFields fields) {
        if (!fields.has("times")) {
            return 1;
        }
        BigDecimal times = JsonNumber.exact(fields.value("times"));
        if (times != null
                && times.signum() > 0
                && times.compareTo(BigDecimal.valueOf(MOST_TIMES)) <= 0
                && times.stripTrailingZeros().scale() <= 0) {
            return times.intValueExact();
        }
        fields.report("times", "expected a whole number from 1 to " + MOST_TIMES);
        return 1;
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
                .flatMap(word -> oneOf(fields, "answer", word, words))
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
                                    .flatMap(by -> oneOf(who, "by", by, throughEachWay(answer)))
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
        String rule = fields.has("allowed") ? "" : rule(fields, denied ? "denied_by" : "approval_by");
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
            amounts(fields, "charges")
                    .forEach((counter, amount) -> details.add(decision -> decision.charges(counter, amount)));
        }
        if (flag(fields, "changes_no_counter")) {
            details.add(DecisionAssert::changesNoCounter);
        }
        return details;
    }

    private String rule(TestFields fields, String key) {
        String name = fields.requiredText(key).orElse("");
        try {
            if (!name.isEmpty()) {
                rules.find(name);
            }
        } catch (IllegalArgumentException e) {
            fields.report(key, String.valueOf(e.getMessage()));
        }
        return name;
    }

    private static Optional<DenialCode> code(TestFields fields) {
        Map<String, DenialCode> codes =
                Arrays.stream(DenialCode.values()).collect(Collectors.toMap(Enum::name, code -> code));
        return fields.text("code").flatMap(word -> oneOf(fields, "code", word, codes));
    }

    private static Map<String, BigDecimal> amounts(TestFields fields, String key) {
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        if (!(fields.value(key) instanceof Map<?, ?> map) || map.isEmpty()) {
            fields.report(key, "expected an object of amounts by counter");
            return amounts;
        }
        map.forEach((counter, value) -> {
            BigDecimal amount = JsonNumber.exact(value);
            if (amount == null || amount.signum() < 0) {
                fields.report(key, "the amount of `" + counter + "` is no number from zero");
            } else {
                amounts.put(counter.toString(), amount);
            }
        });
        return amounts;
    }

    private static boolean flag(TestFields fields, String key) {
        if (fields.has(key) && !Boolean.TRUE.equals(fields.value(key))) {
            fields.report(key, "expected `true`, or nothing");
        }
        return fields.has(key);
    }

    private static <T> Optional<T> oneOf(TestFields fields, String key, String word, Map<String, T> words) {
        if (!words.containsKey(word)) {
            fields.report(key, "`" + word + "` is unknown" + NearestName.help(word, words.keySet()));
        }
        return Optional.ofNullable(words.get(word));
    }
}
