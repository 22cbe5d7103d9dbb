package dev.mcppolicy.testkit.file;

import dev.mcppolicy.testkit.DecisionAssert;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a test file expects of one decision.
 *
 * @param verdict whether it allows, denies or asks
 * @param rule the rule that denies or asks; empty for an allowed call
 * @param details the assertions to make besides
 */
record TestExpectation(Verdict verdict, String rule, List<Consumer<DecisionAssert>> details) {
    enum Verdict {
        ALLOWED,
        DENIED,
        APPROVAL
    }

    TestExpectation {
        details = List.copyOf(details);
    }

    static TestExpectation allowed() {
        return new TestExpectation(Verdict.ALLOWED, "", List.of());
    }

    /** Makes every assertion that this expectation stands for. */
    void check(DecisionAssert decision) {
        switch (verdict) {
            case ALLOWED -> decision.isAllowed();
            case DENIED -> decision.isDeniedBy(rule);
            case APPROVAL -> decision.needsApproval(rule);
        }
        details.forEach(detail -> detail.accept(decision));
    }
}
