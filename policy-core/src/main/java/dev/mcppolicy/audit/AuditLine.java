package dev.mcppolicy.audit;

import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.PolicyEvent;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolsEvent;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.JsonCheck;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.tool.ToolChange;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log, but for its head. Plain ASCII: whatever else a text holds is escaped, so that no reader finds a line
 * end, a control character or a change of direction in it.
 */
final class AuditLine {
    static final String AT = "\"at\":\"";
    static final String REDACTED = "(redacted)";

    /** Texts of a caller's choice are cut to this many characters. */
    static final int MAX_TEXT = 256;

    /** More names than this are not listed. */
    static final int MAX_NAMES = 100;

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    /** Denials before anyone has looked whether the arguments are JSON within limits. */
    private static final Set<DenialCode> UNCHECKED = EnumSet.of(
            DenialCode.INVALID_ARGUMENTS, DenialCode.UNAUTHENTICATED, DenialCode.NO_POLICY, DenialCode.INTERNAL_ERROR);

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final Set<AuditField> redacted;

    private AuditLine(Set<AuditField> redacted) {
        this.redacted = redacted;
    }

    static String of(DecisionEvent event, Set<AuditField> redacted, ArgumentsHash hash) {
        AuditLine line = new AuditLine(redacted);
        line.put("kind", "decision");
        line.put("id", event.id());
        line.put("answers", event.answers());
        if (event.answer() != null) {
            line.put("answer", line.answer(event.answer()));
        }
        line.putText("tool", event.call().tool());
        line.put("caller", line.caller(event.call().caller()));
        line.putDecision(event.decision());
        line.putArguments(event, hash);
        line.put("charges", event.charges().stream().map(AuditLine::charge).toList());
        line.put("latency_nanos", event.latencyNanos());
        line.put("revision", event.revision());
        if (!event.shadow().isEmpty()) {
            line.put("shadow", event.shadow().stream().map(AuditLine::audited).toList());
        }
        return line.text(event.at());
    }

    /** What a policy in shadow mode would have decided. */
    private static Map<String, @Nullable Object> audited(ShadowDecision audited) {
        AuditLine part = new AuditLine(Set.of());
        part.put("view", audited.view());
        part.put("decision", audited.kind().id());
        Denial denial = audited.denial();
        if (denial != null) {
            part.put("code", denial.code().name());
            part.putLimit(denial);
        }
        part.put("rule", audited.rule() == null ? null : audited.rule().value());
        part.put("rule_name", audited.ruleName());
        part.put("charges", audited.charges().stream().map(AuditLine::charge).toList());
        part.put("differs", audited.differs());
        part.put("revision", audited.revision());
        return part.members;
    }

    static String of(OutcomeEvent event, Set<AuditField> redacted) {
        AuditLine line = new AuditLine(redacted);
        line.put("kind", "outcome");
        line.put("id", event.id());
        line.putText("tool", event.call().tool());
        line.put("outcome", event.outcome().name().toLowerCase(Locale.ROOT));
        line.put("charges", event.charges().stream().map(AuditLine::settled).toList());
        line.put("revision", event.revision());
        return line.text(event.at());
    }

    static String of(PolicyEvent event) {
        AuditLine line = new AuditLine(Set.of());
        line.put("revision", event.revision());
        if (event.origin() != null) {
            line.putText("file", event.origin());
        }
        if (event instanceof PolicyEvent.Started started) {
            line.put("kind", "start");
            line.putText("policy", started.policy());
            line.put("mode", started.mode() == Mode.ENFORCE ? "enforce" : "shadow");
            line.put("version", started.version());
        } else if (event instanceof PolicyEvent.Reloaded reloaded) {
            line.put("kind", "reload");
            line.put("from", reloaded.before());
            line.putText("policy", reloaded.policy());
        } else if (event instanceof PolicyEvent.Refused refused) {
            line.put("kind", "reload_refused");
            line.putText("problem", refused.problem());
        }
        return line.text(event.at());
    }

    static String of(ToolsEvent event) {
        AuditLine line = new AuditLine(Set.of());
        line.put("kind", "tools");
        line.putText("server", event.server());
        line.put(
                "changes",
                event.changes().stream().limit(MAX_NAMES).map(line::change).toList());
        if (event.changes().size() > MAX_NAMES) {
            line.put("cut", true);
        }
        return line.text(event.at());
    }

