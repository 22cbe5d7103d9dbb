package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.TestInput;
import dev.mcppolicy.cli.output.AnsiColour;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.JUnitXml;
import dev.mcppolicy.cli.output.TestReport;
import dev.mcppolicy.cli.output.TestResult;
import dev.mcppolicy.cli.output.TestedFile;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.report.TestedPolicy;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test}: runs the tests of policies that are written without Java. */
@Command(
        name = "test",
        description = {
            "Runs the tests of policies.",
            "",
            "Tests are in files *.policytest.yaml. Names every test, and says all there is to know of one that fails.",
            "",
            "Exit code 0 if all tests pass and show as much as is wanted, 1 if not, 2 if a file is no test file or a "
                    + "directory has none.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy test policies --coverage"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TestCommand implements Callable<Integer> {
    private static final int ALL = 100;
    private static final int SHOWN_RULES = 5;
    private static final int SHOWN_CHANGES = 20;

    private final Console screen;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR|FILE", arity = "1..*", description = "Test files, or directories of them.")
    private List<Path> paths;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "The directory that no test file and no policy lies outside of. Without this it is the "
                    + "directory given, or that of the file given.")
    private @Nullable Path root;

    @Option(
            names = "--junit-xml",
            paramLabel = "FILE",
            description = "Write what came of the tests as JUnit XML, which build servers read.")
    private @Nullable Path junitXml;

    @Option(names = "--coverage", description = "Say what of each policy no test shows.")
    private boolean coverage;

    @Option(
            names = "--coverage-html",
            paramLabel = "FILE",
            description =
                    "Write the coverage as one page for a browser, with the policies' own text and, with --mutations, "
                            + "what no test notices.")
    private @Nullable Path coverageHtml;

    @Option(
            names = "--coverage-json",
            paramLabel = "FILE",
            description = "Write the coverage for programs, with --mutations what no test notices, too.")
    private @Nullable Path coverageJson;

    @Option(
            names = "--min-coverage",
            paramLabel = "PERCENT",
            description = "Exit with 1 if the tests show less of a policy.")
    private @Nullable Integer minCoverage;

    @Option(
            names = "--mutations",
            description = "Change each policy in small ways and say which changes no test notices.")
    private boolean mutations;

    @Option(
            names = "--min-mutations",
            paramLabel = "PERCENT",
            description = "Change the policies, and exit with 1 if the tests notice a smaller share of a policy's "
                    + "changes.")
    private @Nullable Integer minMutations;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    /** Dates the page by a clock; the tests have their own. */
    public TestCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        requirePercent("--min-coverage", minCoverage);
        requirePercent("--min-mutations", minMutations);
        List<PolicyTestFile> files = TestInput.read(paths, root);
        TestedPolicies policies = new TestedPolicies(files, tools.read(screen), screen);
        List<TestedFile> tested = policies.run(screen);
        screen.print(TestReport.text(tested, screen.colouredOut()));
        if (junitXml != null) {
            OutputFile.write(junitXml, JUnitXml.of(tested));
        }
        boolean passed = TestedFile.count(tested, TestResult.Verdict.PASSED) == TestedFile.count(tested);
        List<CoverageReport> coverages = policies.coverage();
        boolean shown = showsEnough(coverages);
        List<TestedPolicies.Mutated> mutated = passed && isChanging() ? policies.mutations(screen) : List.of();
        boolean noticed = noticesEnough(mutated, passed);
        write(coverages, mutated);
        return passed && shown && noticed ? ExitCode.OK : ExitCode.NO;
    }

    private boolean showsEnough(List<CoverageReport> reports) {
        int wanted = minCoverage == null ? 0 : minCoverage;
        boolean enough = true;
        for (CoverageReport report : reports) {
            boolean tooLittle = report.percent() < wanted;
            if (coverage || tooLittle) {
                printLines(report.text(shown(SHOWN_RULES)));
            }
            if (tooLittle) {
                printTooLittle("a policy coverage", wanted, report.percent());
                enough = false;
            }
        }
        return enough;
    }

    private boolean isChanging() {
        return mutations || minMutations != null;
    }

    private boolean noticesEnough(List<TestedPolicies.Mutated> policies, boolean passed) {
        if (!isChanging()) {
            return true;
        }
        if (!passed) {
            screen.print("the policies are not changed, since a test fails with them as they are\n");
            return false;
        }
        int wanted = minMutations == null ? 0 : minMutations;
        boolean enough = true;
        for (TestedPolicies.Mutated mutated : policies) {
            printLines(mutated.policy() + ": " + mutated.report().text(shown(SHOWN_CHANGES)));
            int percent = mutated.report().percent();
            if (percent < wanted) {
                printTooLittle("a share of noticed changes", wanted, percent);
                enough = false;
            }
        }
        return enough;
    }

    /** A person at a terminal reads the beginning of a list, and a file takes all of it. */
    private int shown(int onTerminal) {
        return screen.outIsTerminal() ? onTerminal : Integer.MAX_VALUE;
    }

    private void printLines(String text) {
        screen.print(VisibleText.lines(text) + "\n");
    }

    private void printTooLittle(String what, int wanted, int found) {
        String line = "expected " + what + " of at least " + wanted + " %, not " + found + " %";
        screen.print(AnsiColour.RED.on(line, screen.colouredOut()) + "\n");
    }

    private void requirePercent(String option, @Nullable Integer percent) {
        if (percent != null && (percent < 0 || percent > ALL)) {
            throw new ParameterException(spec.commandLine(), option + ": expected 0 to 100, not `" + percent + "`");
        }
    }

    /** Writes both halves: what is shown, and what is noticed where the policies were changed. */
    private void write(List<CoverageReport> coverages, List<TestedPolicies.Mutated> mutated) {
        List<TestedPolicy> tested = IntStream.range(0, coverages.size())
                .mapToObj(i -> new TestedPolicy(
                        coverages.get(i),
                        mutated.isEmpty() ? null : mutated.get(i).report()))
                .toList();
        if (coverageHtml != null) {
            OutputFile.write(coverageHtml, TestedPolicy.html(tested, clock.instant()));
        }
        if (coverageJson != null) {
            OutputFile.write(coverageJson, json(tested));
        }
    }

    private static String json(List<TestedPolicy> policies) {
        return policies.stream()
                .map(TestedPolicy::json)
                .collect(Collectors.joining(",\n", "{\"policies\":[\n", "\n]}\n"));
    }
}
