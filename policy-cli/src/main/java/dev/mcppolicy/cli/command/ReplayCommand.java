package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.CallReader;
import dev.mcppolicy.cli.input.JsonReader;
import dev.mcppolicy.cli.input.LineReader;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.input.ReplayLine;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.DecisionJson;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.cli.output.Progress;
import dev.mcppolicy.cli.output.ReplaySummary;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: judges a sequence of calls under a clock that they move. */
@Command(
        name = "replay",
        description = {
            "Judges a sequence of calls, one after the other.",
            "",
            "The clock is virtual: calls say when they are made. Writes one line of JSON a call, and a summary to "
                    + "standard error.",
            "",
            "Each line of CALLS.jsonl is a call, of which only the tool is required:",
            "  {\"tool\":\"t\",\"arguments\":{},\"at\":\"2026-01-15T00:00:00Z\",",
            "   \"caller\":{\"grant\":\"g\",\"session\":\"s\",\"principal\":\"p\",",
            "             \"client\":\"c\",\"attributes\":{}},",
            "   \"outcome\":\"ok|tool_error|exception|not_executed\",",
            "   \"settle\":{\"counter\":12.5},\"approve\":true}",
            "or a listing, {\"list\":[\"t1\",\"t2\"]}, answered with the tools that are visible.",
            "",
            "The exit code is 0 when all lines are answered, whatever the answers, and 2 at a line that cannot be read.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy replay policy.yaml --calls calls.jsonl"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ReplayCommand implements Callable<Integer> {
    /** How many lines may go to a reader that is gone before that is noticed. */
    private static final int CHECK_EVERY = 1_000;

    private final Console screen;

    @Parameters(paramLabel = "FILE", description = "The policy.")
    private Path file;

    @Option(names = "--calls", required = true, paramLabel = "CALLS.jsonl", description = "The calls, one a line.")
    private Path calls;

    @Option(
            names = "--release-on-exception",
            description = "Give the charge of a call back when the tool throws, as the reference does. Without this, "
                    + "the charge stays: the tool may have acted.")
    private boolean releaseOnException;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    public ReplayCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Policy policy = PolicyInput.read(file, tools.read(screen), screen).orThrow();
        PolicyReplay replay =
                PolicyReplay.of(policy, options -> releaseOnException ? options.releaseWhenHandlerThrows() : options);
        ReplaySummary summary = new ReplaySummary();
        try (LineReader lines = LineReader.of(calls);
                Progress progress = Progress.besideAnswers(screen, "replaying", Files.size(calls))) {
            long answered = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                screen.print(JsonLayout.line(answer(line, lines.place(), replay, summary)) + "\n");
                if (++answered % CHECK_EVERY == 0 && screen.out().checkError()) {
                    throw new BadInputException("the output could not be written");
                }
                progress.at(lines.bytesRead(), answered + " lines");
            }
        }
        screen.printError(summary.text(replay.timedOut(), screen.colouredErr()));
        return ExitCode.OK;
    }

    private static Map<String, Object> answer(
            String line, JsonReader.Place place, PolicyReplay replay, ReplaySummary summary) {
        ReplayLine asked = CallReader.replayLine(line, place);
        replay.moveTo(asked.at());
        if (asked instanceof ReplayLine.Listing listing) {
            return Map.of("visible", replay.visible(listing.tools()));
        }
        try {
            PolicyReplay.Replayed replayed = replay.judge(((ReplayLine.Call) asked).recorded());
            summary.add(replay.now(), replayed.decision(), replayed.shadow());
            return DecisionJson.of(replayed.decision(), replayed.shadow());
        } catch (IllegalArgumentException e) {
            throw place.problem(VisibleText.of(String.valueOf(e.getMessage())));
        }
    }
}
