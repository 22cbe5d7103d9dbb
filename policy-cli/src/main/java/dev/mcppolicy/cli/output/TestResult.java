package dev.mcppolicy.cli.output;

import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.PolicyTestCase;

/**
 * What came of one test.
 *
 * @param name what the test is called
 * @param verdict how it ended
 * @param text what went wrong, in lines; empty for a test that passed
 */
public record TestResult(String name, Verdict verdict, String text) {
    /** How a test ends. */
    public enum Verdict {
        /** All that it expects holds. */
        PASSED,
        /** Something that it expects does not hold. */
        FAILED,
        /** It could not be brought to its end. */
        BROKEN
    }

    public static TestResult of(PolicyTestCase test, CoverageRecorder coverage) {
        try {
            test.run(coverage);
            return new TestResult(test.name(), Verdict.PASSED, "");
        } catch (AssertionError e) {
            return new TestResult(test.name(), Verdict.FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return new TestResult(test.name(), Verdict.BROKEN, test.place() + ": " + e);
        }
    }
}
