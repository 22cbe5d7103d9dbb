package dev.mcppolicy.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.internal.FailureReport;
import dev.mcppolicy.testkit.internal.JudgedCall;
import dev.mcppolicy.testkit.internal.SpanText;
import dev.mcppolicy.testkit.internal.ValueText;
import dev.mcppolicy.text.NearestName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Assertions on one decision. One that fails shows the call, the decision, every rule that was looked at, which of them
 * came nearest, and the counters before and after.
 *
 * <p>Not threadsafe, as its tester.
 */
public final class DecisionAssert {
    private final PolicyTester tester;
    private final JudgedCall judged;
    private final Decision actual;
    private String description = "";

    DecisionAssert(PolicyTester tester, JudgedCall judged) {
        this.actual = judged.decision();
        this.tester = tester;
        this.judged = judged;
    }

    /**
     * Describes what is asserted, for the failures of the assertions that follow.
     *
     * @param what begins the message of a failure, between brackets
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public DecisionAssert as(String what) {
        description = "[" + what + "] ";
        return this;
    }

    /**
     * Asserts that the call is allowed.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public DecisionAssert isAllowed() {
        if (!(actual instanceof Decision.Allow)) {
            fail("to be allowed", Set.of());
        }
        return this;
    }

    /**
     * Asserts which rule denies the call.
     *
     * @param rule the rule's name, label or id, or a pseudo rule such as {@code (hidden)} or {@code (default deny)};
     *     of several rules with one name, any
     * @return this assertion
     * @throws IllegalArgumentException if the policy has no such rule
     */
    @CanIgnoreReturnValue
    public DecisionAssert isDeniedBy(String rule) {
        Set<RuleId> expected = tester.names().find(rule);
        if (!(actual instanceof Decision.Deny deny)
                || !expected.contains(deny.denial().rule())) {
            fail("to be denied by `" + rule + "`", expected);
        }
        return this;
    }

    /**
     * Asserts that the call needs an approval.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public DecisionAssert needsApproval() {
        if (!(actual instanceof Decision.ApprovalRequired)) {
            fail("to need an approval", Set.of());
        }
        return this;
    }

    /**
     * Asserts that a rule asks for an approval, be it alone or with others.
     *
     * @param rule the rule's name, label or id
     * @return this assertion
     * @throws IllegalArgumentException if the policy has no such rule
     */
    @CanIgnoreReturnValue
    public DecisionAssert needsApproval(String rule) {
        Set<RuleId> expected = tester.names().find(rule);
        if (!(actual instanceof Decision.ApprovalRequired approval)
                || approval.rules().stream().map(AskingRule::id).noneMatch(expected::contains)) {
            fail("to need an approval by `" + rule + "`", expected);
        }
        return this;
    }

    /**
     * Asserts the code of a denial.
     *
     * @param code the code
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public DecisionAssert withCode(DenialCode code) {
        Denial denial = denial("to be denied with code " + code);
        if (denial.code() != code) {
            failWith("expected the denial's code to be " + code + ", but it was " + denial.code());
        }
        return this;
    }

    /**
     * Asserts what the agent reads of a denial, or the human of an approval.
     *
     * @param message the whole message
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public DecisionAssert withMessage(String message) {
        String given = actual instanceof Decision.ApprovalRequired approval
                ? approval.message()
                : denial("to be denied with the message \"" + message + "\"").message();
        if (!given.equals(message)) {
            failWith("expected the message to be \"" + message + "\", but it was \"" + given + "\"");
        }
        return this;
    }

    /**
     * Asserts how long a denied caller is told to wait.
     *
     * @param wait the exact time
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public DecisionAssert retryAfter(Duration wait) {
        Duration given =
                denial("to be denied with retry after " + SpanText.of(wait)).retryAfter();
        if (!wait.equals(given)) {
            failWith("expected retry after " + SpanText.of(wait) + ", but it was "
                    + (given == null ? "not given" : SpanText.of(given)));
        }
        return this;
    }

    /**
     * Asserts that a denied caller is not told to wait, since waiting would not help.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public DecisionAssert withoutRetryAfter() {
        Duration given = denial("to be denied without retry after").retryAfter();
        if (given != null) {
            failWith("expected no retry after, but it was " + SpanText.of(given));
        }
        return this;
    }

    /**
     * Asserts what the call added to a counter in the current window, once the tool's outcome has settled the charge.
     *
     * @param counter the counter's name; of two with one name, the tool's own goes before that of the every-tool rules
     * @param amount the exact amount, zero or more
     * @return this assertion
     * @throws IllegalArgumentException if no limit of this call has such a counter, or the amount is no finite number
     */
    @CanIgnoreReturnValue
    public DecisionAssert charges(String counter, Number amount) {
        BigDecimal expected = JsonNumber.exact(amount);
        if (expected == null) {
            throw new IllegalArgumentException("`" + amount + "` is no amount");
        }
        BigDecimal charged = charged(counter);
        if (charged.compareTo(expected) != 0) {
            failWith("expected the call to charge " + ValueText.number(expected) + " to `" + counter
                    + "`, but it charged " + ValueText.number(charged));
        }
        return this;
    }

