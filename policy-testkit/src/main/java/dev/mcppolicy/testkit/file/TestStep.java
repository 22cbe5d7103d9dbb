package dev.mcppolicy.testkit.file;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.testkit.DecisionAssert;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.TestCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One step of a test in a test file. */
sealed interface TestStep
        permits FillsUp, TestStep.Advance, TestStep.At, TestStep.Call, TestStep.Hides, TestStep.Lists {
    void take(PolicyTester tester);

    /** Sets the clock. */
    record At(Instant instant) implements TestStep {
        @Override
        public void take(PolicyTester tester) {
            tester.at(instant);
        }
    }

    /** Moves the clock. */
    record Advance(Duration duration) implements TestStep {
        @Override
        public void take(PolicyTester tester) {
            tester.advance(duration);
        }
    }

    /** Expects tools to be hidden. */
    record Hides(List<String> tools) implements TestStep {
        @Override
        public void take(PolicyTester tester) {
            tester.hides(tools.toArray(String[]::new));
        }
    }

    /** Expects tools to be listed. */
    record Lists(List<String> tools) implements TestStep {
        @Override
        public void take(PolicyTester tester) {
            tester.lists(tools.toArray(String[]::new));
        }
    }

    /**
     * Makes calls and expects a decision of each.
     *
     * @param shapes each builds a call up from its tool alone
     * @param times how often each is made
     */
    record Call(
            String tool,
            List<UnaryOperator<TestCall>> shapes,
            int times,
            TestExpectation expectation,
            Optional<Reply> reply)
            implements TestStep {
        @Override
        public void take(PolicyTester tester) {
            int all = shapes.size() * times;
            int made = 0;
            for (UnaryOperator<TestCall> shape : shapes) {
                TestCall call = shape.apply(tester.call(tool));
                for (int i = 1; i <= times; i++) {
                    DecisionAssert decision = call.decision(++made, all);
                    expectation.check(decision);
                    reply.ifPresent(answer -> answer.give(tester, decision));
                }
            }
        }
    }

    /**
     * A human's answer, and what is expected of the decision that it leads to.
     *
     * @param answer the answer, or null where nobody gives one in time
     * @param after how long the human takes
     */
    record Reply(@Nullable ApprovalAnswer answer, Duration after, TestExpectation expectation) {
        void give(PolicyTester tester, DecisionAssert waiting) {
            tester.advance(after);
            expectation.check(answer == null ? waiting.timeOut() : waiting.answer(answer));
        }
    }
}
