package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.AuditedDecision;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decisions as programs read them. A member that does not apply is left out. */
public final class DecisionJson {
    private DecisionJson() {}

    /** A decision, and what would have been decided were nothing in audit mode. */
    public static Map<String, Object> of(Decision decision, @Nullable AuditedDecision audited) {
        Map<String, Object> answer = decision.fold(
                allow -> new LinkedHashMap<>(Map.of("decision", "allow")),
                deny -> denied(deny.denial()),
                DecisionJson::asked);
        if (audited != null) {
            answer.put("audited", of(audited));
        }
        return answer;
    }

    private static Map<String, Object> of(AuditedDecision audited) {
        Denial denial = audited.denial();
        if (audited.kind() == AuditedDecision.Kind.DENY && denial != null) {
            return denied(denial);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        boolean asks = audited.kind() == AuditedDecision.Kind.APPROVAL_REQUIRED;
        answer.put("decision", asks ? "approval" : audited.kind().id());
        if (audited.rule() != null && audited.ruleName() != null) {
            answer.put("rule", audited.rule().value());
            answer.put("ruleName", audited.ruleName());
        }
        return answer;
    }

    /** Whole seconds, rounded up: waiting shorter would not help. */
    static long seconds(Duration wait) {
        return wait.getNano() > 0 ? wait.getSeconds() + 1 : wait.getSeconds();
    }

    private static Map<String, Object> denied(Denial denial) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("decision", "deny");
        answer.put("code", denial.code().name());
        answer.put("rule", denial.rule().value());
        answer.put("ruleName", denial.ruleName());
        answer.put("message", denial.message());
        if (denial.retryAfter() != null) {
            answer.put("retryAfterSeconds", seconds(denial.retryAfter()));
        }
        return answer;
    }

    private static Map<String, Object> asked(Decision.ApprovalRequired approval) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("decision", "approval");
        answer.put("rule", approval.rule().value());
        answer.put("ruleName", approval.ruleName());
        answer.put("message", approval.message());
        return answer;
    }
}
