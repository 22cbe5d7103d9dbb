package dev.mcppolicy.testkit.file;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One test of a {@link PolicyTestFile}. It can be run any number of times, by any thread. */
public final class PolicyTestCase {
    private final TestFileReader.Test test;
    private final Policy policy;
    private final boolean releaseOnException;
    private final UnaryOperator<String> places;

    PolicyTestCase(TestFileReader.Test test, Policy policy, boolean releaseOnException, UnaryOperator<String> places) {
        this.test = test;
        this.policy = policy;
        this.releaseOnException = releaseOnException;
        this.places = places;
    }

    /**
     * What the test is called.
     *
     * @return its name, which no other test of the file has
     */
    public String name() {
        return test.name();
    }

    /**
     * Where the test stands.
     *
     * @return file, line and column
     */
    public String place() {
        return places.apply(test.pointer());
    }

    /**
     * What is to be done before the test counts. Until then neither its passing nor its failing says anything.
     *
     * @return the text of its {@code todo}; empty for a test that counts
     */
    public Optional<String> todo() {
        return test.todo();
    }

    /**
     * Whether tests that do not say the same, of this and other files, are left out.
     *
     * @return the test's {@code only}
     */
    public boolean isOnly() {
        return test.only();
    }

    /**
     * Runs the test with fresh counters. One that is still to be written fails.
     *
     * @throws AssertionError if an expectation does not hold or a step cannot be taken; the message begins with the
     *     place of the step
     */
    public void run() {
        run(PolicyTester.of(policy));
    }

    /**
     * Runs the test and records what it shows of the policy.
     *
     * @param coverage the recorder of the file's policy
     * @throws AssertionError as {@link #run()} does
     */
    public void run(CoverageRecorder coverage) {
        run(coverage.tester(new CoveringTest(name(), place())));
    }

    /** Runs the test with a tester that has not been used. */
    public void run(PolicyTester tester) {
        if (releaseOnException) {
            tester.releaseWhenHandlerThrows();
        }
        if (test.steps().isEmpty()) {
            throw new AssertionError(place() + ": the test has no steps yet");
        }
        for (TestFileReader.Placed placed : test.steps()) {
            try {
                placed.step().take(tester);
            } catch (AssertionError | IllegalArgumentException e) {
                throw new AssertionError(places.apply(placed.pointer()) + ": " + e.getMessage(), e);
            }
        }
    }
}
