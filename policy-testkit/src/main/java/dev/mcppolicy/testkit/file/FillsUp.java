package dev.mcppolicy.testkit.file;

import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.TestCall;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Fills a limit up and looks at its edges: a call that never ran is given back, so many are allowed and the next is denied,
 * until the time to wait is over and not a second before. Others are denied as well where they count together, and allowed
 * where they count apart.
 *
 * @param shape builds the call up from its tool alone
 * @param oneMore makes of it the call that is denied, and the first one after the wait
 * @param together make of that the calls that are denied as well
 * @param apart make of it the calls that are allowed meanwhile
 */
record FillsUp(
        String limit,
        String tool,
        UnaryOperator<TestCall> shape,
        int times,
        UnaryOperator<TestCall> oneMore,
        Duration retryAfter,
        List<UnaryOperator<TestCall>> together,
        List<UnaryOperator<TestCall>> apart)
        implements TestStep {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @Override
    public void take(PolicyTester tester) {
        TestCall call = shape.apply(tester.call(tool));
        call.notExecuted().decision().as("given back").isAllowed().changesNoCounter();
        for (int i = 1; i <= times; i++) {
            call.decision(i, times).isAllowed();
        }
        TestCall next = oneMore.apply(call);
        next.decision().as("one more").isDeniedBy(limit).retryAfter(retryAfter);
        together.forEach(other ->
                other.apply(next).decision().as("together").isDeniedBy(limit).retryAfter(retryAfter));
        apart.forEach(other -> other.apply(next).decision().as("apart").isAllowed());
        if (retryAfter.compareTo(A_SECOND) > 0) {
            tester.advance(retryAfter.minus(A_SECOND));
            next.decision().as("a second too early").isDeniedBy(limit).retryAfter(A_SECOND);
            tester.advance(A_SECOND);
        } else {
            tester.advance(retryAfter);
        }
        next.decision().as("after the wait").isAllowed();
    }
}
