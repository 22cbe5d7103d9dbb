package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.input.CallReader;
import dev.mcppolicy.cli.input.InlineCall;
import dev.mcppolicy.cli.input.LineFields;
import dev.mcppolicy.cli.input.LoggedDecisions;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.input.ReplayLine;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.ExplainedCall;
import dev.mcppolicy.cli.output.LoggedDecision;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: says what a policy decides on one call, and why. */
@Command(
        name = "explain",
        description = {
            "Says what a policy decides on one call, and why.",
            "",
            "Shown is every rule that is looked at, what it compares, and each counter before and after. Counters hold "
                    + "nothing before the call.",
            "",
            "The call is typed, or is an object in a file, of which only the tool is required:",
            "  {\"tool\":\"t\",\"arguments\":{},\"at\":\"2026-01-15T00:00:00Z\",",
            "   \"caller\":{\"grant\":\"g\",\"session\":\"s\",\"principal\":\"p\"}}",
            "",
            "Exit code 0 if the call is allowed, 1 if it is denied or waits for a human.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy explain policy.yaml create_charge amount=25000 --as grant=support"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ExplainCommand implements Callable<Integer> {
    private final Console screen;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy; - is standard input.")
    private Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TOOL", description = "The tool that is called.")
    private @Nullable String tool;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "An argument: a number, true, false, null, else text. NAME:=VALUE is one in JSON.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--call",
            paramLabel = "CALL.json",
            description = "The call in a file, in place of TOOL; - is standard input.")
    private @Nullable Path call;

    @Option(
            names = "--as",
            paramLabel = "PART=NAME",
            split = ",",
            description = "Who calls, in place of what the call says: grant=G, session=S, principal=P, several "
                    + "separated by commas.")
    private List<String> caller = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description =
                    "When the call is made, as in%n2026-01-15T22:00:00Z%nWithout it, when the call says, else at the "
                            + "beginning of 2026.")
    private @Nullable String at;

    @Option(
            names = "--show-values",
            description = "Show the arguments' values. Without this, only what kind of value each is.")
    private boolean showValues;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to write the answer: text (default) or json.")
    private ExplanationFormat format;

    @Option(
            names = "--audit",
            paramLabel = "LOG",
            description = "Explain a decision of this audit log, with --id, by the policy that made it.")
    private @Nullable Path audit;

    @Option(names = "--id", paramLabel = "ID", description = "The id of the decision, in the log.")
    private @Nullable String id;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    public ExplainCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if ((audit == null) != (id == null)) {
            throw problem("`--audit` and `--id` go together");
        }
        if (audit != null && (at != null || !caller.isEmpty())) {
            throw problem("with `--audit`, the log says what `--at` and `--as` would");
        }
        if (tool != null && call != null) {
            throw problem("these exclude each other: a tool and `--call`");
        }
        if (tool == null && call == null) {
            throw problem("missing `TOOL` or `--call CALL.json`");
        }
        Policy policy = PolicyInput.read(file, tools.read(screen), screen).orThrow();
        ReplayLine.Call asked = asked();
        if (audit != null && id != null) {
            return explainLogged(policy, asked.call(), LoggedDecisions.find(audit, id, screen));
        }
        Instant now = instant(asked);
        Explanation explanation = explain(policy, asked.call(), now);
        screen.print(format.write(new ExplainedCall(asked.call(), now, explanation, showValues), screen.colouredOut()));
        return explanation.decision() instanceof Decision.Allow ? ExitCode.OK : ExitCode.NO;
    }

    private static Explanation explain(Policy policy, ToolCall asked, Instant now) {
        // Nothing is decided here, so there is nothing to hear; a listener keeps the engine from warning of that.
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(() -> now)
                .listener(event -> {})
                .build();
        return engine.explain(asked);
    }

    /** Judges the conditions of a past decision anew, by its own policy, caller and time. */
    private int explainLogged(Policy policy, ToolCall asked, LoggedDecision logged) {
        if (!policy.revision().equals(logged.revision())) {
            throw new BadInputException("line " + logged.line() + " was decided by revision "
                    + VisibleText.of(logged.revision(), policy.revision().length()) + ", and "
                    + VisibleText.of(file.toString()) + " is revision " + policy.revision());
        }
        if (!asked.tool().equals(logged.tool())) {
            throw new BadInputException("line " + logged.line() + " is of a call of `" + VisibleText.of(logged.tool())
                    + "`, and not of `" + VisibleText.of(asked.tool()) + "`");
        }
        LoggedDecisions.requireArguments(logged, asked.argumentsAsObject());
        // No line has attributes; the file of a call may.
        Caller by = logged.caller().withAttributes(asked.caller().attributes());
        ToolCall made = ToolCall.of(logged.tool(), asked.arguments(), by);
        ExplainedCall explained = new ExplainedCall(made, logged.at(), explain(policy, made, logged.at()), showValues);
        screen.print(format.write(logged, explained, screen.colouredOut()));
        return logged.decision().equals("allow") ? ExitCode.OK : ExitCode.NO;
    }

    /** The call that is typed or stands in the file, by the caller that is named. */
    private ReplayLine.Call asked() {
        ReplayLine.Call asked = call == null
                ? ReplayLine.Call.of(
                        ToolCall.of(Objects.requireNonNull(tool), InlineCall.arguments(arguments), Caller.anonymous()))
                : CallReader.call(call, screen);
        return caller.isEmpty() ? asked : asked.by(InlineCall.caller(caller));
    }

    private Instant instant(ReplayLine.Call asked) {
        if (at == null) {
            return asked.at() == null ? PolicyReplay.START : asked.at();
        }
        Instant instant = LineFields.parsed(at);
        if (instant == null) {
            throw problem("--at: `" + VisibleText.of(at) + "` is no instant such as `2026-01-15T22:00:00Z`");
        }
        return instant;
    }

    private ParameterException problem(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
