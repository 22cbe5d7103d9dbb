package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.TestInput;
import dev.mcppolicy.cli.output.AnsiColour;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.JUnitXml;
import dev.mcppolicy.cli.output.TestReport;
import dev.mcppolicy.cli.output.TestRun;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
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
            description = "Write the coverage as one page for a browser, with the policies' own text.")
    private @Nullable Path coverageHtml;

    @Option(names = "--coverage-json", paramLabel = "FILE", description = "Write the coverage for programs.")
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

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    public TestCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        requirePercent("--min-coverage", minCoverage);
        requirePercent("--min-mutations", minMutations);
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
        List<CoverageReport> shown = policies.coverage();
        boolean enough = showsEnough(shown);
        List<TestedPolicies.Mutated> mutated = mutated(policies, run.hasPassed());
        boolean passes = noticesEnough(mutated) && run.hasPassed() && enough;
        if (format == TestFormat.JSON) {
            boolean asked = coverage || minCoverage != null;
            screen.print(TestFormat.json(run, asked ? shown : null, mutated, passes));
        }
        return passes ? ExitCode.OK : ExitCode.NO;
    }

    /** What is said to people as it comes. */
    private void say(String text) {
        if (format == TestFormat.TEXT) {
            screen.print(text);
        }
    }

    private boolean showsEnough(List<CoverageReport> reports) {
        if (coverageHtml != null) {
            OutputFile.write(coverageHtml, CoverageReport.htmlOf(reports));
        }
        if (coverageJson != null) {
            OutputFile.write(coverageJson, json(reports));
        }
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

    /** What the tests notice, or null where nobody asked or a test fails. */
    private @Nullable List<TestedPolicies.Mutated> mutated(TestedPolicies policies, boolean passed) {
        if (!mutations && minMutations == null) {
            return null;
        }
        if (!passed) {
            say("the policies are not changed, since a test fails with them as they are\n");
            return null;
        }
        return policies.mutations(screen);
    }

    private boolean noticesEnough(@Nullable List<TestedPolicies.Mutated> all) {
        int wanted = minMutations == null ? 0 : minMutations;
        boolean enough = true;
        for (TestedPolicies.Mutated mutated : all == null ? List.<TestedPolicies.Mutated>of() : all) {
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
        say(VisibleText.lines(text) + "\n");
    }

    private void printTooLittle(String what, int wanted, int found) {
        String line = "expected " + what + " of at least " + wanted + " %, not " + found + " %";
        say(AnsiColour.RED.on(line, screen.colouredOut()) + "\n");
    }

    private void requirePercent(String option, @Nullable Integer percent) {
        if (percent != null && (percent < 0 || percent > ALL)) {
            throw new ParameterException(spec.commandLine(), option + ": expected 0 to 100, not `" + percent + "`");
        }
    }

    private static String json(List<CoverageReport> reports) {
        return reports.stream()
                .map(CoverageReport::json)
                .collect(Collectors.joining(",\n", "{\"policies\":[\n", "\n]}\n"));
    }
}
