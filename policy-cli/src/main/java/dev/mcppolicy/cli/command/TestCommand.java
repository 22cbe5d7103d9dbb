package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.TestInput;
import dev.mcppolicy.cli.output.AnsiColour;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.CountedNoun;
import dev.mcppolicy.cli.output.JUnitXml;
import dev.mcppolicy.cli.output.TestReport;
import dev.mcppolicy.cli.output.TestResult;
import dev.mcppolicy.cli.output.TestedFile;
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
            "Exit code 0 if all tests pass that count and show as much as is wanted, 1 if not, or if none passes or any "
                    + "is left out, 2 if a file is no test file or a directory has none.",
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

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    public TestCommand(Console screen) {
        this.screen = screen;
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
        policies.only().ifPresent(place -> printLeftOut(place, TestedFile.count(tested, TestResult.Verdict.LEFT_OUT)));
        String notPassed = whyNotPassed(tested);
        boolean shown = showsEnough(policies.coverage());
        boolean noticed = noticesEnough(policies, notPassed);
        return notPassed.isEmpty() && shown && noticed ? ExitCode.OK : ExitCode.NO;
    }

    /** Why the tests do not pass; empty if they do. */
    private static String whyNotPassed(List<TestedFile> tested) {
        long passed = TestedFile.count(tested, TestResult.Verdict.PASSED);
        if (TestedFile.count(tested, TestResult.Verdict.LEFT_OUT) > 0) {
            return "tests are left out";
        }
        if (passed + TestedFile.count(tested, TestResult.Verdict.TODO) < TestedFile.count(tested)) {
            return "a test fails with them as they are";
        }
        return passed == 0 ? "no test passes" : "";
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

    private boolean noticesEnough(TestedPolicies policies, String notPassed) {
        if (!mutations && minMutations == null) {
            return true;
        }
        if (!notPassed.isEmpty()) {
            screen.print("the policies are not changed, since " + notPassed + "\n");
            return false;
        }
        int wanted = minMutations == null ? 0 : minMutations;
        boolean enough = true;
        for (TestedPolicies.Mutated mutated : policies.mutations(screen)) {
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

    private void printLeftOut(String place, long tests) {
        if (tests > 0) {
            String line = VisibleText.of(place) + ": `only` leaves out " + CountedNoun.of(tests, "test")
                    + ", so nothing passes (take it away)";
            screen.print(AnsiColour.RED.on(line, screen.colouredOut()) + "\n");
        }
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