    /**
     * Asserts that the call left every counter as it was: those of its own limits, and those of all calls before it.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public DecisionAssert changesNoCounter() {
        for (CounterKey key : judged.after().keySet()) {
            if (judged.change(key).signum() != 0) {
                failWith("expected the call to change no counter, but it changed `"
                        + key.definition().counter() + "`");
            }
        }
        return this;
    }

    /**
     * Turns to what the policy would have decided had all of it been in force: where it, a rule of it or the engine is in
     * shadow mode.
     *
     * @return assertions on that decision
     * @throws IllegalStateException if nothing was judged so: all is in force, or this decision follows a human's answer
     */
    @CheckReturnValue
    public ShadowDecisionAssert inShadow() {
        return shadow(ShadowDecision.POLICY);
    }

    /**
     * Turns to what a policy beside the one under test would have decided.
     *
     * @param beside the name that the tester's options gave it in {@code shadow}
     * @return assertions on that decision
     * @throws IllegalArgumentException if there is no such policy
     * @throws IllegalStateException if nothing was judged so, as this decision follows a human's answer
     */
    @CheckReturnValue
    public ShadowDecisionAssert inShadow(String beside) {
        tester.requireBeside(beside);
        return shadow(beside);
    }

    private ShadowDecisionAssert shadow(String view) {
        return judged.shadow().stream()
                .filter(shadow -> shadow.view().equals(view))
                .findFirst()
                .map(shadow -> new ShadowDecisionAssert(tester, judged, shadow))
                .orElseThrow(
                        () -> new IllegalStateException(
                                "this decision was not judged in shadow mode: all of the policy is in force, or a human answered"));
    }

    /**
     * Answers the approval that the call needs with yes, as of the tester's time.
     *
     * @return assertions on the new decision
     * @throws AssertionError if the call needs no approval
     */
    @CheckReturnValue
    public DecisionAssert approve() {
        return answered(PolicyEngine::approve);
    }

    /**
     * Answers the approval that the call needs as somebody by some way does, whose word may count for nothing: by
     * {@code ApprovalAnswer.APPROVED.through(AnswerWay.CLIENT)}, for example. {@link #approve} and {@link #decline} count as
     * an operator's.
     *
     * @param given the answer
     * @return assertions on the new decision
     * @throws AssertionError if the call needs no approval
     */
    @CheckReturnValue
    public DecisionAssert answer(ApprovalAnswer given) {
        return answered((engine, approval) -> engine.answer(approval, given));
    }

    /**
     * Answers the approval that the call needs with no.
     *
     * @return assertions on the new decision
     * @throws AssertionError if the call needs no approval
     */
    @CheckReturnValue
    public DecisionAssert decline() {
        return answered(PolicyEngine::decline);
    }

    /**
     * Lets nobody answer the approval that the call needs.
     *
     * @return assertions on the new decision
     * @throws AssertionError if the call needs no approval
     */
    @CheckReturnValue
    public DecisionAssert timeOut() {
        return answered(PolicyEngine::timeOut);
    }

    private DecisionAssert answered(PolicyTester.Answer answer) {
        needsApproval();
        return new DecisionAssert(tester, tester.answer(judged, answer));
    }

    private Denial denial(String expectation) {
        if (actual instanceof Decision.Deny deny) {
            return deny.denial();
        }
        throw unexpected(expectation, Set.of());
    }

    private BigDecimal charged(String counter) {
        List<String> known = new ArrayList<>();
        for (Explanation.LimitEvaluation limit : judged.explanation().limits()) {
            if (limit.rule().counter().equals(counter)) {
                CounterKey key = limit.counter();
                return key == null ? BigDecimal.ZERO : judged.change(key);
            }
            known.add(limit.rule().counter());
        }
        throw new IllegalArgumentException(
                "no limit of this call has the counter `" + counter + "`" + NearestName.help(counter, known));
    }

    private void fail(String expectation, Set<RuleId> expected) {
        throw unexpected(expectation, expected);
    }

    private AssertionError unexpected(String expectation, Set<RuleId> expected) {
        FailureReport report = new FailureReport(tester.policy(), judged, expected);
        return new AssertionError(description + "expected " + judged.words() + " " + expectation + ", but it was "
                + report.verdict() + report.text());
    }

    private void failWith(String headline) {
        throw new AssertionError(description + headline + new FailureReport(tester.policy(), judged, Set.of()).text());
    }
}
