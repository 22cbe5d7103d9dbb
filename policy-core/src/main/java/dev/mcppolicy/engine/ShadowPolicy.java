package dev.mcppolicy.engine;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.judgement.CallSettlement;
import dev.mcppolicy.engine.judgement.CompiledPolicy;
import dev.mcppolicy.engine.judgement.CounterNamespace;
import dev.mcppolicy.engine.judgement.Explainer;
import dev.mcppolicy.engine.judgement.Judge;
import dev.mcppolicy.engine.judgement.Judgement;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.engine.store.StoreAccess;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One policy that is judged as though it were in force, with counters of its own. Whatever fails in here is said to the
 * log and to the listeners, and to nobody else.
 */
final class ShadowPolicy {
    /** What the views of an engine have in common. The store is null where each view has one of its own, in memory. */
    record Setting(
            CounterNamespace namespace,
            String server,
            boolean strictCallers,
            @Nullable CounterStore store,
            Judge.Admission admission,
            Duration storeTimeout) {}

    private final String name;
    private final Setting setting;
    private final String prefix;
    private final boolean repeats;
    private final PolicySnapshot snapshot = new PolicySnapshot(this::compiled);
    private volatile @Nullable CounterStore store;
    private CompiledPolicy.@Nullable Setting counters;

    /**
     * A view whose counters live in the engine's namespace with a prefix, which makes it no engine's.
     *
     * @param repeats whether every call has been judged by the rules that the policy enforces when it comes here
     */
    ShadowPolicy(String name, String prefix, boolean repeats, Setting setting) {
        this.name = name;
        this.repeats = repeats;
        this.prefix = prefix;
        this.setting = setting;
        this.store = setting.store();
    }

    private CompiledPolicy compiled(Policy policy) {
        return CompiledPolicy.whole(policy, counters(), rule -> repeats && policy.enforces(rule));
    }

    String name() {
        return name;
    }

    /** What the view says, with the work that is left, of a call that the policy in force has decided on. Never throws. */
    ShadowedCall judge(Policies policies, ToolCall call, Instant now, Decision inForce, Work left) {
        try {
            return judged(judgeAt(now, inForce).judgeAndTake(snapshot.of(policies.current()), call, left), inForce);
        } catch (Throwable e) {
            return failed(e);
        }
    }

    /** As {@link #judge}, without blocking. The result never fails. */
    CompletableFuture<ShadowedCall> judgeAsync(
            Policies policies, ToolCall call, Instant now, Decision inForce, Work left) {
        try {
            return judgeAt(now, inForce)
                    .judgeAsync(snapshot.of(policies.current()), call, left)
                    .thenApply(done -> judged(done, inForce))
                    .exceptionally(this::failed);
        } catch (Throwable e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    /** Where the view's policy comes from, asked once a call. */
    @FunctionalInterface
    interface Policies {
        @Nullable
        Policy current();
    }

    /** What the view would decide now, and why, without charging anything. */
    Explained explain(@Nullable Policy policy, ToolCall call, Instant now, Decision inForce) {
        Explainer.Explained explained = new Explainer(storeAt(now), setting.admission(), null, null, runs(inForce))
                .explain(snapshot.of(policy), call);
        return new Explained(shadow(explained.decision(), inForce, List.of()), explained.evaluations());
    }

    /** What a view says of a call, with every rule that applies. */
    record Explained(ShadowDecision decision, Explainer.Evaluations evaluations) {}

    private ShadowedCall judged(Judgement.Done done, Decision inForce) {
        Reservation taken = done.taken();
        return ShadowedCall.of(shadow(done.decision(), inForce, List.of(taken)), taken);
    }

    /** What the view says of a call that the policy in force has decided on. */
    private ShadowDecision shadow(Decision decision, Decision inForce, List<Reservation> taken) {
        ShadowDecision.Kind kind = ShadowDecision.Kind.of(decision);
        Denial denial = decision instanceof Decision.Deny deny ? deny.denial() : null;
        Decision.ApprovalRequired approval = decision instanceof Decision.ApprovalRequired asking ? asking : null;
        boolean failed = denial != null && isFailure(denial.code());
        return new ShadowDecision(
                name,
                decision.revision(),
                failed ? ShadowDecision.Kind.NOT_JUDGED : kind,
                denial,
                denial != null ? denial.rule() : approval != null ? approval.rule() : null,
                denial != null ? denial.ruleName() : approval != null ? approval.ruleName() : null,
                taken.stream()
                        .flatMap(reservation -> CallSettlement.charged(reservation).stream())
                        .toList(),
                !failed && kind != ShadowDecision.Kind.of(inForce));
    }

    /** The counters in shadow mode are others than those in force, and may fail where those would not have. */
    private static boolean isFailure(DenialCode code) {
        return code == DenialCode.STORE_UNAVAILABLE
                || code == DenialCode.STORE_FULL
                || code == DenialCode.INTERNAL_ERROR;
    }

    private ShadowedCall failed(Throwable failure) {
        FailureLog.error("the policy `" + name + "` in shadow mode could not judge a call", failure);
        return ShadowedCall.notJudged(name);
    }

    private Judge judgeAt(Instant now, Decision inForce) {
        return Judge.inShadow(storeAt(now), setting.admission(), runs(inForce));
    }

    /** A call that waits for a human in force takes no place here: it may wait longer than calls run. */
    private static boolean runs(Decision inForce) {
        return !(inForce instanceof Decision.ApprovalRequired);
    }

    /** Whether places of this view were taken. */
    boolean tookPlacesOf(Reservation reservation) {
        String namespace = counters().namespace();
        return reservation.request().places().stream()
                .anyMatch(place -> place.key().namespace().equals(namespace));
    }

    /** Renews the leases of places of this view; gives those that are lost. */
    CompletableFuture<List<Reservation>> renew(List<Reservation> running, InstantSource clock) {
        return storeAt(clock.instant()).renew(running);
    }

    private StoreAccess storeAt(Instant now) {
        return new StoreAccess(store(), InstantSource.fixed(now), setting.storeTimeout());
    }

    /** Made when it is first needed, as few engines have a view. */
    private CounterStore store() {
        CounterStore present = store;
        return present == null ? newStore() : present;
    }

    private synchronized CounterStore newStore() {
        CounterStore present = store;
        if (present == null) {
            present = new InMemoryCounterStore();
            store = present;
        }
        return present;
    }

    /** Where the view counts, settled when it first judges: a namespace that came later must not begin its counters anew. */
    private synchronized CompiledPolicy.Setting counters() {
        CompiledPolicy.Setting known = counters;
        if (known == null) {
            String namespace = prefix + setting.namespace().soFar();
            known = new CompiledPolicy.Setting(namespace, setting.server(), setting.strictCallers());
            counters = known;
        }
        return known;
    }
}
