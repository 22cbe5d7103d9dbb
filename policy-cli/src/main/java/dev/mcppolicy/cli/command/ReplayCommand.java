package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.CallReader;
import dev.mcppolicy.cli.input.JsonReader;
import dev.mcppolicy.cli.input.LineReader;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.input.ReplayLine;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.ReplaySummary;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
            "The clock is virtual: calls say when they are made. Writes a line a call, and a summary to standard error.",
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

    @Parameters(paramLabel = "FILE", description = "The policy; - is standard input.")
    private Path file;

    @Option(
            names = "--calls",
            required = true,
            paramLabel = "CALLS.jsonl",
            description = "The calls, one a line; - is standard input.")
    private Path calls;

    @Option(
            names = "--release-on-exception",
            description = "Give the charge of a call back when the tool throws, as the reference does. Without this, "
                    + "the charge stays: the tool may have acted.")
    private boolean releaseOnException;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "How to write the answers: text (default on a terminal) or json, a line each (default "
                    + "elsewhere).")
    private @Nullable ReplayFormat format;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    public ReplayCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Policy policy = PolicyInput.read(file, tools.read(screen), screen).orThrow();
        PolicyReplay replay =
                PolicyReplay.of(policy, options -> releaseOnException ? options.releaseWhenHandlerThrows() : options);
        ReplayFormat chosen = format == null ? ReplayFormat.usual(screen.outIsTerminal()) : format;
        ReplayFormat.Answers answers = chosen.answers(screen.colouredOut());
        ReplaySummary summary = new ReplaySummary();
        try (LineReader lines = LineReader.of(calls, screen)) {
            long answered = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                screen.print(
                        answer(CallReader.replayLine(line, lines.place()), lines.place(), replay, answers, summary));
                if (++answered % CHECK_EVERY == 0 && screen.out().checkError()) {
                    throw new BadInputException("the output could not be written");
                }
            }
        } catch (BadInputException e) {
            if (summary.calls() > 0) {
                screen.printError(summary.text(replay.timedOut(), screen.colouredErr()));
            }
            throw e;
        }
        screen.printError(summary.text(replay.timedOut(), screen.colouredErr()));
        return ExitCode.OK;
    }

    private static String answer(
            ReplayLine asked,
            JsonReader.Place place,
            PolicyReplay replay,
            ReplayFormat.Answers answers,
            ReplaySummary summary) {
        replay.moveTo(asked.at());
        if (asked instanceof ReplayLine.Listing listing) {
            return answers.visible(replay.now(), replay.visible(listing.tools()));
        }
        ReplayLine.Call call = (ReplayLine.Call) asked;
        try {
            PolicyReplay.Replayed replayed = replay.judge(call.recorded());
            summary.add(replay.now(), replayed.decision(), replayed.shadow());
            return answers.decided(replay.now(), call.call().tool(), replayed);
        } catch (IllegalArgumentException e) {
            throw place.problem(VisibleText.of(String.valueOf(e.getMessage())));
        }
    }
}
