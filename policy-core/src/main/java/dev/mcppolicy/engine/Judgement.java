package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.CounterPath;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The judging of one call by the rules of its tool, step by step. It does no input or output: between the steps, whoever drives
 * it asks the counter store, blocking or not. Used by one thread at a time.
 */
final class Judgement {
    private final CompiledPolicy policy;
    private final CompiledTool tool;
    private final ToolCall call;
    private final Map<String, @Nullable Object> arguments;
    private final Work work;
    private List<Charge> charges = List.of();
    private @Nullable CompiledApproval approval;
    private PendingApprovals.@Nullable Ticket ticket;
    private boolean timed;
    private long nowMillis;

    Judgement(CompiledPolicy policy, CompiledTool tool, ToolCall call, Work work) {
        this.work = work;
        this.policy = policy;
        this.tool = tool;
        this.call = call;
        this.arguments = call.argumentsAsObject();
    }

    CompiledTool tool() {
        return tool;
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
        return policy.allowed(reservation);
    }

    /** The counters whose values the conditions need. */
    List<CounterKey> keysToRead() {
        List<CounterKey> keys = new ArrayList<>();
        for (CounterKey key : tool.readKeys(call.caller())) {
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** The values of {@link #keysToRead}. */
    CounterReadings readings(long[] units) {
        Map<CounterPath, BigDecimal> values = new HashMap<>();
        int next = 0;
        for (Map.Entry<CounterPath, CompiledLimit> read : tool.reads().entrySet()) {
            CounterKey key = read.getValue().key(call.caller());
            if (key != null) {
                values.put(read.getKey(), key.definition().scale().amountOf(units[next++]));
            }
        }
        return new CounterReadings(values);
    }

    /**
     * Conditions and the making of the charges: the denial, or null to go on. Each approval rule is put to the call once,
     * since a condition written in Java need not say the same twice.
     */
    Decision.@Nullable Deny conditions(CounterReadings counters) {
        Decision.Deny denial = tool.check(arguments, counters, work);
        if (denial != null) {
            return denial;
        }
        CompiledApproval needed = null;
        for (CompiledApproval rule : tool.approvals()) {
            Truth fires = rule.fires(arguments, counters, work);
            if (fires == Truth.CANNOT_TELL || work.passedBy() != null) {
                return rule.cannotTell(arguments, counters, work);
            }
            if (fires == Truth.TRUE && needed == null) {
                needed = rule;
            }
        }
        List<Charge> made = tool.charges(arguments, call.caller());
        if (made == null) {
            return tool.chargeDenial(arguments, call.caller());
        }
        charges = made;
        approval = needed;
        return null;
    }
}
