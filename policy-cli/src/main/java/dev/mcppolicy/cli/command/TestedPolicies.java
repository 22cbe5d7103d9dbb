package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.cli.output.TestResult;
import dev.mcppolicy.cli.output.TestedFile;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.file.PolicyTestCase;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The policies that test files are about, each with its files: several files may test one policy. */
final class TestedPolicies {
    private final List<PolicyTestFile> files;
    private final Optional<String> only;
    private final Map<Path, Tested> policies = new LinkedHashMap<>();

    /**
     * The policies of test files, held against the tools of their server where these are given. Shows what each is warned
     * of, once.
     *
     * @throws BadInputException with the problems as a person reads them, if one is no policy for these tools
     */
    TestedPolicies(List<PolicyTestFile> files, @Nullable ServerTools tools, Console screen) {
        this.files = List.copyOf(files);
        this.only = files.stream()
                .flatMap(file -> file.cases().stream())
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

    /** Which changes of a policy its tests notice. */
    record Mutated(String policy, MutationReport report) {}

    /** Runs all tests, or those that say {@code only} where any does, in the order of the files. */
    List<TestedFile> run(Console screen) {
        List<TestedFile> tested = new ArrayList<>();
        long done = 0;
        long total = files.stream().mapToLong(file -> file.cases().size()).sum();
        try (Progress progress = Progress.beforeAnswers(screen, "testing", total)) {
            for (PolicyTestFile file : files) {
                CoverageRecorder coverage = tested(file).coverage();
                List<TestResult> results = new ArrayList<>();
                for (PolicyTestCase test : file.cases()) {
                    progress.at(done++, VisibleText.of(file.file().toString(), 50));
                    results.add(
                            only.isEmpty() || test.isOnly() ? TestResult.of(test, coverage) : TestResult.leftOut(test));
                }
                tested.add(new TestedFile(file.file(), results));
            }
        }
        return tested;
    }

    /** The first test that has others left out, by its place. */
    Optional<String> only() {
        return only;
    }

    /** What the tests that were run show of each policy. */
    List<CoverageReport> coverage() {
        return policies.values().stream()
                .map(tested -> tested.coverage().report())
                .toList();
    }

    /** What the tests notice of each policy; all tests have passed. */
    List<Mutated> mutations(Console screen) {
        List<Mutated> mutated = new ArrayList<>();
        try (Progress progress = Progress.beforeAnswers(screen, "changing", policies.size())) {
            for (Tested tested : policies.values()) {
                progress.at(mutated.size(), VisibleText.of(tested.name(), 50));
                mutated.add(new Mutated(
                        tested.name(), PolicyMutations.of(tested.policy()).againstFiles(tested.files())));
            }
        }
        return mutated;
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
