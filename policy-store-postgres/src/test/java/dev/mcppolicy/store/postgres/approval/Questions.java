package dev.mcppolicy.store.postgres.approval;

import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Requests as engines make them. */
final class Questions {
    static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
    static final Duration TIME = Duration.ofMinutes(5);
    static final Caller SHOP = Caller.ofGrant("shop");

    private Questions() {}

    static ApprovalRequest request(String id) {
        return request(id, NOON);
    }

    static ApprovalRequest request(String id, Instant now) {
        return request(id, SHOP, "0123", now);
    }

    static ApprovalRequest request(String id, Caller caller, String revision, Instant now) {
        return new ApprovalRequest(
                id,
                ToolCall.of("refund", Map.of("amount", 5), caller),
                List.of(rule("large refunds", 0)),
                revision,
                now.plus(TIME));
    }

    static AskingRule rule(String name, int index) {
        return new AskingRule(RuleId.pointer("/tools/refund/approvals", index), name, "Over 4.");
    }
}
