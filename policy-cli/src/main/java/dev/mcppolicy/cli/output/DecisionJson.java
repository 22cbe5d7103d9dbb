package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ShadowDecision;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decisions as programs read them. A member that does not apply is left out. */
public final class DecisionJson {
    private DecisionJson() {}

    /** A decision, and what would have been decided were nothing in shadow mode. */
    public static Map<String, Object> of(Decision decision, @Nullable ShadowDecision shadow) {
        Map<String, Object> answer = decision.fold(
                allow -> new LinkedHashMap<>(Map.of("decision", "allow")),
                deny -> denied(deny.denial()),
                DecisionJson::asked);
        if (shadow != null) {
            answer.put("shadow", of(shadow));
        }
        return answer;
    }

    static Map<String, Object> of(ShadowDecision shadow) {
        Denial denial = shadow.denial();
        if (shadow.kind() == ShadowDecision.Kind.DENY && denial != null) {
            return denied(denial);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        boolean asks = shadow.kind() == ShadowDecision.Kind.APPROVAL_REQUIRED;
        answer.put("decision", asks ? "approval" : shadow.kind().id());
        if (shadow.rule() != null && shadow.ruleName() != null) {
            answer.put("rule", shadow.rule().value());
            answer.put("ruleName", shadow.ruleName());
        }
        return answer;
    }

    /** Whole seconds, rounded up: waiting shorter would not help. */
    static Duration rounded(Duration wait) {
        return Duration.ofSeconds(wait.getNano() > 0 ? wait.getSeconds() + 1 : wait.getSeconds());
    }

    private static Map<String, Object> denied(Denial denial) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("decision", "deny");
        answer.put("code", denial.code().name());
        answer.put("rule", denial.rule().value());
        answer.put("ruleName", denial.ruleName());
        answer.put("message", denial.message());
        if (denial.retryAfter() != null) {
            answer.put("retryAfterSeconds", rounded(denial.retryAfter()).toSeconds());
        }
        return answer;
    }

    private static Map<String, Object> asked(Decision.ApprovalRequired approval) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("decision", "approval");
        answer.put("rule", approval.rule().value());
        answer.put("ruleName", approval.ruleName());
        answer.put("message", approval.message());
        if (approval.rules().size() > 1) {
            answer.put(
                    "rules",
                    approval.rules().stream().map(rule -> rule.id().value()).toList());
        }
        return answer;
    }
}
