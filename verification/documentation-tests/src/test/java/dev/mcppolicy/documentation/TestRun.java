package dev.mcppolicy.documentation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of a class of tests inside a test, to see which of its tests pass and what the others say. */
final class TestRun implements TestExecutionListener {
    private final List<String> passed = new ArrayList<>();
    private final Map<String, String> failures = new TreeMap<>();

    static TestRun of(Class<?> tests) {
        TestRun run = new TestRun();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            failures.put(
                    test.getDisplayName(),
                    result.getThrowable().map(Throwable::getMessage).orElse(""));
        } else if (test.isTest()) {
            passed.add(test.getDisplayName());
        }
    }

    /** The tests that passed, by their display names. */
    synchronized List<String> passed() {
        return passed;
    }

    /** What the tests that did not pass say, by their display names. */
    synchronized Map<String, String> failures() {
        return failures;
    }
}
