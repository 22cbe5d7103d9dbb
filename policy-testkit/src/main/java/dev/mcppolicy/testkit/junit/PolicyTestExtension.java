package dev.mcppolicy.testkit.junit;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Hands testers to the tests of {@link PolicyTest}. Keeps nothing in fields, so that tests may run beside each other. */
final class PolicyTestExtension
        implements ExecutionCondition, ParameterResolver, AfterEachCallback, TestTemplateInvocationContextProvider {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(PolicyTestExtension.class);
    private static final String TESTER = "tester";
    private static final String FILE = "file";

    /** Where a changed policy has been noticed, the rest of the tests need not run. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Substitution.of(context).filter(Substitution::isNoticed).isPresent()
                ? ConditionEvaluationResult.disabled("a test has noticed the changed policy")
                : ConditionEvaluationResult.enabled("nothing has been noticed");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PolicyTester.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "a PolicyTester belongs to one test; take it as a parameter of tests, `@BeforeEach` or `@AfterEach`");
        }
        return context.getStore(HERE).getOrComputeIfAbsent(TESTER, key -> newTester(context));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        PolicyTester tester = context.getStore(HERE).get(TESTER, PolicyTester.class);
        if (tester != null && context.getExecutionException().isEmpty()) {
            tester.requireAllJudged();
        }
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(PolicyTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        if (method.isAnnotationPresent(Test.class)) {
            throw new ExtensionConfigurationException("`" + method.getName()
                    + "` is marked with both `@PolicyTest` and `@Test`, and would run twice; leave out `@Test`");
        }
        return files(context).stream().map(OneFile::new);
    }

    /** One run of a test, with one of its policies. */
    private record OneFile(String file) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocation) {
            return file;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(
                    (BeforeEachCallback) context -> context.getStore(HERE).put(FILE, file));
        }
    }

    private static PolicyTester newTester(ExtensionContext context) {
        CheckedPolicy checked = policy(context, file(context));
        Optional<Substitution> substitution = Substitution.of(context);
        if (substitution.isPresent()) {
            return substitution.get().tester(checked.orThrow());
        }
        return PolicyCoverageExtension.recorder(context, checked)
                .map(CoverageRecorder::tester)
                .orElseGet(() -> PolicyTester.of(checked.orThrow()));
    }

    /** The policy in a file, read once for all tests. */
    private static CheckedPolicy policy(ExtensionContext context, String file) {
        Class<?> tests = context.getRequiredTestClass();
        ExtensionContext.Store store = context.getRoot().getStore(HERE);
        PolicyFiles.Found found = store.getOrComputeIfAbsent(
                List.of(tests, file), same -> PolicyFiles.find(tests, file), PolicyFiles.Found.class);
        return store.getOrComputeIfAbsent(found.place(), place -> found.read(), CheckedPolicy.class);
    }

    private static String file(ExtensionContext context) {
        String ofRun = context.getStore(HERE).get(FILE, String.class);
        if (ofRun != null) {
            return ofRun;
        }
        List<String> files = files(context);
        if (files.size() > 1) {
            throw new ParameterResolutionException(
                    "`" + context.getRequiredTestClass().getName()
                            + "` names several policies; mark the test with `@PolicyTest` in the place of `@Test` to run it"
                            + " with each");
        }
        return files.get(0);
    }

    private static List<String> files(ExtensionContext context) {
        List<String> named = named(context.getRequiredTestMethod().getAnnotation(PolicyTest.class));
        for (Class<?> type = context.getRequiredTestClass();
                named.isEmpty() && type != null;
                type = type.getEnclosingClass()) {
            named = named(type.getAnnotation(PolicyTest.class));
        }
        if (named.isEmpty()) {
            throw new ExtensionConfigurationException("`@PolicyTest` names no policy for `"
                    + context.getRequiredTestClass().getName() + "`; write `@PolicyTest(\"policy.yaml\")`");
        }
        return named;
    }

    private static List<String> named(@Nullable PolicyTest annotation) {
        return annotation == null ? List.of() : Arrays.asList(annotation.value());
    }
}
