package dev.mcppolicy.testkit;

import com.google.errorprone.annotations.CheckReturnValue;

/** One call made several times. Every assertion judges all of them, one after the other, at the tester's time. */
@CheckReturnValue
public final class TestCalls {
    private final TestCall call;
    private final int count;

    TestCalls(TestCall call, int count) {
        this.call = call;
        this.count = count;
    }

    /**
     * Judges the calls and asserts that each is allowed.
     *
     * @throws AssertionError at the first that is not; those after it are not judged
     */
    public void areAllowed() {
        for (int i = 1; i <= count; i++) {
            call.decision(i, count).isAllowed();
        }
    }

    /**
     * Judges the calls and asserts that one rule denies each.
     *
     * @param rule the rule's name, label or id, or a pseudo rule
     * @throws AssertionError at the first that is not denied by it; those after it are not judged
     * @throws IllegalArgumentException if the policy has no such rule
     */
    public void areDeniedBy(String rule) {
        call.tester().names().find(rule);
        for (int i = 1; i <= count; i++) {
            call.decision(i, count).isDeniedBy(rule);
        }
    }
}
