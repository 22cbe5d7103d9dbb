package dev.mcppolicy.testkit.file;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.internal.CallEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what a call of a test file is made of: its arguments, who makes it, how its tool ends. */
final class CallShapeReader {
    private static final Set<String> CALLER = Set.of("grant", "principal", "session", "client", "attributes");
    private static final Map<String, CallEnd> ENDS = Map.of(
            "ok", CallEnd.RETURNED,
            "tool_error", CallEnd.of(ToolOutcome.TOOL_ERROR),
            "exception", CallEnd.of(ToolOutcome.EXCEPTION),
            "not_executed", CallEnd.of(ToolOutcome.NOT_EXECUTED),
            "lost", CallEnd.LOST);
    private static final int MOST_SECONDS = 86_400;

    private final TestFileProblems problems;

    CallShapeReader(TestFileProblems problems) {
        this.problems = problems;
    }

    /** The call of a step, or one for each row of its table: the step's arguments with those of the row. */
    List<UnaryOperator<TestCall>> each(TestFields fields) {
        Map<String, @Nullable Object> arguments = arguments(fields);
        Caller caller = caller(fields);
        CallEnd end = end(fields);
        List<Map<String, @Nullable Object>> rows = List.of(Map.of());
        if (fields.has("each")) {
            if (fields.has("times")) {
                fields.report("each", "`each` does not go together with `times`");
            }
            rows = rows(fields);
        }
        List<UnaryOperator<TestCall>> calls = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows) {
            calls.add(call ->
                    call.withArgs(arguments).withArgs(row).asCaller(caller).ending(end));
        }
        return calls;
    }

    private static List<Map<String, @Nullable Object>> rows(TestFields fields) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Object element : fields.elements("each").values()) {
            if (element instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                map.forEach((name, value) -> row.put(String.valueOf(name), value));
                rows.add(row);
            } else {
                fields.report("each", "expected a list of objects with arguments");
            }
        }
        return rows;
    }

    /** The call of an object with {@code args} and {@code as}, on top of another: what is not given stays as it is. */
    UnaryOperator<TestCall> over(TestFields fields) {
        Map<String, @Nullable Object> arguments = arguments(fields);
        UnaryOperator<TestCall> call = before -> before.withArgs(arguments);
        if (!fields.has("as")) {
            return call;
        }
        Caller caller = caller(fields);
        return before -> call.apply(before).asCaller(caller);
    }

    private static Map<String, @Nullable Object> arguments(TestFields fields) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        if (fields.value("args") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> arguments.put(String.valueOf(name), value));
        } else if (fields.has("args")) {
            fields.report("args", "expected an object");
        }
        return arguments;
    }

    private Caller caller(TestFields step) {
        if (!step.has("as")) {
            return Caller.anonymous();
        }
        Caller caller = Caller.unidentified();
        Optional<TestFields> named = TestFields.of(step.value("as"), step.at("as"), CALLER, problems);
        if (named.isEmpty()) {
            return caller;
        }
        TestFields fields = named.get();
        caller = fields.text("grant").map(caller::withGrant).orElse(caller);
        caller = fields.text("principal").map(caller::withPrincipal).orElse(caller);
        Caller known = fields.has("grant") || fields.has("principal") ? caller : Caller.anonymous();
        caller = fields.has("session") || fields.has("client") || fields.has("attributes") ? known : caller;
        caller = fields.text("session").map(caller::withSession).orElse(caller);
        caller = fields.text("client").map(caller::withClient).orElse(caller);
        return fields.has("attributes") ? withAttributes(caller, fields) : caller;
    }

    private static Caller withAttributes(Caller caller, TestFields fields) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        if (fields.value("attributes") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> attributes.put(String.valueOf(name), value));
        } else {
            fields.report("attributes", "expected an object");
        }
        try {
            return caller.withAttributes(attributes);
        } catch (IllegalArgumentException e) {
            fields.report("attributes", "the attributes are too large: " + e.getMessage());
            return caller;
        }
    }

    private static CallEnd end(TestFields fields) {
        CallEnd end = outcome(fields);
        return fields.has("runs") ? end.after(Duration.ofSeconds(fields.wholeNumber("runs", MOST_SECONDS))) : end;
    }

    private static CallEnd outcome(TestFields fields) {
        if (fields.has("settle")) {
            if (fields.has("tool")) {
                fields.report("settle", "`settle` does not go together with `tool`");
            }
            return CallEnd.settled(fields.amounts("settle"));
        }
        return fields.text("tool")
                .flatMap(word -> fields.oneOf("tool", word, ENDS))
                .orElse(CallEnd.RETURNED);
    }
}
