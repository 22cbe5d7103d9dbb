package dev.mcppolicy.testkit.junit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
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
        implements BeforeAllCallback,
                ExecutionCondition,
                ParameterResolver,
                AfterEachCallback,
                TestTemplateInvocationContextProvider {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(PolicyTestExtension.class);
    private static final String TESTER = "tester";
    private static final String FILE = "file";

    /** A policy that does not fit its tools fails the class, whether or not a test takes a tester. */
    @Override
    public void beforeAll(ExtensionContext context) {
        if (!tools(context).isEmpty()) {
            named(context).orElse(List.of()).forEach(file -> requirePolicy(context, file));
        }
    }

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
                .map(recorder -> recorder.tester(test(context)))
                .orElseGet(() -> PolicyTester.of(checked.orThrow()));
    }

    /** The test that takes a tester, by its method; a run of one with parameters by what JUnit calls it, too. */
    private static CoveringTest test(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String display = context.getDisplayName();
        String name = display.startsWith(method + "(") ? method : method + ": " + display;
        return new CoveringTest(name, context.getRequiredTestClass().getName());
    }

    /** The policy in a file, read once for all tests, and held against the tools that are named. */
    private static CheckedPolicy policy(ExtensionContext context, String file) {
        PolicyFiles.Found found = find(context, "policy", file);
        String tools = tools(context);
        if (tools.isEmpty()) {
            return store(context).getOrComputeIfAbsent(found.place(), place -> found.policy(), CheckedPolicy.class);
        }
        PolicyFiles.Found offered = find(context, "file of tools", tools);
        return store(context)
                .getOrComputeIfAbsent(
                        List.of(found.place().toString(), offered.place().toString()),
                        places -> found.policy().against(offered.tools()),
                        CheckedPolicy.class);
    }

    @CanIgnoreReturnValue
    private static Policy requirePolicy(ExtensionContext context, String file) {
        return policy(context, file).orThrow();
    }

    private static PolicyFiles.Found find(ExtensionContext context, String what, String file) {
        Class<?> tests = context.getRequiredTestClass();
        return store(context)
                .getOrComputeIfAbsent(
                        List.of(tests, what, file),
                        same -> PolicyFiles.find(tests, what, file),
                        PolicyFiles.Found.class);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getRoot().getStore(HERE);
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
        return named(context)
                .orElseThrow(() -> new ExtensionConfigurationException("`@PolicyTest` names no policy for `"
                        + context.getRequiredTestClass().getName() + "`; write `@PolicyTest(\"policy.yaml\")`"));
    }

    private static Optional<List<String>> named(ExtensionContext context) {
        return annotations(context).stream()
                .map(PolicyTest::value)
                .filter(files -> files.length > 0)
                .findFirst()
                .map(Arrays::asList);
    }

    /** The file of tools that is named; empty without one. */
    private static String tools(ExtensionContext context) {
        return annotations(context).stream()
                .map(PolicyTest::tools)
                .filter(file -> !file.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** What concerns a test or a class, the nearest first. */
    private static List<PolicyTest> annotations(ExtensionContext context) {
        List<PolicyTest> found = new ArrayList<>();
        context.getTestMethod().ifPresent(method -> addTo(found, method));
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            addTo(found, type);
        }
        return found;
    }

    private static void addTo(List<PolicyTest> found, AnnotatedElement element) {
        PolicyTest annotation = element.getAnnotation(PolicyTest.class);
        if (annotation != null) {
            found.add(annotation);
        }
    }
}
