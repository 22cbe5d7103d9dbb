package dev.mcppolicy.testkit;

import dev.mcppolicy.model.Policy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Classes of {@link PolicyTest} tests, which JUnit's launcher runs with one policy in the place of another. */
final class TestClasses {
    private final List<Class<?>> classes;
    private final Policy original;
    private final Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build());

    TestClasses(List<Class<?>> classes, Policy original) {
        this.classes = List.copyOf(classes);
        this.original = original;
    }

    /**
     * Checks that the tests are about the policy and pass with it as it is.
     *
     * @throws IllegalArgumentException if not
     */
    void requirePassing() {
        for (Class<?> each : classes) {
            Run run = run(each, original);
            run.failure().ifPresent(failed -> {
                throw new IllegalArgumentException("a test fails with the policy as it is: " + failed, run.cause);
            });
            if (!run.substitution.isUsed()) {
                throw new IllegalArgumentException(
                        "no test of `" + each.getName() + "` takes a PolicyTester of the policy");
            }
        }
    }

    /** Whether a test fails with a changed policy. */
    boolean notice(Policy changed) {
        return classes.stream().anyMatch(each -> run(each, changed).failure().isPresent());
    }

    private Run run(Class<?> tests, Policy policy) {
        try (Substitution substitution = Substitution.open(original, policy)) {
            Run run = new Run(substitution);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(tests))
                    .filters(EngineFilter.includeEngines("junit-jupiter"))
                    .configurationParameters(substitution.parameters())
                    .build();
            launcher.execute(request, run);
            return run;
        }
    }

    /** What came of a run: the first test that failed. */
    private static final class Run implements TestExecutionListener {
        private final Substitution substitution;
        private @Nullable String failed;
        private @Nullable Throwable cause;

        Run(Substitution substitution) {
            this.substitution = substitution;
        }

        @Override
        public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (failed == null && result.getStatus() == TestExecutionResult.Status.FAILED) {
                substitution.notice();
                cause = result.getThrowable().orElse(null);
                failed = test.getDisplayName() + ": " + (cause == null ? "no reason given" : cause.getMessage());
            }
        }

        private synchronized Optional<String> failure() {
            return Optional.ofNullable(failed);
        }
    }
}
