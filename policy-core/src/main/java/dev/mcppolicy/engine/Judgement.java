package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.json.JsonCheck;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.model.CounterPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The judging of one call by one snapshot, step by step. It does no input or output: between the steps, whoever drives
 * it asks the counter store, blocking or not. Used by one thread at a time.
 */
final class Judgement {
    private final CompiledPolicy policy;
    private final ToolCall call;
    private final Map<String, @Nullable Object> arguments;
    private @Nullable CompiledTool tool;
    private List<Charge> charges = List.of();
    private @Nullable CompiledApproval approval;
    private PendingApprovals.@Nullable Ticket ticket;
    private boolean timed;
    private long nowMillis;

    Judgement(CompiledPolicy policy, ToolCall call) {
        this.policy = policy;
        this.call = call;
        this.arguments = call.argumentsAsObject();
    }

    /** Arguments, hidden, listed: the denial, or null to go on. */
    Decision.@Nullable Deny begin(JsonLimits limits) {
        String problem = problem(limits);
        if (problem != null) {
            return policy.denials().invalidArguments(problem);
        }
        tool = policy.tool(call.tool());
        return tool == null ? policy.refusal(call.tool()) : null;
    }

    private @Nullable String problem(JsonLimits limits) {
        if (call.problem() != null) {
            return call.problem();
        }
        Object given = call.arguments();
        if (given == null) {
            return null;
        }
        if (!(given instanceof Map)) {
            return "they are not an object";
        }
        return call.isFrozenWithin(limits) ? null : JsonCheck.problem(given, limits);
    }

    CompiledTool tool() {
        CompiledTool found = tool;
        if (found == null) {
            throw new IllegalStateException("the tool is found in the first step");
        }
        return found;
    }

    /** The instant of the decision, read from the clock when it is first needed and not again. */
    long nowMillis(InstantSource clock) {
        if (!timed) {
            nowMillis = clock.millis();
            timed = true;
        }
        return nowMillis;
    }

    ToolCall call() {
        return call;
    }

    Map<String, @Nullable Object> arguments() {
        return arguments;
    }

    List<Charge> charges() {
        return charges;
    }

    /** The approval that the call still needs, or null. */
    @Nullable
    CompiledApproval approval() {
        return approval;
    }

    /** Notes that the approval has been given. */
    void approved() {
        approval = null;
    }

    /** The call's place among its caller's pending approvals, or null. */
    PendingApprovals.@Nullable Ticket ticket() {
        return ticket;
    }

    void queued(PendingApprovals.@Nullable Ticket place) {
        ticket = place;
    }

    String revision() {
        return policy.revision();
    }

    Decision.Allow allowed(Reservation reservation) {
        return reservation == Reservation.empty() ? policy.allowed() : policy.allowed(reservation);
    }

    /** The counters whose values the conditions need. */
    List<CounterKey> keysToRead() {
        List<CounterKey> keys = new ArrayList<>();
        for (CounterKey key : tool().readKeys(call.caller())) {
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** The values of {@link #keysToRead}, less what a held reservation put there. */
    CounterReadings readings(long[] units, List<Charge> credited) {
        Map<CounterPath, BigDecimal> values = new HashMap<>();
        int next = 0;
        for (Map.Entry<CounterPath, CompiledLimit> read : tool().reads().entrySet()) {
            CounterKey key = read.getValue().key(call.caller());
            if (key != null) {
                long used = Math.max(0, units[next++] - creditOf(key, credited));
                values.put(read.getKey(), key.definition().scale().amountOf(used));
            }
        }
        return new CounterReadings(values);
    }

    private static long creditOf(CounterKey key, List<Charge> credited) {
        return credited.stream()
                .filter(charge -> charge.key().equals(key))
                .mapToLong(Charge::units)
                .sum();
    }

    /** Conditions and the making of the charges: the denial, or null to go on. */
    Decision.@Nullable Deny conditions(CounterReadings counters) {
        CompiledTool rules = tool();
        Decision.Deny denial = rules.check(arguments, counters);
        if (denial != null) {
            return denial;
        }
        List<Charge> made = rules.charges(arguments, call.caller());
        if (made == null) {
            return rules.chargeDenial(arguments, call.caller());
        }
        charges = made;
        approval = rules.approval(arguments, counters);
        return null;
    }

    /** The denial for charges that the store refused. */
    Decision.Deny refused(Refusal refusal) {
        CompiledLimit limit = tool().limit(refusal.index());
        if (refusal.reason() == Refusal.Reason.STORE_FULL) {
            return limit.storeFull();
        }
        Decision.Deny denial = limit.exceeded();
        return refusal.retryAfterMillis() < 0
                ? denial
                : new Decision.Deny(denial.denial().withRetryAfter(Duration.ofMillis(refusal.retryAfterMillis())));
    }
}
