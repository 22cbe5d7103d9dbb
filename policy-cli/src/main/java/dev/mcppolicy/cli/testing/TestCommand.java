package dev.mcppolicy.cli.testing;

import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.command.ToolsOptions;
import dev.mcppolicy.cli.input.TestInput;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.JUnitXml;
import dev.mcppolicy.cli.output.TestReport;
import dev.mcppolicy.cli.output.TestRun;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.testkit.report.TestedPolicy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "Exit code 0 if all tests pass that count and show as much as is wanted, 1 if not, or if none passes or any "
                    + "is left out, 2 if a file is no test file or a directory has none.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy test policies --coverage"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TestCommand implements Callable<Integer> {
    private static final int ALL = 100;

    private final Console screen;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR|FILE",
            arity = "1..*",
            description = "Test files, or directories of them; for a draft, perhaps the policy itself.")
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

    @Option(
            names = "--run",
            paramLabel = "PATTERN",
            description = "Run only tests with this in their names or, where it has a *, of such names as a whole.")
    private @Nullable String pattern;

    @Option(names = "--fail-fast", description = "Run no further test once one fails.")
    private boolean failFast;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description =
                    "How to write the results: text (default), or json with all that is asked for in one document.")
    private TestFormat format;

    @Option(
            names = "--draft",
            description =
                    "Print a test file with the tests that are missing, to be read: of one policy, which may be named "
                            + "itself in the place of its tests. Each test expects what the policy does now.")
    private boolean draft;

    @Option(names = "--draft-file", paramLabel = "FILE", description = "Write the draft to a new file.")
    private @Nullable Path draftFile;

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
        if (draft || draftFile != null) {
            requireDraftAlone();
            return new TestDrafting(screen, root, draftFile).run(paths, tools.read(screen), tools.file());
        }
        if (pattern != null && (minCoverage != null || minMutations != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--run: `--min-coverage` and `--min-mutations` are of all tests, not of some");
        }
        List<PolicyTestFile> files = TestInput.read(paths, root);
        TestSelection selection = new TestSelection(pattern);
        selection.requireSome(files);
        TestedPolicies policies = new TestedPolicies(files, selection, tools.read(screen), screen);
        TestRun run = policies.run(failFast, screen);
        say(TestReport.text(run, screen.colouredOut()));
        if (junitXml != null) {
            OutputFile.write(junitXml, JUnitXml.of(run.files()));
        }
        TestScore score = new TestScore(screen, format == TestFormat.TEXT);
        List<TestedPolicy> tested = policies.shown();
        boolean passes = score.showsEnough(tested, coverage, minCoverage) && run.hasPassed();
        if (mutations || minMutations != null) {
            tested = run.hasPassed() ? policies.changed(screen) : tested;
            passes = score.noticesEnough(tested, run, minMutations) && passes;
        }
        write(tested);
        if (format == TestFormat.JSON) {
            boolean asked = coverage || mutations || minCoverage != null || minMutations != null;
            screen.print(TestFormat.json(run, asked ? tested : List.of(), passes));
        }
        return passes ? ExitCode.OK : ExitCode.NO;
    }

    /** What is said to people as it comes. */
    private void say(String text) {
        if (format == TestFormat.TEXT) {
            screen.print(text);
        }
    }

    /** Writes both halves: what is shown, and what is noticed where the policies were changed. */
    private void write(List<TestedPolicy> tested) {
        if (coverageHtml != null) {
            OutputFile.write(coverageHtml, TestedPolicy.html(tested, clock.instant()));
        }
        if (coverageJson != null) {
            OutputFile.write(coverageJson, json(tested));
        }
    }

    /** What is said of tests that were run has no place beside those that are drafted. */
    private void requireDraftAlone() {
        boolean isAlone = junitXml == null
                && !coverage
                && coverageHtml == null
                && coverageJson == null
                && minCoverage == null
                && !mutations
                && minMutations == null
                && pattern == null
                && !failFast
                && format == TestFormat.TEXT;
        if (!isAlone) {
            throw new ParameterException(
                    spec.commandLine(), "a draft goes without reports (run the tests for these once they are written)");
        }
    }

    private void requirePercent(String option, @Nullable Integer percent) {
        if (percent != null && (percent < 0 || percent > ALL)) {
            throw new ParameterException(spec.commandLine(), option + ": expected 0 to 100, not `" + percent + "`");
        }
    }

    private static String json(List<TestedPolicy> policies) {
        return policies.stream()
                .map(TestedPolicy::json)
                .collect(Collectors.joining(",\n", "{\"policies\":[\n", "\n]}\n"));
    }
}
