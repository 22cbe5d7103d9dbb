package dev.mcppolicy.testkit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of a test class inside a test, to see which of its tests pass and what the others say. */
public final class TestRun implements TestExecutionListener {
    private final List<String> passed = new ArrayList<>();
    private final Map<String, String> failures = new TreeMap<>();

    static TestRun of(Class<?> tests, Map<String, String> parameters) {
        TestRun run = new TestRun();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameters(parameters)
                .build();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    public static TestRun of(Class<?> tests) {
        return of(tests, Map.of());
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            failures.put(
                    name(test), result.getThrowable().map(Throwable::getMessage).orElse(""));
        } else if (test.isTest()) {
            passed.add(name(test));
        }
    }

    /** The display names of the tests that passed, in order. */
    public synchronized List<String> passed() {
        return passed.stream().sorted().toList();
    }

    /** The messages of the tests that failed, by display name; by method where they are not repeated. */
    public synchronized Map<String, String> failures() {
        return failures;
    }

    private static String name(TestIdentifier test) {
        String method = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse("");
        return test.getDisplayName().startsWith(method) ? method : method + " " + test.getDisplayName();
    }
}
