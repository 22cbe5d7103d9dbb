package dev.mcppolicy.dsl;

import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.text.SetOnce;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rule while it is written. */
final class RuleDraft {
    /** The kinds of rules, and the key under which PolicyLayer lists them or would. */
    enum Kind {
        REQUIRE("require"),
        DENY_IF("deny_if"),
        LIMIT("limits"),
        CONCURRENCY("concurrent"),
        APPROVAL("approvals");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    private final Kind kind;
    private final List<Condition> conditions;
    private final @Nullable LimitBuilder limit;
    private final @Nullable ConcurrencyBuilder concurrency;
    private @Nullable String name;
    private @Nullable String message;
    private @Nullable Duration timeout;
    private @Nullable ApprovedBy by;
    private @Nullable Remembrance remember;
    private List<Condition> when = List.of();
    private Mode mode = Mode.ENFORCE;

    RuleDraft(Kind kind, List<Condition> conditions) {
        this.kind = kind;
        this.conditions = conditions;
        this.limit = null;
        this.concurrency = null;
    }

    RuleDraft(LimitBuilder limit) {
        this.kind = Kind.LIMIT;
        this.conditions = List.of();
        this.limit = limit;
        this.concurrency = null;
    }

    RuleDraft(ConcurrencyBuilder concurrency) {
        this.kind = Kind.CONCURRENCY;
        this.conditions = List.of();
        this.limit = null;
        this.concurrency = concurrency;
    }

    Kind kind() {
        return kind;
    }

    void name(String text) {
        OptionCheck.check("name", name, text);
        name = text;
    }

    void message(String text) {
        OptionCheck.check("message", message, text);
        message = text;
    }

    void timeout(Duration wait) {
        SetOnce.check("time-out", timeout == null ? null : timeout.toString());
        if (wait.isZero() || wait.isNegative()) {
            throw new IllegalArgumentException("an approval's time-out must be more than zero, not `" + wait + "`");
        }
        timeout = wait;
    }

    void approvedBy(ApprovedBy who) {
        SetOnce.check("one whose yes counts", by == null ? null : by.id());
        by = who;
    }

    void remembered(Remembrance yes) {
        SetOnce.check("memory", remember == null ? null : remember.toString());
        remember = approval(RuleHead.of(new RuleId("(rule)")).withWhen(when))
                .withRemember(yes)
                .remember();
    }

    void when(List<Condition> conditions) {
        SetOnce.check("when", when.isEmpty() ? null : when.toString());
        when = approval(RuleHead.of(new RuleId("(rule)")).withWhen(conditions)).when();
    }

    void shadow() {
        mode = OptionCheck.shadow(mode);
    }

    /** Whether this is an enforced approval of every call with the usual time-out. */
    boolean isPlainApproval() {
        return kind == Kind.APPROVAL
                && conditions.isEmpty()
                && when.isEmpty()
                && timeoutOrDefault().equals(RequireApproval.DEFAULT_TIMEOUT)
                && by == null
                && remember == null
                && mode == Mode.ENFORCE;
    }

    Rule rule(RuleId id) {
        if (limit != null) {
            return limit.at(id);
        }
        if (concurrency != null) {
            return concurrency.at(id);
        }
        RuleHead head = new RuleHead(id, name, message, mode, when);
        return switch (kind) {
            case REQUIRE -> new Require(head, conditions);
            case DENY_IF -> new DenyIf(head, conditions);
            case APPROVAL -> approval(head);
            case LIMIT, CONCURRENCY -> throw new IllegalStateException("a limit is made of its builder");
        };
    }

    private RequireApproval approval(RuleHead head) {
        RequireApproval plain = RequireApproval.of(head, kind == Kind.APPROVAL ? conditions : List.of())
                .withTimeout(timeoutOrDefault())
                .withRemember(remember);
        return by == null ? plain : plain.withBy(by);
    }

    private Duration timeoutOrDefault() {
        return timeout == null ? RequireApproval.DEFAULT_TIMEOUT : timeout;
    }
}
