package dev.mcppolicy.cli.input;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.testkit.replay.RecordedCall;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads calls as the command line knows them: one object each, of which only the tool is required. */
public final class CallReader {
    /** The parts of a caller, in the order in which they are asked for. */
    static final List<String> CALLER_PARTS = List.of("grant", "session", "principal");

    /** All that a file says of a caller. */
    private static final List<String> CALLER = List.of("grant", "session", "principal", "client", "attributes");

    private static final List<String> CALL = List.of("tool", "arguments", "at", "caller");
    private static final List<String> REPLAYED_CALL =
            List.of("tool", "arguments", "at", "caller", "outcome", "runs", "settle", "approve");
    private static final List<String> ANSWERER = List.of("by", "name");
    private static final List<String> LISTING = List.of("list", "at");
    private static final Map<String, ToolOutcome> OUTCOMES = Map.of(
            "ok", ToolOutcome.RETURNED,
            "tool_error", ToolOutcome.TOOL_ERROR,
            "exception", ToolOutcome.EXCEPTION,
            "not_executed", ToolOutcome.NOT_EXECUTED);

    /** The process died while the tool ran. */
    private static final String LOST = "lost";

    private static final int MOST_SECONDS = 86_400;

    private CallReader() {}

    /** The call of a file, which nothing comes after. */
    public static ReplayLine.Call call(Path file, Console screen) {
        String text = LineReader.whole(file, screen);
        JsonReader.Place place = new JsonReader.Place(InputFile.name(file), 1);
        LineFields fields = LineFields.of(JsonReader.parse(text, place), place);
        fields.allowOnly(CALL);
        return line(fields, place);
    }

    /** A line of a replay. */
    public static ReplayLine replayLine(String text, JsonReader.Place place) {
        LineFields fields = LineFields.of(JsonReader.parse(text, place), place);
        if (fields.has("list")) {
            fields.allowOnly(LISTING);
            return new ReplayLine.Listing(fields.instant("at"), fields.strings("list"));
        }
        fields.allowOnly(REPLAYED_CALL);
        return line(fields, place);
    }

    private static ReplayLine.Call line(LineFields fields, JsonReader.Place place) {
        Instant at = fields.instant("at");
        ToolCall call = toolCall(fields);
        RecordedCall recorded =
                ending(RecordedCall.of(VisibleText.of(place.file()) + ":" + place.firstLine(), call), fields, place);
        Duration runs = fields.wholeSeconds("runs", MOST_SECONDS);
        recorded = runs == null ? recorded : recorded.running(runs);
        LineFields settlement = fields.object("settle");
        recorded = settlement == null ? recorded : recorded.settledAt(settlement.amounts());
        ApprovalAnswer answer = fields.has("approve") ? answer(fields, place) : null;
        recorded = answer == null ? recorded : recorded.answered(answer);
        return new ReplayLine.Call(at, call, at == null ? recorded : recorded.at(at));
    }

    /** A yes or no as an operator gives it, or a yes of somebody by some way. */
    private static ApprovalAnswer answer(LineFields fields, JsonReader.Place place) {
        if (!(fields.any("approve") instanceof Map)) {
            ApprovalAnswer answer =
                    Boolean.TRUE.equals(fields.bool("approve")) ? ApprovalAnswer.APPROVED : ApprovalAnswer.DECLINED;
            return answer.through(AnswerWay.OPERATOR);
        }
        LineFields who = Objects.requireNonNull(fields.object("approve"));
        who.allowOnly(ANSWERER);
        String by = who.has("by") ? who.requiredString("by") : AnswerWay.OPERATOR.id();
        AnswerWay way = Arrays.stream(AnswerWay.values())
                .filter(each -> each.id().equals(by))
                .findFirst()
                .orElseThrow(() -> place.problem(
                        "unknown `by` `" + VisibleText.of(by, 80) + "` (one of `client`, `operator`, `callback`)"));
        String name = who.name("name");
        ApprovalAnswer yes = ApprovalAnswer.APPROVED.through(way);
        return name == null ? yes : yes.by(name);
    }

    /** The caller with one part more. A session alone identifies nobody. */
    static Caller with(Caller caller, String part, String name) {
        return switch (part) {
            case "grant" -> caller.withGrant(name);
            case "session" -> caller.withSession(name);
            default -> caller.withPrincipal(name);
        };
    }

    private static ToolCall toolCall(LineFields fields) {
        return ToolCall.of(fields.requiredString("tool"), fields.any("arguments"), caller(fields.object("caller")));
    }

    private static Caller caller(@Nullable LineFields fields) {
        Caller caller = Caller.anonymous();
        if (fields == null) {
            return caller;
        }
        fields.allowOnly(CALLER);
        for (String part : CALLER_PARTS) {
            String name = fields.name(part);
            caller = name == null ? caller : with(caller, part, name);
        }
        String client = fields.name("client");
        caller = client == null ? caller : caller.withClient(client);
        return fields.withAttributes(caller, "attributes");
    }

    private static RecordedCall ending(RecordedCall recorded, LineFields fields, JsonReader.Place place) {
        if (!fields.has("outcome")) {
            return recorded;
        }
        String name = fields.requiredString("outcome");
        return name.equals(LOST) ? recorded.lost() : recorded.ending(outcome(name, place));
    }

    private static ToolOutcome outcome(String name, JsonReader.Place place) {
        return Optional.ofNullable(OUTCOMES.get(name))
                .orElseThrow(() -> place.problem("unknown outcome `" + VisibleText.of(name, 80)
                        + "` (one of `ok`, `tool_error`, `exception`, `not_executed`, `lost`)"));
    }
}
