package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes a call through its {@link Judgement}, and asks the counter store between the steps. A store that fails becomes a
 * denial here; nothing stays charged for a call that is denied, save where the store cannot say.
 */
final class Judge {
    private final CounterStore store;
    private final InstantSource clock;
    private final JsonLimits argumentLimits;
    private final WorkLimits workLimits;
    private final Duration storeTimeout;
    private final PendingApprovals pending;
    /** Begins what is said to the log. */
    private final String who;

    Judge(
            CounterStore store,
            InstantSource clock,
            JsonLimits argumentLimits,
            WorkLimits workLimits,
            Duration storeTimeout,
            PendingApprovals pending) {
        this(store, clock, argumentLimits, workLimits, storeTimeout, pending, "");
    }

    Judge(
            CounterStore store,
            InstantSource clock,
            JsonLimits argumentLimits,
            WorkLimits workLimits,
            Duration storeTimeout,
            PendingApprovals pending,
            String who) {
        this.who = who;
        this.store = store;
        this.clock = clock;
        this.argumentLimits = argumentLimits;
        this.workLimits = workLimits;
        this.storeTimeout = storeTimeout;
        this.pending = pending;
    }

    /**
     * Decides on a call, blocking while the store works.
     *
     * @param left the work that is left for the call, or null where nobody else counts it
     */
    Decision judge(CompiledPolicy policy, ToolCall call, @Nullable Work left) {
        String problem = call.problem(argumentLimits);
        CompiledTool tool = problem == null ? policy.tool(call.tool()) : null;
        if (tool == null) {
            return policy.refusal(problem, call.tool());
        }
        Work work = left == null ? tool.work(workLimits) : left;
        return tool.isPlain()
                ? judgePlain(policy, tool, call, work)
                : judgeInSteps(new Judgement(policy, tool, call, work));
    }

    /** The steps of a {@link Judgement} in one go, without a state that would have to be allocated. */
    private Decision judgePlain(CompiledPolicy policy, CompiledTool tool, ToolCall call, Work work) {
        Map<String, @Nullable Object> arguments = call.argumentsAsObject();
        Decision denial = tool.check(arguments, CounterReadings.NONE, work);
        if (denial != null) {
            return denial;
        }
        List<Charge> charges = tool.charges(arguments, call.caller());
        if (charges == null) {
            return tool.chargeDenial(arguments, call.caller());
        }
        if (charges.isEmpty()) {
            return policy.allowed(Reservation.empty());
        }
        long now = clock.millis();
        ReserveResult result;
        try {
            result = answered(store.reserve(charges, now));
        } catch (Throwable e) {
            return concludeWithout(new Judgement(policy, tool, call, work), e);
        }
        return result instanceof Refusal refusal ? tool.refused(refusal) : policy.allowed((Reservation) result);
    }

    private Decision judgeInSteps(Judgement judgement) {
        Decision denial = readAndJudge(judgement, Reservation.empty());
        if (denial == null) {
            denial = queueForApproval(judgement);
        }
        if (denial != null) {
            return denial;
        }
        if (judgement.charges().isEmpty()) {
            return conclude(judgement, Reservation.empty());
        }
        long now = judgement.nowMillis(clock);
        ReserveResult result;
        try {
            result = answered(store.reserve(judgement.charges(), now));
        } catch (Throwable e) {
            return concludeWithout(judgement, e);
        }
        return conclude(judgement, result);
    }

    /** As {@link #judge}, with the store asked by its asynchronous form. */
    CompletableFuture<Decision> judgeAsync(CompiledPolicy policy, ToolCall call, @Nullable Work left) {
        String problem = call.problem(argumentLimits);
        CompiledTool tool = problem == null ? policy.tool(call.tool()) : null;
        if (tool == null) {
            return CompletableFuture.completedFuture(policy.refusal(problem, call.tool()));
        }
        Judgement judgement = new Judgement(policy, tool, call, left == null ? tool.work(workLimits) : left);
        if (judgement.tool().reads().isEmpty()) {
            return chargeAsync(judgement, judgement.conditions(CounterReadings.NONE));
        }
        long now = judgement.nowMillis(clock);
        return TimeLimited.within(() -> store.readAsync(judgement.keysToRead(), now), storeTimeout, late -> {})
                .handle((units, failure) -> failure == null
                        ? judgement.conditions(judgement.readings(units))
                        : storeFailed(judgement.tool().readFailure(), failure))
                .thenCompose(denied -> chargeAsync(judgement, denied));
    }

