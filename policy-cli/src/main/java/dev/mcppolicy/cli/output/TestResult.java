package dev.mcppolicy.cli.output;

import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.PolicyTestCase;

/**
 * What came of one test.
 *
 * @param name what the test is called
 * @param verdict how it ended
 * @param text what went wrong or is to be done, in lines; empty for a test that passed
 */
public record TestResult(String name, Verdict verdict, String text) {
    /** How a test ends. */
    public enum Verdict {
        /** All that it expects holds. */
        PASSED,
        /** Something that it expects does not hold. */
        FAILED,
        /** It could not be brought to its end. */
        BROKEN,
        /** It does not count yet, whatever came of it. */
        TODO,
        /** It was not run, as another test says {@code only}. */
        LEFT_OUT;

        /** Whether the test was run, counts, and did not pass. */
        public boolean isFailure() {
            return this == FAILED || this == BROKEN;
        }
    }

    /** What comes of a test. Of one that is still to be done, nothing is recorded. */
    public static TestResult of(PolicyTestCase test, CoverageRecorder coverage) {
        return test.todo()
                .map(todo -> new TestResult(test.name(), Verdict.TODO, todo + "\n" + unrecorded(test)))
                .orElseGet(() -> run(test, () -> test.run(coverage)));
    }

    /** A test that is not run. */
    public static TestResult leftOut(PolicyTestCase test) {
        return new TestResult(test.name(), Verdict.LEFT_OUT, "left out, as another test says `only`");
    }

    private static String unrecorded(PolicyTestCase test) {
        TestResult result = run(test, test::run);
        return result.verdict() == Verdict.PASSED
                ? "the test passes: take `todo` away"
                : result.text().lines().findFirst().orElse("");
    }

    private static TestResult run(PolicyTestCase test, Runnable run) {
        try {
            run.run();
            return new TestResult(test.name(), Verdict.PASSED, "");
        } catch (AssertionError e) {
            return new TestResult(test.name(), Verdict.FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return new TestResult(test.name(), Verdict.BROKEN, test.place() + ": " + e);
        }
    }
}
