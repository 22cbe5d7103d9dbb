package dev.mcppolicy.decision;

import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.RuleId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a call is denied.
 *
 * @param code the reason, for programs
 * @param rule where the rule that denies stands, or a pseudo rule
 * @param ruleName what to call the rule
 * @param message for the agent; never contains an argument's value
 * @param retryAfter for limits: how long to wait before the same call can pass; null when waiting would not help
 * @param max for a limit that is exceeded: the most that it lets its counter hold; for a concurrency rule: how many calls may
 *     run at once; else null
 * @param revision the revision of the policy that denies; empty without a policy
 * @param listed whether the caller sees the tool listed, by that revision; not for the agent where it is false
 */
public record Denial(
        DenialCode code,
        RuleId rule,
        String ruleName,
        String message,
        @Nullable Duration retryAfter,
        @Nullable BigDecimal max,
        String revision,
        boolean listed) {
    /** The key, of {@code _meta} in MCP, under which programs find the {@link #facts}. */
    public static final String FACTS_KEY = "dev.mcppolicy/denial";

    /**
     * The same denial, which waiting helps.
     *
     * @param wait how long to wait
     * @return the changed copy
     */
    public Denial withRetryAfter(Duration wait) {
        return new Denial(code, rule, ruleName, message, wait, max, revision, listed);
    }

    /**
     * The same denial with another message.
     *
     * @param text for the agent, without an argument's value
     * @return the changed copy
     */
    public Denial withMessage(String text) {
        return new Denial(code, rule, ruleName, text, retryAfter, max, revision, listed);
    }

    /**
     * What to tell an agent, in the words of the PolicyLayer format.
     *
     * @return {@code [POLICY DENIED]}, the message and, where waiting helps, the seconds to wait
     */
    public String text() {
        return text(PolicyFormat.POLICYLAYER);
    }

    /**
     * What to tell an agent, in the words that agents know from a policy's format.
     *
     * @param format the format of the policy
     * @return the prefix of the format, the message and, where waiting helps, the seconds to wait, rounded up
     */
    public String text(PolicyFormat format) {
        String prefix = format == PolicyFormat.INTERCEPT ? "[INTERCEPT POLICY DENIED] " : "[POLICY DENIED] ";
        if (retryAfter == null) {
            return prefix + message;
        }
        long seconds = secondsRoundedUp(retryAfter);
        return prefix + followed(message, "Retry after " + seconds + (seconds == 1 ? " second." : " seconds."));
    }

    /**
     * What programs want to know of a denial, as JSON values.
     *
     * @return {@code code}, {@code rule}, {@code policyRevision} and, where waiting helps, {@code retryAfterSeconds},
     *     rounded up; unmodifiable, in this order
     */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("code", code.name());
        facts.put("rule", rule.value());
        facts.put("policyRevision", revision);
        if (retryAfter != null) {
            facts.put("retryAfterSeconds", secondsRoundedUp(retryAfter));
        }
        return Collections.unmodifiableMap(facts);
    }

    /**
     * The same denial with a sentence after its message.
     *
     * @param sentence what to add
     * @return the changed copy, whose message has its full stop before the sentence
     */
    public Denial followedBy(String sentence) {
        return withMessage(followed(message, sentence));
    }

    /** One text after another, with a full stop between them. */
    static String followed(String first, String second) {
        return first + (first.endsWith(".") ? " " : ". ") + second;
    }

    private static long secondsRoundedUp(Duration wait) {
        return wait.getNano() > 0 ? wait.getSeconds() + 1 : wait.getSeconds();
    }
}
