package dev.mcppolicy.cli.input;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.LoggedDecision;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decisions that audit logs hold, found by their ids. The chain of a log is not followed here. */
public final class LoggedDecisions {
    private static final String HASH = "arguments_sha256";
    private static final String REDACTED = "(redacted)";
    private static final int LONGEST_QUOTE = 80;

    private LoggedDecisions() {}

    /**
     * The decision of an id, in the log or a full file beside it.
     *
     * @throws BadInputException if no line or no readable one is of that id, or if the line lacks what explaining it takes
     */
    public static LoggedDecision find(Path log, String id, Console screen) {
        String quoted = CanonicalJson.write(id);
        for (Path file : AuditLogs.files(log)) {
            try (LineReader lines = LineReader.of(file, screen)) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    if (line.contains(quoted)) {
                        LineFields fields = LineFields.of(JsonReader.parse(line, lines.place()), lines.place());
                        if (id.equals(fields.any("id")) && "decision".equals(fields.any("kind"))) {
                            return decision(fields, lines.place());
                        }
                    }
                }
            }
        }
        throw new BadInputException("there is no decision `" + VisibleText.of(id, LONGEST_QUOTE) + "` in "
                + VisibleText.of(log.toString()));
    }

    private static LoggedDecision decision(LineFields fields, JsonReader.Place place) {
        if (!(fields.any("seq") instanceof Long number) || fields.instant("at") == null) {
            throw place.problem("the line has no number, or no time");
        }
        return new LoggedDecision(
                number,
                Objects.requireNonNull(fields.instant("at")),
                fields.requiredString("tool"),
                caller(fields.object("caller"), place),
                fields.requiredString("decision"),
                fields.name("code"),
                fields.name("rule"),
                fields.name("rule_name"),
                hash(fields, place),
                fields.requiredString("revision"),
                charges(fields, place));
    }

    private static String hash(LineFields fields, JsonReader.Place place) {
        if (!fields.has(HASH)) {
            throw place.problem(
                    fields.has("arguments_hmac_sha256")
                            ? "the arguments are hashed by a key, so none can be held against the line"
                            : "the arguments were no object within limits, so none can be held against the line");
        }
        String hash = fields.requiredString(HASH);
        if (hash.equals(REDACTED)) {
            throw place.problem("the hash of the arguments is redacted, so none can be held against the line");
        }
        return hash;
    }

    private static Caller caller(@Nullable LineFields fields, JsonReader.Place place) {
        Caller caller = Caller.anonymous();
        for (String part : List.of("grant", "session", "principal", "client")) {
            String name = fields == null ? null : fields.name(part);
            if (REDACTED.equals(name)) {
                throw place.problem("the caller's " + part + " is redacted, and conditions may look at it");
            }
            if (name != null) {
                caller = part.equals("client") ? caller.withClient(name) : CallReader.with(caller, part, name);
            }
        }
        return caller;
    }

    private static List<LoggedDecision.Charge> charges(LineFields fields, JsonReader.Place place) {
        List<LoggedDecision.Charge> charges = new ArrayList<>();
        if (fields.any("charges") instanceof List<?> listed) {
            for (Object each : listed) {
                LineFields charge = LineFields.of(each, place);
                charges.add(new LoggedDecision.Charge(
                        charge.requiredString("counter"),
                        charge.name("tool"),
                        charge.requiredString("window"),
                        charge.requiredString("scope"),
                        amount(charge, "before"),
                        amount(charge, "after"),
                        charge.has("max") ? amount(charge, "max") : null));
            }
        }
        return charges;
    }

    private static BigDecimal amount(LineFields charge, String name) {
        return charge.only(name).amounts().getOrDefault(name, BigDecimal.ZERO);
    }

    /**
     * Holds arguments against a decision.
     *
     * @throws BadInputException if they are not those that were decided on
     */
    public static void requireArguments(LoggedDecision logged, Map<String, @Nullable Object> arguments) {
        if (!CanonicalJson.sha256(arguments).equals(logged.argumentsHash())) {
            throw new BadInputException("these are not the arguments of the decision: their SHA-256 is "
                    + CanonicalJson.sha256(arguments) + ", and line " + logged.line() + " has "
                    + VisibleText.of(logged.argumentsHash(), LONGEST_QUOTE));
        }
    }
}
