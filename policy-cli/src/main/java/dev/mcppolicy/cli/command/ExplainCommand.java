package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.input.CallReader;
import dev.mcppolicy.cli.input.JsonReader;
import dev.mcppolicy.cli.input.LineFields;
import dev.mcppolicy.cli.input.LineReader;
import dev.mcppolicy.cli.input.PolicyInput;
import dev.mcppolicy.cli.input.ReplayLine;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.ExplanationText;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.replay.PolicyReplay;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
            "CALL.json is an object, of which only the tool is required:",
            "  {\"tool\":\"t\",\"arguments\":{},\"at\":\"2026-01-15T00:00:00Z\",",
            "   \"caller\":{\"grant\":\"g\",\"session\":\"s\",\"principal\":\"p\"}}",
            "",
            "Exit code 0 if the call is allowed, 1 if it is denied or waits for a human.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy explain policy.yaml --call call.json --at 2026-01-15T22:00:00Z"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ExplainCommand implements Callable<Integer> {
    /** What a person types for the parts of a caller. */
    enum CallerPart {
        GRANT,
        SESSION,
        PRINCIPAL
    }

    private final Console screen;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The policy.")
    private Path file;

    @Option(names = "--call", required = true, paramLabel = "CALL.json", description = "The call.")
    private Path call;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description =
                    "When the call is made, as in%n2026-01-15T22:00:00Z%nWithout it, when the call says, else at the "
                            + "beginning of 2026.")
    private @Nullable String at;

    @Option(
            names = "--caller",
            paramLabel = "PART=NAME",
            split = ",",
            description = "Who calls, in place of what the call says: grant=G, session=S, principal=P, several "
                    + "separated by commas.")
    private Map<CallerPart, String> caller = new LinkedHashMap<>();

    @Option(
            names = "--show-values",
            description = "Show the arguments' values. Without this, only what kind of value each is.")
    private boolean showValues;

    @Mixin
    private final ToolsOptions tools = new ToolsOptions();

    public ExplainCommand(Console screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        Policy policy = PolicyInput.read(file, tools.read(screen), screen).orThrow();
        ReplayLine.Call asked = CallReader.call(LineReader.whole(call), new JsonReader.Place(call.toString(), 1));
        ToolCall made = withCaller(asked.call());
        Instant now = instant(asked);
        // Nothing is decided here, so there is nothing to hear; a listener keeps the engine from warning of that.
        PolicyEngine engine = PolicyEngine.builder(policy)
                .clock(() -> now)
                .listener(event -> {})
                .build();
        Explanation explanation = engine.explain(made);
        screen.print(new ExplanationText(showValues, screen.colouredOut()).of(made, now, explanation));
        return explanation.decision() instanceof Decision.Allow ? ExitCode.OK : ExitCode.NO;
    }

    private Instant instant(ReplayLine.Call asked) {
        if (at == null) {
            return asked.at() == null ? PolicyReplay.START : asked.at();
        }
        Instant instant = LineFields.parsed(at);
        if (instant == null) {
            throw new ParameterException(
                    spec.commandLine(), "--at: `" + at + "` is no instant such as `2026-01-15T22:00:00Z`");
        }
        return instant;
    }

    private ToolCall withCaller(ToolCall asked) {
        if (caller.isEmpty()) {
            return asked;
        }
        Caller made = Caller.anonymous();
        for (Map.Entry<CallerPart, String> part : caller.entrySet()) {
            String name = part.getKey().name().toLowerCase(Locale.ROOT);
            if (part.getValue().isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--caller: `" + name + "` must not be empty");
            }
            made = CallReader.with(made, name, part.getValue());
        }
        return ToolCall.of(asked.tool(), asked.arguments(), made);
    }
}
