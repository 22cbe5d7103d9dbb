package dev.mcppolicy.cli.testing;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.cli.output.TestResult;
import dev.mcppolicy.cli.output.TestRun;
import dev.mcppolicy.cli.output.TestedFile;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import dev.mcppolicy.testkit.report.TestedPolicy;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The policies that test files are about, each with its files: several files may test one policy. */
final class TestedPolicies {
    private final List<PolicyTestFile> files;
    private final TestSelection selection;
    private final Optional<String> only;
    private final Map<Path, Tested> policies = new LinkedHashMap<>();

    /**
     * The policies of test files, held against the tools of their server where these are given. Shows what each is warned
     * of, once.
     *
     * @throws BadInputException with the problems as a person reads them, if one is no policy for these tools
     */
    TestedPolicies(List<PolicyTestFile> files, TestSelection selection, @Nullable ServerTools tools, Console screen) {
        this.files = List.copyOf(files);
        this.selection = selection;
        this.only = files.stream()
                .flatMap(file -> selection.of(file).stream())
                .filter(PolicyTestCase::isOnly)
                .map(PolicyTestCase::place)
                .findFirst();
        for (PolicyTestFile file : files) {
            policies.computeIfAbsent(key(file), path -> tested(file, tools, screen))
                    .files()
                    .add(file);
        }
    }

    private static Tested tested(PolicyTestFile file, @Nullable ServerTools tools, Console screen) {
        CheckedPolicy policy = tools == null ? file.policy() : file.policy().against(tools);
        PolicyInput.checked(policy, screen);
        return new Tested(name(file), policy, CoverageRecorder.of(policy), new ArrayList<>());
    }

    private record Tested(String name, CheckedPolicy policy, CoverageRecorder coverage, List<PolicyTestFile> files) {}

    /** Runs the tests that are asked for, or of these only those that say so where any does, in the order of the files. */
    TestRun run(boolean failFast, Console screen) {
        List<TestedFile> tested = new ArrayList<>();
        int done = 0;
        int total = files.stream().mapToInt(file -> selection.of(file).size()).sum();
        boolean stopped = false;
        try (Progress progress = Progress.beforeAnswers(screen, "testing", total)) {
            for (PolicyTestFile file : files) {
                CoverageRecorder coverage = tested(file).coverage();
                List<TestResult> results = new ArrayList<>();
                for (PolicyTestCase test : stopped ? List.<PolicyTestCase>of() : selection.of(file)) {
                    progress.at(done++, VisibleText.of(file.file().toString(), 50));
                    TestResult result =
                            only.isEmpty() || test.isOnly() ? TestResult.of(test, coverage) : TestResult.leftOut(test);
                    results.add(result);
                    if (failFast && result.verdict().isFailure()) {
                        stopped = true;
                        break;
                    }
                }
                tested.add(new TestedFile(file.file(), results));
            }
        }
        int all = files.stream().mapToInt(file -> file.cases().size()).sum();
        return new TestRun(tested, all - total, total - done, only);
    }

    /** What the tests that were run show of each policy. */
    List<TestedPolicy> shown() {
        return policies.values().stream()
                .map(tested -> new TestedPolicy(tested.coverage().report(), null))
                .toList();
    }

    /** The same, and what the tests notice of each policy that one was run of; all tests have passed. */
    List<TestedPolicy> changed(Console screen) {
        List<TestedPolicy> changed = new ArrayList<>();
        for (Tested tested : policies.values()) {
            List<Consumer<PolicyTester>> tests = tested.files().stream()
                    .flatMap(file -> selection.of(file).stream())
                    .filter(test -> test.todo().isEmpty())
                    .<Consumer<PolicyTester>>map(test -> test::run)
                    .toList();
            changed.add(new TestedPolicy(
                    tested.coverage().report(), tests.isEmpty() ? null : mutations(tested, tests, screen)));
        }
        return changed;
    }

    private static MutationReport mutations(Tested tested, List<Consumer<PolicyTester>> tests, Console screen) {
        String name = VisibleText.of(tested.name(), 50);
        try (Progress progress = Progress.beforeAnswers(screen, "changing", 100)) {
            progress.at(0, name);
            return PolicyMutations.of(tested.policy())
                    .tellingProgress((done, all) ->
                            progress.at(done * 100L / all, name + ", " + done + " of " + all + " changes"))
                    .against(tests);
        }
    }

    private Tested tested(PolicyTestFile file) {
        return Objects.requireNonNull(policies.get(key(file)));
    }

    private static Path key(PolicyTestFile file) {
        return Path.of(name(file)).toAbsolutePath().normalize();
    }

    private static String name(PolicyTestFile file) {
        return file.policy().document().name();
    }
}
