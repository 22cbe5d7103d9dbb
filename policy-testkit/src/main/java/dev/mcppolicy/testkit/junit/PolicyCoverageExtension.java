package dev.mcppolicy.testkit.junit;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.report.TestedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gathers what the tests of a class show of its policies, and judges it when they are over. */
final class PolicyCoverageExtension implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace HERE =
            ExtensionContext.Namespace.create(PolicyCoverageExtension.class);
    private static final String RECORDERS = "recorders";

    /** The recorders of a class by the name of the policy. */
    private static final class Recorders {
        private final Map<String, CoverageRecorder> byName = new ConcurrentHashMap<>();
    }

    /** The recorder for a policy, if the class of a test wants its coverage. */
    static Optional<CoverageRecorder> recorder(ExtensionContext context, CheckedPolicy policy) {
        return Optional.ofNullable(context.getStore(HERE).get(RECORDERS, Recorders.class))
                .map(recorders -> recorders.byName.computeIfAbsent(
                        policy.document().name(), name -> CoverageRecorder.of(policy)));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!isNested(context)) {
            int minimum = annotation(context).minimum();
            if (minimum < 0 || minimum > 100) {
                throw new ExtensionConfigurationException("a minimum of coverage is 0 to 100 percent, not " + minimum);
            }
            context.getStore(HERE).put(RECORDERS, new Recorders());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Recorders recorders = context.getStore(HERE).get(RECORDERS, Recorders.class);
        if (isNested(context) || recorders == null || Substitution.of(context).isPresent()) {
            return;
        }
        if (recorders.byName.isEmpty()) {
            throw new AssertionError("no test of `"
                    + context.getRequiredTestClass().getName() + "` took a PolicyTester, so nothing was covered");
        }
        List<CoverageReport> reports = recorders.byName.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getValue().report())
                .toList();
        PolicyCoverage wanted = annotation(context);
        if (!wanted.report().isEmpty()) {
            write(reports, Path.of(wanted.report()));
        }
        String tooLittle = reports.stream()
                .filter(report -> report.percent() < wanted.minimum())
                .map(CoverageReport::text)
                .collect(Collectors.joining());
        if (!tooLittle.isEmpty()) {
            throw new AssertionError("expected a policy coverage of at least " + wanted.minimum() + " %\n" + tooLittle);
        }
    }

    private static void write(List<CoverageReport> reports, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (CoverageReport report : reports) {
            TestedPolicy tested = new TestedPolicy(report, null);
            String name = report.title().replace('/', '_').replace('\\', '_');
            Files.writeString(
                    directory.resolve(name + ".html"),
                    TestedPolicy.html(List.of(tested), InstantSource.system().instant()));
            Files.writeString(directory.resolve(name + ".json"), tested.json() + "\n");
        }
    }

    /** A nested class inherits the extension of the class around it, which does the work. */
    private static boolean isNested(ExtensionContext context) {
        return !context.getRequiredTestClass().isAnnotationPresent(PolicyCoverage.class);
    }

    private static PolicyCoverage annotation(ExtensionContext context) {
        return context.getRequiredTestClass().getAnnotation(PolicyCoverage.class);
    }
}
