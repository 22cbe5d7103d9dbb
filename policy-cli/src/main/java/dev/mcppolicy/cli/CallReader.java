package dev.mcppolicy.cli;

import dev.mcppolicy.engine.Caller;
import dev.mcppolicy.engine.ToolCall;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads calls as the command line knows them: one object each, of which only the tool is required. */
final class CallReader {
    /** The parts of a caller, in the order in which they are asked for. */
    static final List<String> CALLER_PARTS = List.of("grant", "session", "principal");

    private static final List<String> CALL = List.of("tool", "arguments", "at", "caller");
    private static final List<String> REPLAYED_CALL =
            List.of("tool", "arguments", "at", "caller", "outcome", "settle", "approve");
    private static final List<String> LISTING = List.of("list", "at");
    private static final Map<String, ReplayLine.Outcome> OUTCOMES = Map.of(
            "ok", ReplayLine.Outcome.OK,
            "tool_error", ReplayLine.Outcome.TOOL_ERROR,
            "exception", ReplayLine.Outcome.EXCEPTION,
            "not_executed", ReplayLine.Outcome.NOT_EXECUTED);

    private CallReader() {}

    /** A call that nothing comes after. */
    static ReplayLine.Call call(String text, JsonText.Place place) {
        LineFields fields = LineFields.of(JsonText.parse(text, place), place);
        fields.allowOnly(CALL);
        return new ReplayLine.Call(fields.instant("at"), toolCall(fields), ReplayLine.Outcome.OK, null, null);
    }

    /** A line of a replay. */
    static ReplayLine replayLine(String text, JsonText.Place place) {
        LineFields fields = LineFields.of(JsonText.parse(text, place), place);
        if (fields.has("list")) {
            fields.allowOnly(LISTING);
            return new ReplayLine.Listing(fields.instant("at"), fields.strings("list"));
        }
        fields.allowOnly(REPLAYED_CALL);
        LineFields settlement = fields.object("settle");
        return new ReplayLine.Call(
                fields.instant("at"),
                toolCall(fields),
                outcome(fields, place),
                settlement == null ? null : settlement.amounts(),
                fields.bool("approve"));
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
        fields.allowOnly(CALLER_PARTS);
        for (String part : CALLER_PARTS) {
            String name = fields.name(part);
            caller = name == null ? caller : with(caller, part, name);
        }
        return caller;
    }

    private static ReplayLine.Outcome outcome(LineFields fields, JsonText.Place place) {
        if (!fields.has("outcome")) {
            return ReplayLine.Outcome.OK;
        }
        String name = fields.requiredString("outcome");
        return Optional.ofNullable(OUTCOMES.get(name))
                .orElseThrow(() -> place.problem("unknown outcome `" + VisibleText.of(name, 80)
                        + "` (one of `ok`, `tool_error`, `exception`, `not_executed`)"));
    }
}
