package dev.mcppolicy.approval;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A human's yes that holds for later calls, for the operator alone.
 *
 * @param id names the yes
 * @param rule the rule that asked
 * @param tool the tool that was called
 * @param caller whose later calls may run on it: those of the same grant, principal and session
 * @param anyArguments whether they may have other arguments than the call that was asked about
 * @param until the instant from which it holds no more, by the engine's clock
 * @param usesLeft how many later calls may still run on it, or null for as many as come
 * @param by who gave it, or null where that is not known
 */
public record RememberedApproval(
        String id,
        AskingRule rule,
        String tool,
        Caller caller,
        boolean anyArguments,
        Instant until,
        @Nullable Integer usesLeft,
        @Nullable String by) {}
