package dev.mcppolicy.testkit.file;

import dev.mcppolicy.testkit.DecisionAssert;
import dev.mcppolicy.testkit.ShadowDecisionAssert;

/**
 * What a test file expects a call to meet, in force or in shadow mode.
 *
 * @param kind whether it is allowed, denied or asked about
 * @param rule the rule that denies or asks; empty for an allowed call
 */
record ExpectedVerdict(Kind kind, String rule) {
    static final ExpectedVerdict ALLOWED = new ExpectedVerdict(Kind.ALLOWED, "");

    enum Kind {
        ALLOWED,
        DENIED,
        APPROVAL
    }

    void check(DecisionAssert decision) {
        switch (kind) {
            case ALLOWED -> decision.isAllowed();
            case DENIED -> decision.isDeniedBy(rule);
            case APPROVAL -> decision.needsApproval(rule);
        }
    }

    void check(ShadowDecisionAssert decision) {
        switch (kind) {
            case ALLOWED -> decision.isAllowed();
            case DENIED -> decision.isDeniedBy(rule);
            case APPROVAL -> decision.needsApproval(rule);
        }
    }
}
