package dev.mcppolicy.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.internal.FailureReport;
import dev.mcppolicy.testkit.internal.JudgedCall;
import java.util.Set;

/**
 * Assertions on what a policy in shadow mode would have decided on a call. One that could not be judged meets none of
 * them. Those that fail show what {@link DecisionAssert} shows.
 *
 * <p>Not threadsafe, as its tester.
 */
public final class ShadowDecisionAssert {
    private final PolicyTester tester;
    private final JudgedCall judged;
    private final ShadowDecision actual;

    ShadowDecisionAssert(PolicyTester tester, JudgedCall judged, ShadowDecision shadow) {
        this.actual = shadow;
        this.tester = tester;
        this.judged = judged;
    }

    /**
     * Asserts that the call would have been allowed.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ShadowDecisionAssert isAllowed() {
        if (actual.kind() != ShadowDecision.Kind.ALLOW) {
            throw unexpected("to be allowed", Set.of());
        }
        return this;
    }

    /**
     * Asserts which rule would have denied the call.
     *
     * @param rule the rule's name, label or id, or a pseudo rule such as {@code (hidden)} or {@code (default deny)}
     * @return this assertion
     * @throws IllegalArgumentException if the policy under test is asked, and has no such rule
     */
    @CanIgnoreReturnValue
    public ShadowDecisionAssert isDeniedBy(String rule) {
        return isDecidedBy(rule, ShadowDecision.Kind.DENY, "to be denied by `" + rule + "`");
    }

    /**
     * Asserts which rule would have asked for an approval.
     *
     * @param rule the rule's name, label or id
     * @return this assertion
     * @throws IllegalArgumentException if the policy under test is asked, and has no such rule
     */
    @CanIgnoreReturnValue
    public ShadowDecisionAssert needsApproval(String rule) {
        return isDecidedBy(rule, ShadowDecision.Kind.APPROVAL_REQUIRED, "to need an approval by `" + rule + "`");
    }

    /**
     * Asserts the code of a denial.
     *
     * @param code the code
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ShadowDecisionAssert withCode(DenialCode code) {
        Denial denial = actual.denial();
        if (actual.kind() != ShadowDecision.Kind.DENY || denial == null || denial.code() != code) {
            throw unexpected("to be denied with code " + code, Set.of());
        }
        return this;
    }

    private ShadowDecisionAssert isDecidedBy(String rule, ShadowDecision.Kind kind, String expectation) {
        Set<RuleId> expected = isUnderTest() ? tester.names().find(rule) : Set.of();
        RuleId decided = actual.rule();
        boolean same = isUnderTest()
                ? decided != null && expected.contains(decided)
                : rule.equals(actual.ruleName()) || (decided != null && rule.equals(decided.value()));
        if (actual.kind() != kind || !same) {
            throw unexpected(expectation, expected);
        }
        return this;
    }

    /** Whether the policy under test is asked, whose rules are known, and not one beside it. */
    private boolean isUnderTest() {
        return actual.view().equals(ShadowDecision.POLICY);
    }

    private AssertionError unexpected(String expectation, Set<RuleId> expected) {
        FailureReport report = new FailureReport(tester.policy(), judged, expected);
        return new AssertionError("expected " + judged.words() + " " + expectation
                + " in shadow mode, but there it was " + FailureReport.verdict(actual) + report.text());
    }
}
