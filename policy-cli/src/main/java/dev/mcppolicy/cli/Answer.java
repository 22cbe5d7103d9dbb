package dev.mcppolicy.cli;

import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.Denial;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decisions as programs read them. A member that does not apply is left out. */
final class Answer {
    private Answer() {}

    static Map<String, Object> of(Decision decision) {
        return decision.fold(allow -> new LinkedHashMap<>(Map.of("decision", "allow")), Answer::denied, Answer::asked);
    }

    /** Whole seconds, rounded up: waiting shorter would not help. */
    static long seconds(Duration wait) {
        return wait.getNano() > 0 ? wait.getSeconds() + 1 : wait.getSeconds();
    }

    private static Map<String, Object> denied(Decision.Deny deny) {
        Denial denial = deny.denial();
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
