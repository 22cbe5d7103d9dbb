package dev.mcppolicy.testkit.file;

import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.DecisionAssert;
import dev.mcppolicy.testkit.internal.RuleNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a test file expects of decisions: of those that were made, and of those that shadow mode would have made. */
final class ExpectationReader {
    private static final List<String> VERDICTS = List.of("allowed", "denied_by", "approval_by");
    private static final Set<String> EXPECT = Set.of(
            "allowed",
            "denied_by",
            "approval_by",
            "code",
            "message",
            "retry_after",
            "charges",
            "changes_no_counter",
            "shadow");
    private static final Set<String> SHADOW = Set.of("allowed", "denied_by", "approval_by", "code");

    private final RuleNames rules;
    private final boolean hasShadow;
    private final TestFileProblems problems;

    ExpectationReader(Policy policy, RuleNames rules, TestFileProblems problems) {
        this.rules = rules;
        this.hasShadow = policy.mode() == Mode.SHADOW
                || policy.rules().stream().anyMatch(placed -> !policy.enforces(placed.rule()));
        this.problems = problems;
    }

    /** What is expected of the decision on a call. */
    Optional<TestExpectation> ofCall(TestFields step) {
        return of(step, "expect");
    }

    /** What is expected of the decision that an answer leads to, of which shadow mode says nothing. */
    Optional<TestExpectation> ofAnswer(TestFields step) {
        if (step.value("then") instanceof Map<?, ?> then && then.containsKey("shadow")) {
            problems.report(step.at("then") + "/shadow", "`shadow` belongs to `expect`, as no answer is given to it");
        }
        return of(step, "then");
    }

    private Optional<TestExpectation> of(TestFields step, String key) {
        if (step.value(key) == null) {
            problems.report(step.pointer(), "the call expects nothing; `" + key + "` is missing");
            return Optional.empty();
        }
        return read(
                step,
                key,
                EXPECT,
                verdict -> new TestExpectation(verdict, List.of()),
                (verdict, fields) -> new TestExpectation(verdict, details(verdict, fields)));
    }

    private interface Detailed<T> {
        T of(ExpectedVerdict verdict, TestFields fields);
    }

    private <T> Optional<T> read(
            TestFields step, String key, Set<String> known, Function<ExpectedVerdict, T> word, Detailed<T> detailed) {
        if (step.value(key) instanceof String text) {
            if (text.equals("allowed")) {
                return Optional.of(word.apply(ExpectedVerdict.ALLOWED));
            }
            step.report(
                    key,
                    text.equals("denied")
                            ? "a denial names its rule (write `" + key + ": { denied_by: the rule }`)"
                            : "`" + text + "` is no expectation (write `allowed`, or an object with `denied_by`)");
            return Optional.empty();
        }
        return TestFields.of(step.value(key), step.at(key), known, problems)
                .flatMap(fields -> verdict(fields).map(verdict -> detailed.of(verdict, fields)));
    }

    private Optional<ExpectedVerdict> verdict(TestFields fields) {
        List<String> given = VERDICTS.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            problems.report(
                    fields.pointer(),
                    "an expectation has exactly one of `allowed`, `denied_by` and `approval_by`, not "
                            + (given.isEmpty() ? "none" : "`" + String.join("` and `", given) + "`"));
            return Optional.empty();
        }
        return switch (given.get(0)) {
            case "denied_by" ->
                Optional.of(new ExpectedVerdict(ExpectedVerdict.Kind.DENIED, fields.rule("denied_by", rules)));
            case "approval_by" ->
                Optional.of(new ExpectedVerdict(ExpectedVerdict.Kind.APPROVAL, fields.rule("approval_by", rules)));
            default -> {
                if (!Boolean.TRUE.equals(fields.value("allowed"))) {
                    fields.report(
                            "allowed", "a denial names its rule (write `denied_by: the rule` in place of `allowed`)");
                }
                yield Optional.of(ExpectedVerdict.ALLOWED);
            }
        };
    }

    private List<Consumer<DecisionAssert>> details(ExpectedVerdict verdict, TestFields fields) {
        requireDenial(verdict, fields, List.of("code", "retry_after"));
        if (fields.has("message") && verdict.kind() == ExpectedVerdict.Kind.ALLOWED) {
            fields.report("message", "an allowed call has no message");
        }
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
        shadow(fields).ifPresent(details::add);
        return details;
    }

    private Optional<Consumer<DecisionAssert>> shadow(TestFields expect) {
        if (!expect.has("shadow")) {
            return Optional.empty();
        }
        if (!hasShadow) {
            expect.report("shadow", "nothing of the policy is in shadow mode (write `mode: shadow` in a rule of it)");
        }
        return read(
                expect,
                "shadow",
                SHADOW,
                verdict -> decision -> verdict.check(decision.inShadow()),
                (verdict, fields) -> {
                    requireDenial(verdict, fields, List.of("code"));
                    Optional<DenialCode> code = code(fields);
                    return decision -> {
                        verdict.check(decision.inShadow());
                        code.ifPresent(expected -> decision.inShadow().withCode(expected));
                    };
                });
    }

    private static void requireDenial(ExpectedVerdict verdict, TestFields fields, List<String> keys) {
        for (String key : keys) {
            if (fields.has(key) && verdict.kind() != ExpectedVerdict.Kind.DENIED) {
                fields.report(key, "`" + key + "` goes together with `denied_by`");
            }
        }
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
