package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.input.RecordedCalls;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.ComparisonReport;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: looks for calls that two policies decide differently. */
@Command(
        name = "diff",
        description = {
            "Says what two policies decide and say differently.",
            "",
            "Shows the smallest call it finds of each kind, then each part that says something else. What lets more "
                    + "through than before comes first, and what is alike for several tools is one line.",
            "",
            "The calls are a search and no proof: it tries values at, inside and outside every bound, presses every "
                    + "limit until it refuses, and makes random calls. The parts are complete: where there is no "
                    + "change of any, the policies say the same.",
            "",
            "With --tools, NEW is held against them, and OLD is not: it was for what there was.",
            "",
            "Exit code 0 if no call may be let through by one policy and not by the other, 1 if one may, 2 for bad "
                    + "input.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy diff policy.yaml policy-next.yaml"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DiffCommand implements Callable<Integer> {
    private final Console screen;

    @Parameters(index = "0", paramLabel = "OLD", description = "The policy as it was.")
    private Path before;

    @Parameters(index = "1", paramLabel = "NEW", description = "The policy as it is to be.")
    private Path after;

    @Option(
            names = "--calls",
            paramLabel = "CALLS.jsonl",
            description = "Calls for both policies to judge besides, one a line as replay takes them.")
    private @Nullable Path calls;

    @Option(
            names = "--format",
            paramLabel = "text|json|markdown",
            defaultValue = "text",
            description = "How to write the differences: text (default), json, or markdown for a pull request.")
    private DiffFormat format;

    @Option(names = "--each", description = "Name each tool in a line of its own, also where several differ alike.")
    private boolean each;

    @Option(
            names = "--fail-on",
            paramLabel = "loosened|any",
            defaultValue = "any",
            description = "What exit code 1 is for: loosened, where more may be let through, or any (default), where "
                    + "more or less may be.")
    private FailOn failOn;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    public DiffCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Policy old = PolicyInput.read(before, screen).orThrow();
        Policy changed = PolicyInput.read(after, tools.read(screen), screen).orThrow();
        ComparisonReport report;
        try (Progress progress = Progress.beforeAnswers(screen, "comparing", 0)) {
            PolicyComparison comparison = PolicyComparison.between(old, changed)
                    .tellingProgress(tried -> progress.at(tried, tried + " calls tried"));
            report = compare(comparison);
        }
        screen.print(format.write(report, each, screen.colouredOut()));
        boolean fails = failOn == FailOn.LOOSENED ? report.mayLoosen() : report.mayDecideOtherwise();
        return fails ? ExitCode.NO : ExitCode.OK;
    }

    /** What a gate is closed by. */
    private enum FailOn {
        /** More may be let through. */
        LOOSENED,
        /** More or less may be let through. */
        ANY
    }

    private ComparisonReport compare(PolicyComparison comparison) {
        if (calls == null) {
            return comparison.report();
        }
        try (RecordedCalls recorded = RecordedCalls.of(calls, screen)) {
            return comparison.report(recorded.stream());
        }
    }
}