    private Map<String, Object> change(ToolChange change) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("change", change.kind().id());
        if (change.tool() != null) {
            known.put("tool", cut(change.tool()));
        }
        if (!change.details().isEmpty()) {
            known.put("details", cut(String.join("; ", change.details())));
        }
        return known;
    }

    /** That a line that was being written when the last writer ended has been cut off. */
    static String ofTornTail(Instant at, long bytes) {
        AuditLine line = new AuditLine(Set.of());
        line.put("kind", "torn_tail");
        line.put("dropped_bytes", bytes);
        return line.text(at);
    }

    /** An instant as lines say it. */
    static String instant(Instant at) {
        return MILLIS.format(at);
    }

    private Map<String, Object> answer(DecisionEvent.Answer answer) {
        Map<String, Object> known = new LinkedHashMap<>();
        if (answer.by() != null) {
            known.put("by", cut(answer.by()));
        }
        if (answer.way() != null) {
            known.put("way", answer.way().id());
        }
        if (answer.at() != null) {
            known.put("at", MILLIS.format(answer.at()));
        }
        if (answer.note() != null) {
            known.put("note", cut(answer.note()));
        }
        return known;
    }

    private void putDecision(Decision decision) {
        if (decision instanceof Decision.Deny deny) {
            put("decision", "deny");
            put("code", deny.denial().code().name());
            put("rule", deny.denial().rule().value());
            put("rule_name", deny.denial().ruleName());
            putLimit(deny.denial());
        } else if (decision instanceof Decision.ApprovalRequired approval) {
            put("decision", "approval_required");
            put("rule", approval.rule().value());
            put("rule_name", approval.ruleName());
            if (approval.rules().size() > 1) {
                put(
                        "rules",
                        approval.rules().stream().map(rule -> rule.id().value()).toList());
            }
            put("expires_at", MILLIS.format(approval.expiresAt()));
        } else {
            put("decision", "allow");
        }
    }

    private void putLimit(Denial denial) {
        Duration retryAfter = denial.retryAfter();
        put("retry_after_millis", retryAfter == null ? null : retryAfter.toMillis());
        put("max", denial.max());
    }

    private void putArguments(DecisionEvent event, ArgumentsHash hash) {
        ToolCall call = event.call();
        if (areInvalid(call, event.decision())) {
            put("arguments", "invalid");
            return;
        }
        Map<String, @Nullable Object> arguments = call.argumentsAsObject();
        put("argument_names", redacted.contains(AuditField.ARGUMENT_NAMES) ? REDACTED : names(arguments));
        put(hash.name(), redacted.contains(AuditField.ARGUMENTS_HASH) ? REDACTED : hash.of(arguments));
    }

    private static boolean areInvalid(ToolCall call, Decision decision) {
        Object arguments = call.arguments();
        if (call.hasDroppedArguments() || (arguments != null && !(arguments instanceof Map))) {
            return true;
        }
        return decision instanceof Decision.Deny deny
                && UNCHECKED.contains(deny.denial().code())
                && JsonCheck.problem(arguments, JsonLimits.DEFAULT) != null;
    }

    private List<String> names(Map<String, @Nullable Object> arguments) {
        List<String> names = new ArrayList<>();
        for (String name : arguments.keySet()) {
            if (names.size() == MAX_NAMES) {
                put("cut", true);
                break;
            }
            names.add(cut(name));
        }
        return names;
    }

    private Map<String, Object> caller(Caller caller) {
        Map<String, Object> identities = new LinkedHashMap<>();
        if (caller.isAnonymous()) {
            identities.put("anonymous", true);
        }
        putIdentity(identities, "grant", AuditField.GRANT, caller.grant());
        putIdentity(identities, "principal", AuditField.PRINCIPAL, caller.principal());
        putIdentity(identities, "session", AuditField.SESSION, caller.session());
        putIdentity(identities, "client", AuditField.CLIENT, caller.client());
        return identities;
    }

    private void putIdentity(Map<String, Object> identities, String name, AuditField field, @Nullable String value) {
        if (value != null) {
            identities.put(name, redacted.contains(field) ? REDACTED : cut(value));
        }
    }

    private static Map<String, Object> charge(DecisionEvent.Charged charged) {
        Map<String, Object> charge = counter(charged.counter().definition());
        charge.put("before", charged.before());
        charge.put("after", charged.after());
        if (charged.max() != null) {
            charge.put("max", charged.max());
        }
        return charge;
    }

    private static Map<String, Object> settled(OutcomeEvent.Settled settled) {
        Map<String, Object> charge = counter(settled.counter().definition());
        charge.put("reserved", settled.reserved());
        charge.put("settled", settled.settled());
        return charge;
    }

    private static Map<String, Object> counter(CounterDefinition definition) {
        Map<String, Object> counter = new LinkedHashMap<>();
        counter.put("counter", definition.counter());
        if (!(definition.place() instanceof RulePlace.EveryTool)) {
            counter.put("tool", definition.place().name());
        }
        counter.put("window", definition.window().id());
        counter.put("scope", definition.scope().id());
        return counter;
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private void putText(String name, String value) {
        put(name, cut(value));
    }

    private String cut(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        put("cut", true);
        return text.substring(0, MAX_TEXT);
    }

    private String text(Instant at) {
        return AT + MILLIS.format(at) + "\","
                + ascii(CanonicalJson.write(members)).substring(1);
    }

    /** Outside strings, JSON is ASCII already, so an escape is right wherever it is needed. */
    private static String ascii(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7f) {
                text.append(c);
            } else {
                text.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return text.toString();
    }
}
