package dev.mcppolicy.testkit.junit;

import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.mutation.PolicyTests;
import java.util.ArrayList;
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

/**
 * Classes of {@link PolicyTest} tests, which JUnit's launcher runs with one policy in the place of another: each test
 * that takes a {@link PolicyTester} of the policy gets one of the changed policy instead. Needs JUnit's
 * {@code junit-platform-launcher}, which build tools and editors bring along, on the class path.
 *
 * <pre>{@code
 * PolicyMutations.of(policy).against(TestClasses.of(RefundPolicyTest.class))
 * }</pre>
 *
 * <p>Not threadsafe.
 */
public final class TestClasses implements PolicyTests {
    private final List<Class<?>> classes;
    private final Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build());

    private TestClasses(List<Class<?>> classes) {
        this.classes = List.copyOf(classes);
    }

    /**
     * The tests of classes.
     *
     * @param first a class of tests
     * @param more further classes
     * @return their tests
     * @throws IllegalStateException without JUnit's launcher
     */
    public static TestClasses of(Class<?> first, Class<?>... more) {
        List<Class<?>> classes = new ArrayList<>(List.of(first));
        classes.addAll(List.of(more));
        try {
            return new TestClasses(classes);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("running a class of tests needs `junit-platform-launcher` beside JUnit", e);
        }
    }

    @Override
    public void requirePassing(Policy policy) {
        for (Class<?> each : classes) {
            Run run = run(each, policy, policy);
            run.failure().ifPresent(failed -> {
                throw new IllegalArgumentException("a test fails with the policy as it is: " + failed, run.cause);
            });
            if (!run.substitution.isUsed()) {
                throw new IllegalArgumentException(
                        "no test of `" + each.getName() + "` takes a PolicyTester of the policy");
            }
        }
    }

    @Override
    public boolean notice(Policy original, Policy changed) {
        return classes.stream()
                .anyMatch(each -> run(each, original, changed).failure().isPresent());
    }

    private Run run(Class<?> tests, Policy original, Policy changed) {
        try (Substitution substitution = Substitution.open(original, changed)) {
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
