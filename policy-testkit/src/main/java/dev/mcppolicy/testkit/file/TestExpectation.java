package dev.mcppolicy.testkit.file;

import dev.mcppolicy.testkit.DecisionAssert;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a test file expects of one decision.
 *
 * @param verdict whether it allows, denies or asks, and by which rule
 * @param details the assertions to make besides
 */
record TestExpectation(ExpectedVerdict verdict, List<Consumer<DecisionAssert>> details) {
    TestExpectation {
        details = List.copyOf(details);
    }

    /** Makes every assertion that this expectation stands for. */
    void check(DecisionAssert decision) {
        verdict.check(decision);
        details.forEach(detail -> detail.accept(decision));
    }
}
