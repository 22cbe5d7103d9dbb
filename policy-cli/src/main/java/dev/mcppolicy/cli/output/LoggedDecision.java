package dev.mcppolicy.cli.output;

import dev.mcppolicy.decision.Caller;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line of an audit log says of a decision. Everything in it is as the log has it, which is for {@code audit verify}
 * to vouch for.
 *
 * @param line the line's number in the log
 * @param at when it was decided
 * @param tool the tool that was called
 * @param caller who called, without attributes, which no line has
 * @param decision {@code allow}, {@code deny} or {@code approval_required}
 * @param code why the call was denied, or null
 * @param rule the rule that denied or asked, or null
 * @param ruleName what it is called, or null
 * @param argumentsHash SHA-256 of the canonical arguments
 * @param revision the policy that decided
 * @param charges what was charged
 */
public record LoggedDecision(
        long line,
        Instant at,
        String tool,
        Caller caller,
        String decision,
        @Nullable String code,
        @Nullable String rule,
        @Nullable String ruleName,
        String argumentsHash,
        String revision,
        List<Charge> charges) {
    public LoggedDecision {
        charges = List.copyOf(charges);
    }

    /**
     * A counter that was charged.
     *
     * @param counter its name
     * @param tool the tool or group whose it is, or null for every tool's
     * @param max the most that its limit lets it hold, or null
     */
    public record Charge(
            String counter,
            @Nullable String tool,
            String window,
            String scope,
            BigDecimal before,
            BigDecimal after,
            @Nullable BigDecimal max) {}
}
