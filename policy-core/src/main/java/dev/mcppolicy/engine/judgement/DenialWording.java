package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.text.VisibleText;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The denials of one policy, and their default wording, which is the reference's where the reference has one. */
public final class DenialWording {
    private static final int LONGEST_TOOL = 128;

    private final @Nullable Policy policy;
    private final String revision;

    public DenialWording(@Nullable Policy policy) {
        this.policy = policy;
        this.revision = policy == null ? "" : policy.revision();
    }

    /** What to call a rule. One string for all rules so called, as large policies say the same of many tools. */
    String label(Rule rule) {
        return (policy == null ? rule.description() : policy.labelOf(rule)).intern();
    }

    Decision.Deny unauthenticated() {
        return pseudo(DenialCode.UNAUTHENTICATED, RuleId.NO_POLICY, "The caller could not be identified", false);
    }

    Decision.Deny noPolicy() {
        return pseudo(DenialCode.NO_POLICY, RuleId.NO_POLICY, "There is no policy for this caller", false);
    }

    Decision.Deny invalidArguments(String problem, boolean listed) {
        return pseudo(DenialCode.INVALID_ARGUMENTS, RuleId.ARGUMENTS, "Invalid arguments: " + problem, listed);
    }

    Decision.Deny hidden(String tool) {
        return pseudo(DenialCode.HIDDEN, RuleId.HIDDEN, "Tool \"" + shown(tool) + "\" is hidden by policy", false);
    }

    Decision.Deny notListed(String tool) {
        return pseudo(
                DenialCode.NOT_LISTED,
                RuleId.DEFAULT_DENY,
                "Tool \"" + shown(tool) + "\" is not permitted by policy",
                false);
    }

    Decision.Deny drifted(String tool) {
        return pseudo(
                DenialCode.DRIFTED,
                RuleId.LOCK,
                "Tool \"" + shown(tool) + "\" is not defined as it was accepted",
                false);
    }

    /**
     * The denial of a call that could not be judged, whose reason is for the log alone; throws for want of memory.
     *
     * @param listed whether the tool is known to be listed
     */
    public static Decision.Deny internalError(Throwable failure, boolean listed) {
        if (failure instanceof OutOfMemoryError error) {
            throw error;
        }
        FailureLog.error("a call could not be judged, and is denied", failure);
        return new DenialWording(null)
                .pseudo(DenialCode.INTERNAL_ERROR, RuleId.ENGINE, "The call could not be judged", listed);
    }

    Decision.Deny byRule(Rule rule) {
        return of(DenialCode.DENIED_BY_RULE, rule, "Denied by rule \"" + shownLabel(rule) + "\"");
    }

    Decision.Deny limitExceeded(Limit limit) {
        String message =
                Objects.requireNonNullElseGet(limit.message(), () -> "Rate limit exceeded for " + shownLabel(limit));
        BigDecimal max =
                limit.maxUnits() >= Charge.MOST_UNITS ? null : limit.scale().amountOf(limit.maxUnits());
        return new Decision.Deny(new Denial(
                DenialCode.LIMIT_EXCEEDED, limit.id(), label(limit), message.intern(), null, max, revision, true));
    }

    /** The denial of a call for which no place is free; nobody knows for how long. */
    Decision.Deny concurrencyExceeded(Concurrency rule) {
        String message = Objects.requireNonNullElseGet(
                rule.message(), () -> "Concurrency limit reached for " + shownLabel(rule));
        return new Decision.Deny(new Denial(
                DenialCode.CONCURRENCY_EXCEEDED,
                rule.id(),
                label(rule),
                message.intern(),
                null,
                BigDecimal.valueOf(rule.max()),
                revision,
                true));
    }

    /** The denial by a rule that cannot be told for what it looks at: a path, a name, or null where that is unknown. */
    Decision.Deny cannotEvaluate(Rule rule, @Nullable String untold) {
        return untold(rule, untold == null ? "" : " (`" + VisibleText.of(untold) + "` cannot be told)");
    }

    /** The denial by a rule for which too little work was left, at the comparison that asked for more. */
    Decision.Deny tooMuchWork(Rule rule, String comparison) {
        return untold(rule, " (`" + VisibleText.of(comparison) + "` takes too much work)");
    }

    private Decision.Deny untold(Rule rule, String why) {
        String message = Objects.requireNonNullElseGet(
                rule.message(), () -> "Rule \"" + shownLabel(rule) + "\" cannot be evaluated for these arguments");
        return new Decision.Deny(new Denial(
                DenialCode.CANNOT_EVALUATE, rule.id(), label(rule), message + why, null, null, revision, true));
    }

    Decision.Deny invalidAmount(Limit limit) {
        return fixed(
                DenialCode.INVALID_AMOUNT,
                limit,
                "The amount for \"" + shownLabel(limit) + "\" is missing or not valid");
    }

    Decision.Deny invalidKey(Rule rule) {
        return fixed(
                DenialCode.INVALID_KEY, rule, "What \"" + shownLabel(rule) + "\" counts by is missing or not valid");
    }

    Decision.Deny callerUnknown(Rule rule, Scope scope) {
        return fixed(
                DenialCode.CALLER_UNKNOWN,
                rule,
                "The caller has no " + scope.id() + ", by which \"" + shownLabel(rule) + "\" counts");
    }

    Decision.Deny storeUnavailable(Rule rule) {
        return fixed(DenialCode.STORE_UNAVAILABLE, rule, "The policy's counters are unavailable");
    }

    Decision.Deny storeFull(Rule rule) {
        return fixed(DenialCode.STORE_FULL, rule, "The policy's counters are full");
    }

    Decision.Deny tooManyPending(Rule rule) {
        return fixed(DenialCode.LIMIT_EXCEEDED, rule, "Too many approvals are pending");
    }

    /** The denial of a call that a human has declined, and is not asked about again yet. */
    Decision.Deny declinedBefore(AskingRule rule) {
        return asking(
                DenialCode.APPROVAL_DECLINED, rule, "A human has declined this call, and is not asked again yet.");
    }

    /** The denial of a call that a human has approved for other rules than one which asks by now. */
    Decision.Deny notAskedFor(AskingRule rule) {
        return asking(DenialCode.APPROVAL_VOID, rule, "The human who approved this call was not asked for that.");
    }

    private Decision.Deny asking(DenialCode code, AskingRule rule, String why) {
        return new Decision.Deny(
                new Denial(code, rule.id(), rule.name(), rule.message(), null, null, revision, true).followedBy(why));
    }

    public static Decision.Deny ofApproval(DenialCode code, Decision.ApprovalRequired approval, String message) {
        return new Decision.Deny(
                new Denial(code, approval.rule(), approval.ruleName(), message, null, null, approval.revision(), true));
    }

    private String shownLabel(Rule rule) {
        return VisibleText.of(label(rule));
    }

    /** A tool's name as a client sent it. */
    private static String shown(String tool) {
        return VisibleText.of(tool, LONGEST_TOOL);
    }

    private Decision.Deny pseudo(DenialCode code, RuleId rule, String message, boolean listed) {
        return new Decision.Deny(new Denial(code, rule, rule.value(), message, null, null, revision, listed));
    }

    private Decision.Deny of(DenialCode code, Rule rule, String otherwise) {
        return fixed(code, rule, Objects.requireNonNullElse(rule.message(), otherwise));
    }

    private Decision.Deny fixed(DenialCode code, Rule rule, String message) {
        return new Decision.Deny(
                new Denial(code, rule.id(), label(rule), message.intern(), null, null, revision, true));
    }
}
