package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.input.RecordedCalls;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.ComparisonReport;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: looks for calls that two policies decide differently. */
@Command(
        name = "diff",
        description = {
            "Looks for calls that two policies decide differently.",
            "",
            "Shows the smallest it finds of each kind. What lets more through than before comes first.",
            "",
            "It is a search and no proof: it tries values at, inside and outside every bound, presses every limit until "
                    + "it refuses, and makes random calls. What it does not find may be there.",
            "",
            "With --tools, NEW is held against them, and OLD is not: it was for what there was.",
            "",
            "Exit code 0 if no call is found that one policy lets through and the other does not, 1 if one is, 2 for "
                    + "bad input.",
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
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to write the differences: text (default) or json.")
    private DiffFormat format;

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
        screen.print(format.write(report, screen.colouredOut()));
        boolean sameCallsPass = Stream.concat(
                        report.differences().stream().map(difference -> difference.change()),
                        report.recorded().stream().map(difference -> difference.change()))
                .allMatch(change -> change == Change.DENIED_OTHERWISE);
        return sameCallsPass ? ExitCode.OK : ExitCode.NO;
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
