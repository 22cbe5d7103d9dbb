package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.testkit.internal.RuleNames;
import dev.mcppolicy.testkit.internal.SpanText;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a drafted step expects: what was decided, as a test file says it.
 *
 * @param kind whether the call is allowed, denied or asks a human
 * @param rule the rule that denies or asks, or null where the call is allowed
 * @param name what the step calls that rule, likewise
 * @param code why the call is denied, or null where a denial by the rule says it already
 * @param retryAfter how long to wait, or null where none is said
 */
record ExpectedDecision(
        Kind kind,
        @Nullable RuleId rule,
        String name,
        @Nullable DenialCode code,
        @Nullable Duration retryAfter) {
    private static final Set<DenialCode> SAID_BY_THE_RULE = EnumSet.of(
            DenialCode.DENIED_BY_RULE,
            DenialCode.LIMIT_EXCEEDED,
            DenialCode.CONCURRENCY_EXCEEDED,
            DenialCode.HIDDEN,
            DenialCode.NOT_LISTED);

    enum Kind {
        ALLOWED,
        APPROVAL,
        DENIED
    }

    static ExpectedDecision of(Decision decision, RuleNames names) {
        return decision.fold(
                allow -> new ExpectedDecision(Kind.ALLOWED, null, "", null, null),
                deny -> ofDenial(deny.denial(), names),
                approval -> new ExpectedDecision(
                        Kind.APPROVAL, approval.rule(), name(approval.rule(), approval.ruleName(), names), null, null));
    }

    private static ExpectedDecision ofDenial(Denial denial, RuleNames names) {
        Duration wait = denial.retryAfter();
        return new ExpectedDecision(
                Kind.DENIED,
                denial.rule(),
                name(denial.rule(), denial.ruleName(), names),
                SAID_BY_THE_RULE.contains(denial.code()) ? null : denial.code(),
                wait != null && isSayable(wait) ? wait : null);
    }

    /** Whether a test file has a word for a span of time. */
    static boolean isSayable(Duration span) {
        return !span.isZero() && span.equals(Duration.ofSeconds(span.toSeconds()));
    }

    /** The author's name of a rule where it is that of no other, or else its id. */
    private static String name(RuleId rule, String label, RuleNames names) {
        try {
            return names.find(label).equals(Set.of(rule)) ? label : rule.value();
        } catch (IllegalArgumentException e) {
            return rule.value();
        }
    }

    /** Whether a step that expects this passes with another decision. */
    boolean isMetBy(Decision decision) {
        return decision.fold(
                allow -> kind == Kind.ALLOWED,
                deny -> kind == Kind.DENIED
                        && deny.denial().rule().equals(rule)
                        && (code == null || deny.denial().code() == code)
                        && (retryAfter == null
                                || retryAfter.equals(deny.denial().retryAfter())),
                approval -> kind == Kind.APPROVAL
                        && approval.rules().stream().map(AskingRule::id).anyMatch(id -> id.equals(rule)));
    }

    /** The value of {@code expect}. */
    Object written() {
        if (kind == Kind.ALLOWED) {
            return "allowed";
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(kind == Kind.DENIED ? "denied_by" : "approval_by", name);
        if (code != null) {
            fields.put("code", code.name());
        }
        if (retryAfter != null) {
            fields.put("retry_after", SpanText.of(retryAfter));
        }
        return fields;
    }
}