    /**
     * Decides anew on a call whose approval has been given: as of now, with its held charges credited. The held
     * reservation is settled in any case.
     */
    Decision judgeApproved(CompiledPolicy policy, Decision.ApprovalRequired approval) {
        Reservation held = approval.reservation();
        String problem = approval.call().problem(argumentLimits);
        CompiledTool tool = problem == null ? policy.tool(approval.call().tool()) : null;
        if (tool == null) {
            release(held);
            return policy.refusal(problem, approval.call().tool());
        }
        Judgement judgement = new Judgement(policy, tool, approval.call(), tool.work(workLimits));
        Decision denial = readAndJudge(judgement, held);
        if (denial != null) {
            release(held);
            return denial;
        }
        judgement.approved();
        if (judgement.charges().isEmpty()) {
            release(held);
            return conclude(judgement, Reservation.empty());
        }
        long now = judgement.nowMillis(clock);
        ReserveResult result;
        try {
            result = answered(store.swap(held, judgement.charges(), now));
        } catch (Throwable e) {
            // The store may have given the held charges back before it failed; giving them back again would be twice.
            held.commit();
            return concludeWithout(judgement, e);
        }
        if (result instanceof Reservation) {
            held.commit();
        } else {
            release(held);
        }
        return conclude(judgement, result);
    }

    /** Gives charges back; when the store cannot, they stand, and the log says so. */
    static void release(Reservation reservation) {
        try {
            reservation.release().whenComplete((done, failure) -> {
                if (failure != null) {
                    FailureLog.warning("charges could not be released, and stand", failure);
                }
            });
        } catch (Throwable e) {
            FailureLog.warning("charges could not be released, and stand", e);
        }
    }

    private Decision.@Nullable Deny readAndJudge(Judgement judgement, Reservation credited) {
        if (judgement.tool().reads().isEmpty()) {
            return judgement.conditions(CounterReadings.NONE);
        }
        long now = judgement.nowMillis(clock);
        long[] units;
        try {
            List<CounterKey> keys = judgement.keysToRead();
            units = answered(
                    credited.charges().isEmpty() ? store.read(keys, now) : store.readCrediting(credited, keys, now));
        } catch (Throwable e) {
            return storeFailed(judgement.tool().readFailure(), e);
        }
        return judgement.conditions(judgement.readings(units));
    }

    private CompletableFuture<Decision> chargeAsync(Judgement judgement, @Nullable Decision denied) {
        Decision denial = denied == null ? queueForApproval(judgement) : denied;
        if (denial != null) {
            return CompletableFuture.completedFuture(denial);
        }
        if (judgement.charges().isEmpty()) {
            return CompletableFuture.completedFuture(conclude(judgement, Reservation.empty()));
        }
        long now = judgement.nowMillis(clock);
        return TimeLimited.within(() -> store.reserveAsync(judgement.charges(), now), storeTimeout, Judge::releaseLate)
                .handle((result, failure) ->
                        failure == null ? conclude(judgement, result) : concludeWithout(judgement, failure));
    }

    /** Where the call needs an approval, takes a place among its caller's; the denial if there is none. */
    private Decision.@Nullable Deny queueForApproval(Judgement judgement) {
        CompiledApproval approval = judgement.approval();
        if (approval == null) {
            return null;
        }
        Instant now = Instant.ofEpochMilli(judgement.nowMillis(clock));
        PendingApprovals.Ticket ticket = pending.tryAdd(judgement.call().caller(), now, now.plus(approval.timeout()));
        judgement.queued(ticket);
        return ticket == null ? approval.tooManyPending() : null;
    }

    /** The decision once the store has answered. */
    private Decision conclude(Judgement judgement, ReserveResult result) {
        CompiledApproval approval = judgement.approval();
        PendingApprovals.Ticket ticket = judgement.ticket();
        if (result instanceof Refusal refusal) {
            if (ticket != null) {
                pending.remove(ticket);
            }
            return judgement.tool().refused(refusal);
        }
        Reservation reservation = (Reservation) result;
        if (approval == null) {
            return judgement.allowed(reservation);
        }
        ToolCall frozen = judgement.call().frozen(argumentLimits);
        return new Decision.ApprovalRequired(
                frozen,
                approval,
                Objects.requireNonNull(ticket, "an approval without a place among those pending"),
                reservation,
                judgement.revision());
    }

    /** The decision once the store has failed to charge. */
    private Decision concludeWithout(Judgement judgement, @Nullable Throwable failure) {
        Decision.Deny denial = judgement.tool().chargeFailure();
        if (denial == null) {
            FailureLog.warning(
                    who + "the counter store failed; a call goes on uncounted, as all its limits are set to allow",
                    ": `" + judgement.call().tool() + "`",
                    failure);
            return conclude(judgement, Reservation.empty());
        }
        PendingApprovals.Ticket ticket = judgement.ticket();
        if (ticket != null) {
            pending.remove(ticket);
        }
        return storeFailed(denial, failure);
    }

    private Decision.Deny storeFailed(Decision.Deny denial, @Nullable Throwable failure) {
        if (failure instanceof OutOfMemoryError error) {
            throw error;
        }
        FailureLog.error(who + "the counter store failed; the call is denied", failure);
        return denial;
    }

    /** What a store answered. No answer is a failure of the store, and must not pass for an empty one. */
    private static <T> T answered(@Nullable T answer) {
        return Objects.requireNonNull(answer, "the counter store answered nothing");
    }

    private static void releaseLate(ReserveResult result) {
        if (result instanceof Reservation reservation) {
            release(reservation);
        }
    }
}
